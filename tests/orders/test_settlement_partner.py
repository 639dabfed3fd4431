"""With a licensed partner: what it brings, what stands at it, and what a payout waits for."""

from collections.abc import Iterator

import pytest
from flask import Flask

from marketplace.database import db
from marketplace.ledger import audit
from orders.buying.transfer import transfer_for
from orders.fulfilment import operations
from orders.kinds import Holding, VendorOrderStatus
from orders.models import Order
from orders.partner import queries
from orders.partner.operations import NotAtPartner, mark_as_moved
from orders.queries import payment_of
from tests.factories.fulfilment import owner_of
from tests.factories.holding import a_direct_part, bank_pays_in, held
from tests.factories.money import release
from tests.factories.people import an_administrator
from tests.orders.held_money import COMMISSION, EARNING, TAX, paid, pay, placed, stands
from vendors.payouts.operations import request_payout

pytestmark = pytest.mark.usefixtures("app")
S = VendorOrderStatus
HOLDING = "partner"


@pytest.fixture(autouse=True)
def right_in_the_end(app: Flask) -> Iterator[None]:
    """The books are right after every test."""
    yield
    assert audit.findings() == []


def test_the_partner_brings_what_is_ours() -> None:
    part = paid(HOLDING, S.DELIVERED)
    at = queries.at_partner()
    assert (at.balance_dong, at.pending_dong, at.ours_dong) == (500_000, EARNING, COMMISSION + TAX)
    notice = bank_pays_in(COMMISSION + TAX, "doi tac quyet toan")
    mark_as_moved(notice.id, by=an_administrator())
    assert stands(at_partner=EARNING, bank=COMMISSION + TAX, unmatched=0)
    assert queries.at_partner().ours_dong == 0
    release(part)
    assert queries.at_partner().payable_dong == EARNING


def test_more_than_the_partner_has_is_not_its() -> None:
    paid(HOLDING)
    notice = bank_pays_in(500_001, "doi tac quyet toan")
    with pytest.raises(NotAtPartner), db.session.begin_nested():
        mark_as_moved(notice.id, by=an_administrator())
    assert stands(unmatched=500_001)


def test_what_stands_at_the_partner_is_each_ones() -> None:
    paid(HOLDING)
    pay(placed(HOLDING), 100_000)
    operations.refuse(part := paid(HOLDING), by=owner_of(part), reason="Hết hàng")
    with held(HOLDING):
        bank_pays_in(70_000, "khong ro")
    at = queries.at_partner()
    assert (at.held_dong, at.refunds_dong, at.unplaced_dong, at.ours_dong) == (600_000, 500_000, 70_000, 0)


def test_an_account_of_its_own_tells_both_tills_apart() -> None:
    part = placed(HOLDING)
    with held(HOLDING, partner_account="998877", partner_holder="DOI TAC"):
        memo = payment_of(db.session.get_one(Order, part.order_id)).memo
        transfer = transfer_for(payment_of(db.session.get_one(Order, part.order_id)), Holding.PARTNER)
        assert (transfer.account, transfer.holder) == ("998877", "DOI TAC")
        bank_pays_in(500_000, memo or "", account="998877")
        bank_pays_in(30_000, "tien khac")
    assert stands(at_partner=500_000, bank=30_000)


def test_a_payout_waits_for_what_the_partner_does_not_have() -> None:
    part = paid("agent", S.DELIVERED)
    release(part)
    with held(HOLDING):
        assert request_payout(part.vendor_id) is None
        notice = bank_pays_in(EARNING, "cho bu cho doi tac")
        mark_as_moved(notice.id, by=an_administrator())
        assert request_payout(part.vendor_id).amount_dong == EARNING


def test_orders_of_every_way_stand_beside_each_other(app: Flask) -> None:
    for holding in ("agent", "partner"):
        paid(holding, S.DELIVERED)
        paid(holding)
    a_direct_part(status=S.DELIVERED)
    a_direct_part(received=False)
    rows = {row.holding: (row.unpaid, row.under_way) for row in queries.still_open()}
    assert rows == {Holding.AGENT: (0, 2), Holding.PARTNER: (0, 2), Holding.DIRECT: (1, 2)}
    told = app.test_cli_runner().invoke(args=["market", "holding"])
    assert told.exit_code == 1
    assert "before  direct: 1 unpaid, 2 parts under way" in told.output
