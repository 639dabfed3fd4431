"""Dated tax rates: added for days to come, never changed once they hold; vendors and goods are put right by staff."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace import clock
from marketplace.audit import AuditEntry
from marketplace.database import db
from orders.models import OrderLine
from orders.taxes.models import TaxRule, TaxThreshold
from orders.taxes.queries import Rates, choose, rules_on, threshold_in
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.people import an_administrator, come_in
from tests.factories.taxes import a_household
from vendors.listings.models import Listing, TaxClass
from vendors.models import TaxStatus, Vendor

NEW = {
    "tax_status": "household",
    "tax_class": "goods",
    "vat_basis_points": "1,5",
    "pit_basis_points": "0,75",
    "source": "Luật mới, điều 1",
}


@pytest.fixture
def desk(client: FlaskClient) -> FlaskClient:
    return come_in(client, an_administrator())


def tomorrow() -> str:
    return (clock.today() + timedelta(days=1)).isoformat()


def rates_on(day: date) -> Rates:
    return choose(rules_on(day), TaxStatus.HOUSEHOLD, TaxClass.GOODS)


def added() -> TaxRule:
    return db.session.scalars(select(TaxRule).order_by(TaxRule.id.desc())).first()


def test_a_rate_from_tomorrow_on(desk: FlaskClient) -> None:
    answer = desk.post("/desk/taxes/rules", data=NEW | {"starts_on": tomorrow()})
    assert answer.location == "/desk/taxes/rules"
    assert rates_on(clock.today()) == Rates(100, 50)
    assert rates_on(clock.today() + timedelta(days=1)) == Rates(150, 75)
    page = desk.get("/desk/taxes/rules").text
    assert "sắp tới" in page
    assert "Luật mới, điều 1" in page
    assert "Thêm mức thuế" in desk.get("/desk/audit").text


def test_one_to_come_can_be_taken_back_and_one_in_force_cannot(desk: FlaskClient) -> None:
    desk.post("/desk/taxes/rules", data=NEW | {"starts_on": tomorrow()})
    assert desk.post(f"/desk/taxes/rules/{added().id}/withdrawal").status_code == 302
    assert rates_on(clock.today() + timedelta(days=1)) == Rates(100, 50)
    kept = added()
    told = desk.post(f"/desk/taxes/rules/{kept.id}/withdrawal", headers={"Accept": "application/json"})
    assert (told.status_code, "đã có hiệu lực" in told.get_json()["title"]) == (409, True)
    assert desk.post("/desk/taxes/rules/0/withdrawal").status_code == 404
    assert added().id == kept.id


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"starts_on": "2026-01-01"}, "Ngày bắt đầu phải sau hôm nay"),
        ({"starts_on": ""}, "Hãy điền mục này."),
        ({"starts_on": "mai"}, "Hãy ghi ngày, tháng, năm."),
        ({"vat_basis_points": "50,01"}, "Thuế suất phải từ 0 đến 50 %."),
        ({"pit_basis_points": "-1"}, "Hãy ghi số phần trăm"),
        ({"tax_status": "enterprise"}, "Hãy chọn trong danh sách."),
        ({"tax_class": "moon"}, "Hãy chọn trong danh sách."),
        ({"source": " "}, "Hãy ghi căn cứ: luật, nghị định, điều khoản."),
    ],
)
def test_what_is_wrong_is_told(desk: FlaskClient, wrong: dict[str, str], told: str) -> None:
    before = added().id
    page = desk.post("/desk/taxes/rules", data=NEW | {"starts_on": tomorrow()} | wrong)
    assert (page.status_code, told in page.text) == (422, True)
    assert added().id == before


def test_today_is_too_early_and_a_day_is_used_once(desk: FlaskClient) -> None:
    today = desk.post("/desk/taxes/rules", data=NEW | {"starts_on": clock.today().isoformat()})
    assert today.status_code == 422
    desk.post("/desk/taxes/rules", data=NEW | {"starts_on": tomorrow()})
    again = desk.post("/desk/taxes/rules", data=NEW | {"starts_on": tomorrow()})
    assert "Đã có một mức như vậy từ đúng ngày này." in again.text


def test_the_threshold_has_days_too(desk: FlaskClient) -> None:
    assert threshold_in(2026).amount_dong == 1_000_000_000
    next_year = date(clock.today().year + 1, 1, 1)
    asked = {"amount_dong": "2 triệu", "starts_on": next_year.isoformat(), "source": "Nghị định mới"}
    assert desk.post("/desk/taxes/rules/threshold", data=asked).status_code == 302
    assert threshold_in(next_year.year).amount_dong == 2_000_000
    assert threshold_in(next_year.year - 1).amount_dong == 1_000_000_000
    again = desk.post("/desk/taxes/rules/threshold", data=asked)
    assert (again.status_code, "Đã có một mức" in again.text) == (422, True)
    assert len(db.session.scalars(select(TaxThreshold)).all()) == 2


def test_staff_says_as_what_goods_and_vendors_are_taxed(desk: FlaskClient) -> None:
    vendor = a_household()
    listing = a_listing(vendor, price_dong=100_000)
    before = an_order(listing).id
    listing_id, vendor_id = listing.id, vendor.id
    db.session.commit()
    assert desk.post(f"/desk/listings/{listing_id}/tax-class", data={"tax_class": "own_produce"}).status_code == 302
    assert db.session.get_one(Listing, listing_id).tax_class is TaxClass.OWN_PRODUCE
    after = an_order(db.session.get_one(Listing, listing_id)).id
    lines = db.session.scalars(select(OrderLine).order_by(OrderLine.id)).all()
    assert [(line.vat_dong, line.pit_dong) for line in lines] == [(1_000, 500), (3_000, 1_500)]
    assert before < after
    status = desk.post(f"/desk/vendors/{vendor_id}/tax-status", data={"tax_status": "cooperative"})
    assert status.status_code == 302
    db.session.expire_all()
    assert db.session.get_one(Vendor, vendor_id).tax_status is TaxStatus.COOPERATIVE
    acts = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert {act.action for act in acts} == {"vendor tax status set", "listing tax class set"}
    assert {act.detail["after"] for act in acts} == {"own_produce", "cooperative"}


@pytest.mark.parametrize("path", ["/desk/listings/{0.id}/tax-class", "/desk/vendors/{0.vendor_id}/tax-status"])
def test_what_no_tax_knows_is_refused(desk: FlaskClient, path: str) -> None:
    listing = a_listing(a_shop())
    db.session.commit()
    told = desk.post(path.format(listing), data={"tax_class": "moon", "tax_status": "moon"})
    assert (told.status_code, "Hãy chọn trong danh sách." in told.text) == (422, True)
