"""A vendor's money as it reads it: where it is, when it comes, what a payout was made of."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.database import db
from marketplace.settings import settings
from orders.kinds import PaymentMethod, VendorOrderStatus
from tests.factories.applications import a_submitted_application
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.money import a_shop_with_account, an_account, earn, earn_cash, release
from tests.factories.statements import a_household, take_back
from tests.statements import watch_statements
from vendors.models import VendorStatus
from vendors.payouts import queries
from vendors.payouts.operations import request_payout

pytestmark = pytest.mark.usefixtures("app")


def test_standing_names_every_place_where_money_can_be() -> None:
    vendor = a_shop_with_account()
    earn(vendor, 1_000_000)
    request_payout(vendor.id)
    earn(vendor, 200_000)
    earn(vendor, 400_000, released=False)
    earn_cash(vendor, 600_000)
    assert queries.standing(vendor) == queries.Standing(pending=380_000, payable=190_000, on_way=950_000, debt=30_000)
    with watch_statements() as statements:
        queries.standing(vendor)
    assert len(statements) == 2


def test_a_new_vendor_has_nothing_anywhere() -> None:
    vendor = a_shop_with_account()
    assert queries.standing(vendor) == queries.Standing(pending=0, payable=0, on_way=0, debt=0)
    assert queries.coming(vendor) == []


def test_earnings_come_in_the_order_of_their_delivery_with_their_day() -> None:
    vendor, other = a_shop_with_account(), a_shop_with_account()
    now = clock.now()
    with clock.at(now - timedelta(days=2)):
        [first] = earn(vendor, 300_000, released=False)
    [second] = earn(vendor, 100_000, released=False)
    earn(other, 900_000, released=False)
    coming = queries.coming(vendor)
    assert [(each.amount_dong, first.number in each.words) for each in coming] == [(285_000, True), (95_000, False)]
    hold = timedelta(days=settings().hold_days)
    assert coming[0].on == now - timedelta(days=2) + hold
    release(first)
    assert [each.amount_dong for each in queries.coming(vendor)] == [95_000]
    release(second)
    assert queries.coming(vendor) == []


def test_only_the_latest_earnings_are_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a vendor has sold, its page reads no more than what can still be held."""
    monkeypatch.setattr(queries, "WITHIN_HOLD", 2)
    vendor = a_shop_with_account()
    earn(vendor, 100_000, 200_000)
    parts = earn(vendor, 300_000, 400_000, released=False)
    assert [each.amount_dong for each in queries.coming(vendor)] == [285_000, 380_000]
    release(parts[1])
    assert [each.amount_dong for each in queries.coming(vendor)] == [285_000]


def test_accounts_wait_that_are_present_unverified_and_of_vendors_in_business() -> None:
    waiting, verified = a_shop_with_account(verified=False), a_shop_with_account()
    a_submitted_application()
    changed = a_shop_with_account()
    now = an_account(changed, "5555555555", verified=False)
    suspended = a_shop_with_account(verified=False)
    suspended.status, suspended.suspended_at = VendorStatus.SUSPENDED, clock.now()
    closed = a_shop_with_account(verified=False)
    closed.status = VendorStatus.CLOSED
    db.session.flush()
    found = queries.accounts_waiting()
    assert [each.account.vendor_id for each in found] == [waiting.id, changed.id, suspended.id]
    assert found[1].account is now
    assert queries.accounts_waiting_count() == 3
    assert verified.id not in {each.account.vendor_id for each in found}


def test_what_was_given_back_within_the_hold_does_not_come() -> None:
    vendor = a_household()
    listing = a_listing(vendor, price_dong=200_000)
    part = a_part(listing, method=PaymentMethod.TRANSFER, status=VendorOrderStatus.DELIVERED, quantity=5)
    take_back(part, 2)
    [coming] = queries.coming(vendor)
    assert (coming.amount_dong, coming.words) == (part.left.earning_dong, f"Đơn {part.number} đã giao")
    release(part)
    assert queries.coming(vendor) == []
