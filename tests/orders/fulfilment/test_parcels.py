"""A part in several parcels: what has gone and what has not, settled once for the whole, told once for each."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from marketplace.gateways.carriers.protocol import ParcelStage
from marketplace.ledger import audit as ledger_audit
from marketplace.ledger.chart import AccountKind, market, of_vendor
from marketplace.ledger.queries import balance
from orders.carriers.models import NoticeFate
from orders.credits.operations import MoreThanLeft, NotYetSold
from orders.fulfilment import operations, parcels
from orders.fulfilment.operations import SomeHasArrived, StillToSend
from orders.fulfilment.sending import MoreThanUnsent, NothingToSend, NotInOneParcel, ParcelWasSent
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import OrderLine, VendorOrder
from orders.payments.models import Refund
from orders.shipments.models import Shipment
from orders.steps import ReasonMissing
from tests.factories.carriers import hear, the_carrier
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from vendors import audit as market_audit
from vendors.stock.models import StockItem as Stock

S = VendorOrderStatus
TRANSFER = PaymentMethod.TRANSFER
Acts = list[tuple[str, int]]


@pytest.fixture(autouse=True)
def _books_are_right(app) -> Iterator[None]:
    yield
    db.session.flush()
    assert ledger_audit.findings() == []
    assert market_audit.findings() == []


def packed(*quantities: int, method: PaymentMethod = TRANSFER) -> VendorOrder:
    """A packed part of so many jars of each of some goods, for 100.000 ₫ each."""
    shop = a_shop()
    listings = [a_listing(shop, f"Hàng {place}", price_dong=100_000, stock=20) for place in range(len(quantities))]
    return a_part(*listings, quantity=quantities[0], status=S.PACKED, method=method)


def lines_of(part: VendorOrder) -> list[OrderLine]:
    query = select(OrderLine).where(OrderLine.vendor_order_id == part.id).order_by(OrderLine.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def send(part: VendorOrder, *quantities: int, place: int | None = None) -> Shipment:
    """Send so many of the part's lines in one parcel; without quantities all that is left."""
    chosen = (
        {line.id: quantity for line, quantity in zip(lines_of(part), quantities, strict=True)} if quantities else None
    )
    return operations.ship(part, by=owner_of(part), carrier="Viettel Post", quantities=chosen, place=place)


def cut(part: VendorOrder, quantity: int, *, delivery: bool = False) -> None:
    chosen = {lines_of(part)[0].id: quantity}
    parcels.credit_or_cut(part, quantities=chosen, delivery=delivery, reason="Hết hàng", by=owner_of(part))


def arrive(part: VendorOrder, parcel: Shipment) -> None:
    parcels.arrive(part, parcel, by=owner_of(part))


def come_back(part: VendorOrder, parcel: Shipment) -> None:
    parcels.come_back(part, parcel, by=owner_of(part), reason="Không ai nghe máy")


def pending(part: VendorOrder) -> int:
    return balance(of_vendor(AccountKind.VENDOR_PENDING, part.vendor_id))


def test_it_is_shipped_with_the_first_and_delivered_and_settled_with_the_last() -> None:
    part = packed(2, 2)
    first = send(part, 2, 1)
    assert (part.status, first.number) == (S.SHIPPED, f"{part.number}-K1")
    second = send(part)
    assert [line.shipped_quantity for line in lines_of(part)] == [2, 2]
    arrive(part, first)
    assert (part.status, pending(part)) == (S.SHIPPED, 0)
    arrive(part, second)
    assert (part.status, pending(part)) == (S.DELIVERED, part.earning_dong)


def test_while_something_is_still_to_be_sent_nobody_has_it_all() -> None:
    part = packed(3)
    send(part, 2)
    with pytest.raises(StillToSend), db.session.begin_nested():
        operations.deliver(part, by=None)
    db.session.refresh(part)
    assert part.status is S.SHIPPED
    send(part)
    operations.deliver(part, by=None)
    assert db.session.scalars(select(Shipment).where(Shipment.delivered_at.is_(None))).all() == []


@pytest.mark.parametrize("first", ["cut", "arrived"])
def test_what_is_left_is_cut_and_the_rest_is_delivered(first: str) -> None:
    part = packed(5)
    parcel = send(part, 3)
    acts = [lambda: cut(part, 2), lambda: arrive(part, parcel)]
    for act in acts if first == "cut" else acts[::-1]:
        act()
    assert part.status is S.DELIVERED
    assert pending(part) == part.left.earning_dong < part.earning_dong
    assert db.session.scalars(select(Refund.amount_dong)).one() == 200_000
    assert the_stock_of(part) == 17


def test_only_what_was_not_sent_is_cut() -> None:
    part = packed(5)
    send(part, 3)
    with pytest.raises(MoreThanLeft):
        cut(part, 3)
    send(part)
    with pytest.raises(MoveNotAllowed):
        cut(part, 1)


def test_no_more_goes_than_is_left() -> None:
    part = packed(3)
    cut(part, 1)
    for wrong, refusal in ((3, MoreThanUnsent), (-1, MoreThanUnsent), (0, NothingToSend)):
        with pytest.raises(refusal), db.session.begin_nested():
            send(part, wrong)
    db.session.refresh(part)
    with pytest.raises(MoreThanUnsent), db.session.begin_nested():
        operations.ship(part, by=owner_of(part), carrier="VNPost", quantities={0: 1})
    db.session.refresh(part)
    send(part, 2)
    with pytest.raises(MoveNotAllowed):
        send(part)


@pytest.mark.parametrize("column", ["shipped_quantity", "cut_quantity"])
def test_the_database_holds_it_too(column: str) -> None:
    part = packed(3)
    send(part, 2)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(OrderLine).values({column: 4}))


def test_a_second_click_sends_nothing_twice() -> None:
    part = packed(4)
    send(part, 1, place=1)
    with pytest.raises(ParcelWasSent):
        send(part, 1, place=1)
    assert lines_of(part)[0].shipped_quantity == 1


def test_what_came_back_is_sent_anew_or_cut() -> None:
    part = packed(4)
    first, second = send(part, 2), send(part, 2)
    come_back(part, first)
    assert lines_of(part)[0].unsent_quantity == 2
    for again in (lambda: come_back(part, first), lambda: arrive(part, first)):
        with pytest.raises(MoveNotAllowed):
            again()
    third = send(part, 1)
    assert third.place == 3
    arrive(part, second)
    arrive(part, third)
    assert part.status is S.SHIPPED
    cut(part, 1)
    assert (part.status, the_stock_of(part)) == (S.DELIVERED, 17)


def test_all_that_came_back_is_not_cut_but_returned() -> None:
    part = packed(2)
    come_back(part, send(part))
    with pytest.raises(NotYetSold):
        cut(part, 2)
    operations.turn_back(part, by=owner_of(part), reason="Khách đổi ý")
    operations.take_back(part, by=owner_of(part))
    assert (part.status, the_stock_of(part)) == (S.RETURNED, 20)
    assert balance(market(AccountKind.REFUNDS_DUE)) == part.total_dong


def test_of_what_has_arrived_in_part_not_all_turns_back() -> None:
    part = packed(2)
    first, second = send(part, 1), send(part, 1)
    arrive(part, first)
    with pytest.raises(SomeHasArrived), db.session.begin_nested():
        operations.turn_back(part, by=owner_of(part), reason="Khách đi vắng")
    db.session.refresh(part)
    with pytest.raises(ReasonMissing):
        parcels.come_back(part, second, by=owner_of(part), reason=" ")


def test_the_markets_carrier_takes_it_whole_and_tells_of_the_whole() -> None:
    part = packed(2, method=PaymentMethod.CASH)
    line, by, ghn = lines_of(part)[0], owner_of(part), the_carrier()
    with pytest.raises(NotInOneParcel), db.session.begin_nested():
        operations.ship(part, by=by, tracking_code="GHN1", market_carrier=ghn, quantities={line.id: 1})
    db.session.refresh(part)
    parcel = operations.ship(part, by=by, tracking_code="ghn1", market_carrier=ghn, quantities={line.id: 2})
    assert (parcel.carrier, parcel.tracking_code) == (ghn.name, "GHN1")
    for wrong in (
        lambda: parcels.come_back(part, parcel, by=by, reason="về"),
        lambda: parcels.tell_code(part, parcel, carrier="VNPost", tracking_code="X", by=by),
    ):
        with pytest.raises((parcels.GoesWhole, parcels.CodeIsTheCarriers)):
            wrong()
    assert hear(part, ParcelStage.DELIVERED).fate is NoticeFate.MOVED
    db.session.refresh(parcel)
    assert parcel.delivered_at is not None


def test_what_went_in_part_no_carrier_of_the_market_takes_on() -> None:
    part = packed(2)
    send(part, 1)
    with pytest.raises(NotInOneParcel):
        operations.ship(part, by=owner_of(part), tracking_code="GHN2", market_carrier=the_carrier())


def test_a_code_is_corrected_while_the_parcel_is_on_its_way() -> None:
    part = packed(2)
    first = send(part)
    parcels.tell_code(part, first, carrier="VNPost", tracking_code=" EB1 ", by=owner_of(part))
    assert (first.tracking_code, part.carrier) == ("EB1", "VNPost")
    arrive(part, first)
    with pytest.raises(MoveNotAllowed):
        parcels.tell_code(part, first, carrier="VNPost", tracking_code="EB2", by=owner_of(part))


@hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    quantity=st.integers(1, 5),
    acts=st.lists(
        st.tuples(st.sampled_from(["send", "cut", "arrive", "back", "deliver"]), st.integers(1, 3)), max_size=8
    ),
)
def test_whatever_is_sent_cut_and_comes_back_the_books_are_right(
    app, quantity: int, acts: list[tuple[str, int]]
) -> None:
    part = packed(quantity)
    verbs = {
        "send": lambda so_many: send(part, so_many),
        "cut": lambda so_many: cut(part, so_many),
        "arrive": lambda so_many: [arrive(part, parcel) for parcel in open_parcels(part)[:so_many]],
        "back": lambda so_many: [come_back(part, parcel) for parcel in open_parcels(part)[:so_many]],
        "deliver": lambda _: operations.deliver(part, by=None),
    }
    for act, so_many in acts:
        try:
            with db.session.begin_nested():
                verbs[act](so_many)
        except (MoveNotAllowed, MoreThanLeft, MoreThanUnsent):
            db.session.refresh(part)
    assert ledger_audit.findings() == []
    if part.status is S.DELIVERED:
        assert pending(part) == part.left.earning_dong
        assert sum(line.shipped_quantity + line.cut_quantity for line in lines_of(part)) == quantity


def open_parcels(part: VendorOrder) -> Sequence[Shipment]:
    is_open = (Shipment.delivered_at.is_(None), Shipment.returned_at.is_(None))
    query = select(Shipment).where(Shipment.vendor_order_id == part.id, *is_open).order_by(Shipment.place)
    return db.session.scalars(query).all()


def the_stock_of(part: VendorOrder) -> int:
    [line] = lines_of(part)
    return db.session.scalars(select(Stock.on_hand).where(Stock.variant_id == line.variant_id)).one()
