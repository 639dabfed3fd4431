"""A vendor's own terms of payout, and the market's where it has none."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace import clock
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.settings import settings
from orders.kinds import PaymentMethod, VendorOrderStatus
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.money import a_shop_with_account, earn
from tests.factories.people import a_person, an_administrator, come_in
from tests.factories.vendors import a_member
from vendors.models import MemberRole, Vendor
from vendors.payouts import due, operations, terms
from vendors.payouts.models import Cadence
from vendors.payouts.terms import Wish


@pytest.fixture
def vendor(app: Flask) -> Vendor:
    return a_shop_with_account()


def test_without_a_choice_everything_is_as_the_market_has_it(vendor: Vendor) -> None:
    known = terms.terms_of(vendor.id)
    assert known.cadence is Cadence(settings().payout_cadence)
    assert (known.minimum_dong, known.hold_days) == (settings().payout_minimum_dong, settings().hold_days)


def test_what_is_chosen_counts_and_what_was_chosen_is_kept(vendor: Vendor) -> None:
    owner, boss = a_person(), an_administrator()
    terms.choose_terms(vendor, Wish(Cadence.WEEKLY, 5, 300_000), by=owner)
    terms.choose_terms(vendor, Wish(Cadence.WEEKLY, 5, 300_000), by=owner)  # saved again
    terms.set_terms(vendor, Wish(Cadence.MONTHLY, 5, None, 7), by=boss)
    terms.choose_terms(vendor, Wish(Cadence.DAILY), by=owner)
    assert terms.terms_of(vendor.id) == terms.Terms(Cadence.DAILY, None, settings().payout_minimum_dong, 7)
    history = [(each.cadence, each.weekday, each.minimum_dong, each.hold_days) for each in terms.history_of(vendor.id)]
    assert history == [
        (Cadence.DAILY, None, None, 7),  # the owner cannot shorten its hold
        (Cadence.MONTHLY, None, None, 7),
        (Cadence.WEEKLY, 5, 300_000, None),
    ]
    acts = db.session.scalars(select(AuditEntry.actor_id).where(AuditEntry.action == "payout terms set"))
    assert list(acts) == [owner.id, boss.id, owner.id]


def test_an_owner_may_wait_for_more_but_not_ask_for_less(vendor: Vendor) -> None:
    with pytest.raises(terms.BelowMarketMinimum) as refused:
        terms.choose_terms(vendor, Wish(minimum_dong=settings().payout_minimum_dong - 1), by=a_person())
    assert refused.value.field == "minimum_dong"
    terms.set_terms(vendor, Wish(minimum_dong=1), by=an_administrator())
    assert terms.terms_of(vendor.id).minimum_dong == 1


def test_weekly_needs_its_day(vendor: Vendor) -> None:
    with pytest.raises(terms.WeekdayMissing):
        terms.choose_terms(vendor, Wish(Cadence.WEEKLY), by=a_person())


def test_the_minimum_is_the_vendors_own(vendor: Vendor) -> None:
    earn(vendor, 500_000)
    terms.set_terms(vendor, Wish(minimum_dong=475_001), by=an_administrator())
    assert (due.due_vendors(), operations.request_payout(vendor.id)) == ([], None)
    terms.set_terms(vendor, Wish(minimum_dong=475_000), by=an_administrator())
    assert due.due_vendors() == [vendor.id]
    assert operations.request_payout(vendor.id)


def test_the_hold_is_the_vendors_own(vendor: Vendor) -> None:
    terms.set_terms(vendor, Wish(hold_days=0), by=an_administrator())
    listing = a_listing(vendor, price_dong=500_000)
    part = a_part(listing, method=PaymentMethod.TRANSFER, status=VendorOrderStatus.DELIVERED)
    assert part.release_at == part.delivered_at
    terms.set_terms(vendor, Wish(hold_days=14), by=an_administrator())
    listing = a_listing(vendor, price_dong=500_000)
    part = a_part(listing, method=PaymentMethod.TRANSFER, status=VendorOrderStatus.DELIVERED)
    assert part.release_at == part.delivered_at + timedelta(days=14)


def test_only_on_its_day_and_on_missed_days_a_vendor_is_due(vendor: Vendor) -> None:
    earn(vendor, 500_000)
    today = clock.today()
    terms.set_terms(vendor, Wish(Cadence.WEEKLY, today.isoweekday()), by=an_administrator())
    tomorrow = today + timedelta(days=1)
    assert due.due_vendors() == due.due_vendors([tomorrow, today]) == [vendor.id]
    assert due.due_vendors([tomorrow]) == []


def test_the_owner_chooses_on_its_page(client: FlaskClient, vendor: Vendor) -> None:
    owner = a_member(vendor, a_person())
    come_in(client, owner)
    sent = {"cadence": "weekly", "weekday": "5", "minimum_dong": "300k"}
    assert client.post("/seller/money/terms", data=sent).status_code == 302
    page = client.get("/seller/money").text
    assert "Mỗi tuần, Thứ Sáu" in page
    assert "300.000\xa0₫" in page
    refused = client.post("/seller/money/terms", data={"cadence": "weekly", "minimum_dong": "1000"})
    assert refused.status_code == 422
    assert "Mức tối thiểu phải từ 100.000\xa0₫." in refused.text
    assert client.post("/seller/money/terms", data={"cadence": "never"}).status_code == 422
    come_in(client, a_member(vendor, a_person(), role=MemberRole.ACCOUNTANT))
    assert client.get("/seller/money/terms").status_code == 403


def test_the_desk_sets_them_with_the_hold(client: FlaskClient, vendor: Vendor) -> None:
    boss = an_administrator()
    come_in(client, boss)
    address = f"/desk/payouts/vendors/{vendor.id}"
    assert client.post(address, data={"cadence": "monthly", "hold_days": "10"}).status_code == 302
    page = client.get(address).text
    assert "giữ 10 ngày" in page
    assert boss.full_name in page
    assert client.post(address, data={"hold_days": "61"}).status_code == 422
    assert terms.hold_days_of(vendor.id) == 10
