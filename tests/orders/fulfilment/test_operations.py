"""From the answer to the door: what each step means for the shelf, the books and the history."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from marketplace.ledger import audit as ledger_audit
from marketplace.ledger.chart import AccountKind, AccountName, market, of_vendor
from marketplace.ledger.queries import balance
from marketplace.outbox import OutboxMessage
from marketplace.settings import settings
from orders.fulfilment import operations
from orders.fulfilment.sending import CarrierMissing
from orders.kinds import VENDOR_ORDER_MOVES, PaymentMethod, VendorOrderStatus
from orders.models import StatusChange, VendorOrder
from orders.payments.models import Refund, RefundStatus
from orders.steps import ReasonMissing
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_listing, the_stock
from tests.factories.orders import a_shop
from vendors import audit as market_audit

S = VendorOrderStatus
TRANSFER, CASH = PaymentMethod.TRANSFER, PaymentMethod.CASH


@pytest.fixture(autouse=True)
def _books_are_right(app):
    """Every test here ends with right books and right shelves."""
    yield
    db.session.flush()
    assert ledger_audit.findings() == []
    assert market_audit.findings() == []


def facts() -> list[str]:
    return list(db.session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)))


def history(part: VendorOrder) -> list[tuple[S | None, S, str]]:
    steps = select(StatusChange).where(StatusChange.vendor_order_id == part.id).order_by(StatusChange.id)
    return [(step.from_status, step.to_status, step.reason) for step in db.session.scalars(steps)]


def of(kind: AccountKind, part: VendorOrder) -> AccountName:
    return of_vendor(kind, part.vendor_id)


def refund_of(part: VendorOrder) -> Refund | None:
    return db.session.scalar(select(Refund).where(Refund.vendor_order_id == part.id))


@pytest.mark.parametrize("status", [S.ACCEPTED, S.PACKED, S.SHIPPED, S.DELIVERED])
def test_each_step_is_recorded_in_the_history_and_as_a_fact(status) -> None:
    part = a_part(status=status)
    assert history(part)[-1][1] is status
    assert facts()[-1] == f"VendorOrder{status.value.title()}"


def test_packing_takes_the_goods_off_the_shelf_once() -> None:
    listing = a_listing(a_shop(), stock=10)
    part = a_part(listing, quantity=3, status=S.ACCEPTED)
    assert (the_stock(listing.variants[0]).on_hand, the_stock(listing.variants[0]).reserved) == (10, 3)
    operations.pack(part, by=owner_of(part))
    with pytest.raises(MoveNotAllowed):
        operations.pack(part, by=owner_of(part))
    assert (the_stock(listing.variants[0]).on_hand, the_stock(listing.variants[0]).reserved) == (7, 0)


def test_a_carrier_needs_a_name_and_nothing_happens_without() -> None:
    part = a_part(status=S.PACKED)
    with pytest.raises(CarrierMissing):
        operations.ship(part, by=owner_of(part), carrier="  ")
    assert part.status is S.PACKED
    operations.ship(part, by=owner_of(part), carrier=" Viettel Post ", tracking_code=" 6217 ")
    assert (part.carrier, part.tracking_code) == ("Viettel Post", "6217")
    assert part.shipped_at is not None


def test_a_delivered_transfer_is_earned_and_held() -> None:
    part = a_part(status=S.SHIPPED, method=TRANSFER)
    assert balance(market(AccountKind.HELD)) == part.total_dong
    with clock.at(clock.now()):
        operations.deliver(part, by=owner_of(part))
        assert part.release_at == clock.now() + timedelta(days=settings().hold_days)
    assert balance(market(AccountKind.HELD)) == 0
    assert balance(of(AccountKind.VENDOR_PENDING, part)) == part.earning_dong
    assert balance(of(AccountKind.VENDOR_PAYABLE, part)) == 0
    assert balance(market(AccountKind.COMMISSION)) == part.commission_dong > 0


def test_of_cash_the_vendor_owes_the_commission() -> None:
    part = a_part(status=S.DELIVERED, method=CASH)
    assert balance(of(AccountKind.VENDOR_DEBT, part)) == part.commission_dong > 0
    assert balance(of(AccountKind.VENDOR_PENDING, part)) == 0
    assert balance(market(AccountKind.HELD)) == 0


def test_delivering_twice_earns_once() -> None:
    part = a_part(status=S.DELIVERED, method=TRANSFER)
    with pytest.raises(MoveNotAllowed):
        operations.deliver(part, by=None)
    assert balance(of(AccountKind.VENDOR_PENDING, part)) == part.earning_dong


def test_refusing_needs_a_reason() -> None:
    part = a_part()
    with pytest.raises(ReasonMissing):
        operations.refuse(part, by=owner_of(part), reason=" ")
    assert part.status is S.PLACED


@pytest.mark.parametrize("status", [S.PLACED, S.ACCEPTED])
def test_a_refused_transfer_is_refunded_and_its_goods_are_free(status) -> None:
    listing = a_listing(a_shop(), stock=5)
    part = a_part(listing, quantity=5, method=TRANSFER, status=status)
    operations.refuse(part, by=owner_of(part), reason="Hết hàng mùa này")
    assert the_stock(listing.variants[0]).available == 5
    refund = refund_of(part)
    assert (refund.amount_dong, refund.status) == (part.total_dong, RefundStatus.ACCOUNT_NEEDED)
    assert balance(market(AccountKind.REFUNDS_DUE)) == part.total_dong
    assert history(part)[-1] == (status, S.REFUSED, "Hết hàng mùa này")
    assert facts()[-2:] == ["RefundDue", "VendorOrderRefused"]


def test_a_refused_part_in_cash_moves_no_money() -> None:
    part = a_part()
    operations.refuse(part, by=owner_of(part), reason="Hết hàng")
    assert refund_of(part) is None
    assert balance(market(AccountKind.REFUNDS_DUE)) == 0


def test_a_parcel_that_comes_back_is_on_the_shelf_again_and_refunded() -> None:
    listing = a_listing(a_shop(), stock=5)
    part = a_part(listing, quantity=2, status=S.SHIPPED, method=TRANSFER)
    with pytest.raises(ReasonMissing):
        operations.turn_back(part, by=owner_of(part), reason="")
    operations.turn_back(part, by=owner_of(part), reason="Khách không nghe máy")
    assert refund_of(part) is None
    assert the_stock(listing.variants[0]).on_hand == 3
    operations.take_back(part, by=owner_of(part))
    assert the_stock(listing.variants[0]).on_hand == 5
    assert refund_of(part).amount_dong == part.total_dong
    assert part.status is S.RETURNED


def test_a_part_that_waits_for_its_money_is_not_the_vendors_yet() -> None:
    part = a_part(method=TRANSFER, paid=False)
    for act in (operations.accept, operations.pack):
        with pytest.raises(MoveNotAllowed):
            act(part, by=owner_of(part))
    with pytest.raises(MoveNotAllowed):
        operations.refuse(part, by=owner_of(part), reason="Hết hàng")
    assert part.status is S.PLACED


ACTS = {
    S.ACCEPTED: lambda part, by: operations.accept(part, by=by),
    S.REFUSED: lambda part, by: operations.refuse(part, by=by, reason="Hết hàng"),
    S.PACKED: lambda part, by: operations.pack(part, by=by),
    S.SHIPPED: lambda part, by: operations.ship(part, by=by, carrier="Viettel Post"),
    S.DELIVERED: lambda part, by: operations.deliver(part, by=by),
    S.RETURNING: lambda part, by: operations.turn_back(part, by=by, reason="Khách đi vắng"),
    S.RETURNED: lambda part, by: operations.take_back(part, by=by),
}


@pytest.mark.parametrize("start", [S.PLACED, S.ACCEPTED, S.PACKED, S.SHIPPED, S.DELIVERED])
@pytest.mark.parametrize("goal", list(ACTS))
def test_only_the_moves_of_the_table_are_made(start, goal) -> None:
    part = a_part(status=start, method=TRANSFER)
    if goal in VENDOR_ORDER_MOVES[start]:
        ACTS[goal](part, owner_of(part))
        assert part.status is goal
    else:
        with pytest.raises(MoveNotAllowed):
            ACTS[goal](part, owner_of(part))
        assert part.status is start
