"""The desk's pages of commission: looked at first, saved as it was looked at, told what is wrong."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace import clock
from marketplace.database import db
from tests.factories.commissions import a_rule
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.people import an_administrator, come_in
from tests.statements import watch_statements
from vendors.commissions.models import CommissionRule
from vendors.commissions.queries import rules_at, standing_rules
from vendors.commissions.rates import FixedPer, Rate
from vendors.commissions.terms import Target

NEW = {
    "kind": "category",
    "category_number": "6",
    "words": "Nhóm bún miến",
    "percent": "2,75",
    "fixed_dong": "1k",
    "fixed_per": "line",
    "floor_dong": "2.000",
    "cap_dong": "50k",
    "before_id": "0",
}


class Hidden(HTMLParser):
    """Reads the hidden fields of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "input" and told.get("type") == "hidden" and told.get("name") in {"seen", "looked_at"}:
            self.values[str(told["name"])] = told.get("value") or ""


def hidden(page: TestResponse) -> dict[str, str]:
    reader = Hidden()
    reader.feed(page.text)
    return reader.values


@pytest.fixture
def desk(client: FlaskClient) -> FlaskClient:
    return come_in(client, an_administrator())


def save(desk: FlaskClient, path: str, **answers: str) -> TestResponse:
    """Look at the effect, then save what was looked at."""
    looked = desk.post(path, data=answers)
    assert looked.status_code == 200, looked.text
    assert "Nếu lưu, điều gì đổi" in looked.text
    return desk.post(path, data=answers | hidden(looked))


def the_rules() -> list[CommissionRule]:
    db.session.expire_all()
    return list(standing_rules())


def test_a_rule_is_looked_at_then_saved(desk: FlaskClient) -> None:
    an_order(a_listing(a_shop(), price_dong=100_000), quantity=2)
    db.session.commit()
    looked = desk.post("/desk/commissions/new", data=NEW)
    assert len(the_rules()) == 2
    assert "1 trong 1 dòng đổi mức, của 1 nhà sản xuất." in looked.text
    assert "Tổng hoa hồng từ 10.000\u00a0₫ thành 6.500\u00a0₫." in looked.text
    done = desk.post("/desk/commissions/new", data=NEW | hidden(looked))
    assert done.location == "/desk/commissions"
    added = the_rules()[1]
    assert (added.category_number, added.words) == (6, "Nhóm bún miến")
    assert added.rate == Rate(275, 1_000, FixedPer.LINE, 2_000, 50_000)
    page = desk.get("/desk/commissions").text
    assert "2,75\u00a0% + 1.000\u00a0₫ mỗi dòng hàng, ít nhất 2.000\u00a0₫, nhiều nhất 50.000\u00a0₫" in page
    assert "Trần Văn Hùng" in page.partition("Các lần thay đổi")[2]


def test_what_was_not_looked_at_is_shown_before_it_is_saved(desk: FlaskClient) -> None:
    looked = hidden(desk.post("/desk/commissions/new", data=NEW))
    again = desk.post("/desk/commissions/new", data=NEW | looked | {"percent": "3"})
    assert (again.status_code, len(the_rules())) == (200, 2)
    desk.post("/desk/commissions/new", data=NEW | hidden(again) | {"percent": "3"})
    assert the_rules()[1].basis_points == 300


def test_the_second_of_two_administrators_sees_the_new_rules_first(desk: FlaskClient) -> None:
    looked = hidden(desk.post("/desk/commissions/new", data=NEW))
    a_rule(Target(star=4), Rate(100))
    db.session.commit()
    told = desk.post("/desk/commissions/new", data=NEW | looked)
    assert told.status_code == 422
    assert "Người khác vừa sửa bảng hoa hồng" in told.text
    assert len(the_rules()) == 3
    looked = hidden(desk.post("/desk/commissions/new", data=NEW | hidden(told)))
    desk.post("/desk/commissions/new", data=NEW | looked)
    assert len(the_rules()) == 4


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"percent": "101"}, "Phần trăm phải từ 0 đến 100."),
        ({"percent": "-1"}, "Hãy ghi số phần trăm"),
        ({"percent": "2,755"}, "Hãy ghi số phần trăm"),
        ({"percent": ""}, "Hãy điền mục này."),
        ({"words": ""}, "Hãy điền mục này."),
        ({"fixed_dong": "một ít"}, "Hãy ghi số tiền"),
        ({"floor_dong": "60k"}, "Mức thấp nhất không được cao hơn mức cao nhất."),
        ({"fixed_per": "kg"}, "Hãy chọn trong danh sách."),
        ({"category_number": "99"}, "Không có nhóm hàng này."),
        ({"category_number": "x"}, "Hãy chọn trong danh sách."),
        ({"kind": "vendor", "vendor_slug": "khong-co"}, "Không có nhà sản xuất nào như vậy."),
        ({"kind": "star", "star": "2"}, "Chứng nhận OCOP chỉ có từ 3 đến 5 sao."),
        ({"kind": "star", "star": "5"}, "Đã có một mức cho đúng đối tượng này"),
        ({"kind": "moon"}, "Hãy chọn trong danh sách."),
        ({"starts_on": "2020-01-01"}, "Ngày bắt đầu đã qua."),
        ({"starts_on": "0001-01-01"}, "Ngày bắt đầu đã qua."),
        ({"starts_on": "hôm nay"}, "Hãy ghi ngày, tháng, năm."),
        ({"before_id": "999999"}, "Hãy chọn trong danh sách."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(desk: FlaskClient, answers: dict[str, str], told: str) -> None:
    page = desk.post("/desk/commissions/new", data=NEW | answers)
    assert (page.status_code, told in page.text) == (422, True), page.text
    assert len(the_rules()) == 2


def test_a_change_from_a_day_on(desk: FlaskClient) -> None:
    everyone, day = the_rules()[-1], clock.today() + timedelta(days=9)
    assert 'value="5"' in desk.get(f"/desk/commissions/{everyone.id}").text
    asked = {"words": "Mọi mặt hàng", "percent": "6", "fixed_per": "unit", "starts_on": day.isoformat()}
    save(desk, f"/desk/commissions/{everyone.id}", **asked)
    now, following = the_rules()[-2:] if the_rules()[-1].valid_until is None else reversed(the_rules()[-2:])
    assert {now.basis_points, following.basis_points} == {500, 600}
    assert rules_at(clock.now())[-1].basis_points == 500
    assert rules_at(clock.now() + timedelta(days=10))[-1].basis_points == 600
    page = desk.get("/desk/commissions").text
    assert f"từ {day:%d/%m/%Y}" in page
    assert "Hẹn đổi mức" in page
    later = db.session.scalars(select(CommissionRule).where(CommissionRule.basis_points == 600)).one()
    save(desk, f"/desk/commissions/{later.id}/end")
    assert rules_at(clock.now() + timedelta(days=10))[-1].basis_points == 500


def test_a_rule_is_moved_and_ended_after_a_look(desk: FlaskClient) -> None:
    five = the_rules()[0]
    four = a_rule(Target(star=4), Rate(100))
    db.session.commit()
    path = f"/desk/commissions/{four.id}/place"
    assert f"place?before={five.id}" in desk.get("/desk/commissions").text
    looked = desk.get(f"{path}?before={five.id}")
    assert "Nếu lưu, điều gì đổi" in looked.text
    assert desk.post(path, data={"before_id": str(five.id)} | hidden(looked)).status_code == 302
    assert [rule.star for rule in the_rules()] == [4, 5, None]
    end = f"/desk/commissions/{five.id}/end"
    desk.post(end, data=hidden(desk.get(end)))
    assert [rule.star for rule in the_rules()] == [4, None]


@pytest.mark.parametrize("part", ["", "/place", "/end"])
def test_what_is_not_there_is_not_found(desk: FlaskClient, part: str) -> None:
    for number in (10**9, 10**30):
        assert desk.get(f"/desk/commissions/{number}{part}").status_code == 404


def test_the_list_is_read_in_as_many_statements_with_many_rules(desk: FlaskClient) -> None:
    desk.get("/desk/commissions")
    with watch_statements() as few:
        desk.get("/desk/commissions")
    for name in ("Một", "Hai", "Ba"):
        a_rule(Target(vendor_slug=a_shop(name).slug), Rate(1))
    db.session.commit()
    with watch_statements() as many:
        desk.get("/desk/commissions")
    assert len(many) == len(few)
