"""The seller's pages of the shop, delivery, certificates and team, over HTTP."""

import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from tests.factories.papers import A_PDF, a_picture
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_member, a_vendor
from tests.statements import watch_statements
from vendors.certificates.queries import certificates_of
from vendors.delivery.models import DeliveryKind, DeliveryZone
from vendors.delivery.operations import write_default_rates
from vendors.delivery.queries import rate_of, rates_of
from vendors.holidays.queries import holidays_of
from vendors.models import MemberRole, Vendor
from vendors.team.queries import members_of

AWARD = {
    "product_name": "Miến dong Bình Liêu",
    "star": "4",
    "number": "22-06838-1-4-2024",
    "issuer": "UBND tỉnh Quảng Ninh",
    "issued_on": "2026-03-01",
}
RATE = {
    "base_dong": "25k",
    "base_grams": "2000",
    "step_dong": "3.000",
    "step_grams": "500",
    "free_from_dong": "500k",
    "days_least": "1",
    "days_most": "2",
}
TO_PROVINCE = "/seller/shop/delivery/carrier/province"


@pytest.fixture
def owner(client: FlaskClient) -> User:
    return a_person("Nguyễn Thị Tâm")


@pytest.fixture
def vendor(client: FlaskClient, owner: User) -> Vendor:
    """A vendor in whose name the client acts."""
    vendor = a_vendor("Cơ sở Tâm Hương", owner=owner)
    write_default_rates(vendor)
    come_in(client, owner)
    return vendor


PAGES = (
    "/seller/shop",
    "/seller/shop/story",
    "/seller/shop/pictures",
    "/seller/shop/terms",
    "/seller/shop/delivery",
    TO_PROVINCE,
    "/seller/shop/delivery/pickup/country",
    "/seller/certificates",
    "/seller/certificates/new",
    "/seller/team",
    "/seller/application",
    "/seller/application/profile",
    "/seller/application/account",
)

OPEN_TO_ALL = {"/seller/shop", "/seller/certificates", "/seller/team", "/seller/application"}


@pytest.mark.parametrize("url", PAGES)
def test_an_owner_sees_each_page_with_few_statements(client: FlaskClient, vendor: Vendor, url: str) -> None:
    with watch_statements() as statements:
        assert client.get(url).status_code == 200
    assert len(statements) <= 8, "one of them, once a day: whether the rules were changed"


@pytest.mark.parametrize(
    ("role", "refused"),
    [
        (MemberRole.MANAGER, {"/seller/application/profile", "/seller/application/account"}),
        (
            MemberRole.PACKER,
            set(PAGES) - {"/seller/shop", "/seller/certificates", "/seller/team", "/seller/application"},
        ),
    ],
)
def test_each_role_sees_its_pages(client: FlaskClient, vendor: Vendor, role: MemberRole, refused: set[str]) -> None:
    come_in(client, a_member(vendor, role=role))
    assert {url for url in PAGES if client.get(url).status_code == 403} == refused


def test_the_story_is_told_in_three_languages(client: FlaskClient, vendor: Vendor) -> None:
    story = {"story_vi": "Ba đời làm miến.", "story_en": "Noodles since 1960.", "story_fr": "Des vermicelles."}
    client.post("/seller/shop/story", data=story | {"phone": "0203 3825 678", "email": "Tam@Example.vn "})
    db.session.expire_all()
    assert (vendor.story_vi, vendor.story_en, vendor.story_fr) == tuple(story.values())
    assert (vendor.phone, vendor.email) == ("+842033825678", "tam@example.vn")
    answer = client.post("/seller/shop/story", data=story | {"phone": "911"})
    assert (answer.status_code, "Noodles since 1960." in answer.text) == (422, True)


def test_pictures_hang_and_are_taken_down(client: FlaskClient, vendor: Vendor) -> None:
    client.post("/seller/shop/pictures", data={"logo": (io.BytesIO(a_picture()), "anh.png")})
    db.session.expire_all()
    assert vendor.logo_key
    assert vendor.logo_key in client.get("/seller/shop/pictures").text
    client.post("/seller/shop/pictures/logo/removal")
    db.session.expire_all()
    assert vendor.logo_key is None
    assert client.post("/seller/shop/pictures/poster/removal").status_code == 404


def test_a_file_that_is_no_picture_is_told_beside_its_field(client: FlaskClient, vendor: Vendor) -> None:
    sent = {"logo": (io.BytesIO(a_picture()), "anh.png"), "banner": (io.BytesIO(b"GIF89a no"), "bia.jpg")}
    answer = client.post("/seller/shop/pictures", data=sent)
    assert (answer.status_code, "không phải ảnh" in answer.text) == (422, True)
    db.session.expire_all()
    assert vendor.logo_key is None


def test_terms_of_sale_are_kept(client: FlaskClient, vendor: Vendor) -> None:
    sent = {"minimum_order_dong": "150k", "return_terms": "Ba ngày."}
    client.post("/seller/shop/terms", data=sent)
    db.session.expire_all()
    assert (vendor.minimum_order_dong, vendor.return_terms) == (150_000, "Ba ngày.")


def test_holidays_are_planned_and_taken_back_and_buyers_read_them(client: FlaskClient, vendor: Vendor) -> None:
    page, first = "/seller/shop/holidays", clock.today() + timedelta(days=3)
    wrong = client.post(page, data={"first_day": "2099-01-02", "last_day": "2099-01-01"})
    assert (wrong.status_code, "ngày nghỉ cuối không trước ngày đầu" in wrong.text) == (422, True)
    for days in ((0, 2), (5, 5)):
        dates = {
            name: first + timedelta(days=ahead) for name, ahead in zip(("first_day", "last_day"), days, strict=True)
        }
        assert client.post(page, data=dates).status_code == 303
    assert "Trùng với một kỳ nghỉ" in client.post(page, data={"first_day": first, "last_day": first}).text
    [sooner, later] = holidays_of(vendor)
    assert f"Nghỉ từ {first:%d/%m/%Y}" in client.get("/seller/shop").text
    assert client.get(f"/shop/{vendor.slug}").text.count("Cửa hàng nghỉ từ") == 2
    assert client.post(f"{page}/{sooner.id}/removal").status_code == 303
    assert [each.id for each in holidays_of(vendor)] == [later.id]
    assert client.get(page).status_code == 200


def test_a_rate_is_set_and_dropped(client: FlaskClient, vendor: Vendor) -> None:
    client.post(TO_PROVINCE, data=RATE)
    db.session.expire_all()
    rate = rate_of(vendor, DeliveryKind.CARRIER, DeliveryZone.PROVINCE)
    assert rate
    assert (rate.base_dong, rate.base_grams, rate.free_from_dong) == (25_000, 2000, 500_000)
    assert "25.000" in client.get("/seller/shop/delivery").text
    client.post(f"{TO_PROVINCE}/removal")
    db.session.expire_all()
    assert rate_of(vendor, DeliveryKind.CARRIER, DeliveryZone.PROVINCE) is None


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("base_dong", "-1", "Hãy ghi số tiền"),
        ("base_dong", "99000000", "Số tiền phải từ"),
        ("base_grams", "0", "Số phải từ 50 đến 100000."),
        ("step_grams", "nhiều", "Hãy ghi một số."),
        ("days_most", "0", "Chậm nhất không thể ít ngày hơn"),
        ("days_least", "", "Hãy điền mục này."),
    ],
)
def test_a_rate_that_cannot_be_is_told_beside_its_field(
    client: FlaskClient, vendor: Vendor, *, field: str, value: str, words: str
) -> None:
    answer = client.post(TO_PROVINCE, data=RATE | {field: value})
    assert (answer.status_code, words in answer.text, 'value="2000"' in answer.text or field == "base_grams") == (
        422,
        True,
        True,
    )


def test_the_last_rate_cannot_be_dropped(client: FlaskClient, vendor: Vendor) -> None:
    for kind, zone in [(rate.kind, rate.zone) for rate in rates_of([vendor.id])[vendor.id]][:-1]:
        client.post(f"/seller/shop/delivery/{kind}/{zone}/removal")
    answer = client.post("/seller/shop/delivery/pickup/country/removal")
    assert (answer.status_code, "ít nhất một cách giao hàng" in answer.text) == (409, True)


@pytest.mark.parametrize("way", ["own/country", "pickup/commune", "drone/province", "carrier/moon"])
def test_ways_that_nobody_offers_are_not_there(client: FlaskClient, vendor: Vendor, way: str) -> None:
    assert client.get(f"/seller/shop/delivery/{way}").status_code == 404


def test_a_certificate_is_registered_with_its_scan(client: FlaskClient, vendor: Vendor) -> None:
    client.post("/seller/certificates/new", data=AWARD | {"scan": (io.BytesIO(A_PDF), "cn.pdf")})
    (certificate,) = certificates_of(vendor)
    assert certificate.expires_on.isoformat() == "2029-03-01"
    page = client.get("/seller/certificates").text
    assert "Chờ xác nhận" in page
    url = f"/seller/certificates/{certificate.id}/scan"
    assert client.get(url).data == A_PDF
    come_in(client, a_member(a_vendor()))
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"star": "6"}, "Hãy chọn trong danh sách."),
        ({"issued_on": "2099-01-01"}, "Ngày cấp không thể sau hôm nay"),
        ({"issued_on": "31/31/2026"}, "Hãy ghi ngày, tháng, năm."),
        ({"number": ""}, "Hãy điền mục này."),
    ],
)
def test_a_certificate_that_cannot_be_is_told_beside_its_field(
    client: FlaskClient, vendor: Vendor, changes: dict[str, str], words: str
) -> None:
    answer = client.post("/seller/certificates/new", data=AWARD | changes)
    assert (answer.status_code, words in answer.text, "Miến dong Bình Liêu" in answer.text) == (422, True, True)
    assert certificates_of(vendor) == []


def test_a_member_is_given_another_role_and_removed(client: FlaskClient, vendor: Vendor) -> None:
    a_member(vendor, a_person("Trần Thị Lan"), role=MemberRole.PACKER)
    db.session.commit()
    member = members_of(vendor)[1]
    assert "Trần Thị Lan" in client.get("/seller/team").text
    client.post(f"/seller/team/{member.id}/role", data={"role": "manager"})
    db.session.expire_all()
    assert members_of(vendor)[1].role is MemberRole.MANAGER
    client.post(f"/seller/team/{member.id}/removal")
    assert len(members_of(vendor)) == 1


@pytest.mark.parametrize(("act", "status"), [("removal", 409), ("role", 422)])
def test_the_last_owner_reads_why_they_cannot_leave(
    client: FlaskClient, vendor: Vendor, *, act: str, status: int
) -> None:
    answer = client.post(f"/seller/team/{members_of(vendor)[0].id}/{act}", data={"role": "packer"})
    assert (answer.status_code, "ít nhất một chủ" in answer.text) == (status, True)


def test_another_vendors_member_is_not_found(client: FlaskClient, vendor: Vendor) -> None:
    foreign = members_of(a_vendor())[0]
    db.session.commit()
    assert client.post(f"/seller/team/{foreign.id}/removal").status_code == 404
