"""From a cart to a placed order."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from marketplace import clock, outbox
from marketplace.accounts.operations import UnknownCommune
from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.places.models import Commune
from marketplace.places.queries import find_commune
from marketplace.settings import settings
from orders import queries
from orders.carts.contents import CartContents, Trouble
from orders.carts.models import Cart
from orders.carts.operations import take_out
from orders.carts.queries import contents
from orders.checkout.assembly import Agreement, DeliverTo, Terms, assemble
from orders.checkout.errors import (
    CartChanged,
    NotDeliveredThere,
    NothingToOrder,
    NotReady,
    PickupTimeMissing,
    PriceChanged,
    ShipsOtherwise,
    TooFarForFresh,
)
from orders.checkout.pricing import PartQuote, Quote
from orders.checkout.queries import quote_of
from orders.coupons.cutting import Standing
from orders.coupons.queries import standings_in
from orders.coupons.using import CouponNotUsable, use
from orders.direct import operations as direct
from orders.events import OrderPlaced
from orders.kinds import Holding, PaymentMethod
from orders.models import Order, OrderLine, VendorOrder
from orders.payments.begin import begin
from orders.routing import announce
from orders.taxes.queries import rules_on
from orders.wishes.operations import Wishes, keep_wishes
from vendors.commissions.queries import rules_at
from vendors.delivery.models import DeliveryKind
from vendors.stock import operations as stock
from vendors.stock.models import Reservation

TRIES_FOR_A_NUMBER = 3
NUMBER_TAKEN = "uq_customer_order_number"


def place_order(
    cart: Cart,
    *,
    vendors_chosen: Collection[int],
    deliver_to: DeliverTo,
    choices: Mapping[int, DeliveryKind],
    method: PaymentMethod,
    checkout_key: UUID,
    seen_total_dong: int,
    seen_days: Mapping[int, str] | None = None,
) -> Order:
    """Place the order of these vendors' groups once per checkout key: every line is held, or nothing happens.

    `choices` says by vendor id how the goods are brought. A repeat with the same key gives the first order. Raises
    NothingToOrder, NotReady, NotDeliveredThere, TooFarForFresh, PickupTimeMissing and UnknownCommune for what cannot
    be ordered so; PriceChanged when the total is not the one that the buyer saw, ShipsOtherwise when a day is not
    (`seen_days`, by vendor id); OutOfStock naming each line that is short; CartChanged when the same lines are being
    ordered elsewhere; CouponNotUsable when a coupon that was counted on applies no more. After a refusal the
    transaction must be rolled back.
    """
    try:
        quote = _quoted(cart, vendors_chosen, deliver_to=deliver_to, choices=choices, seen_total_dong=seen_total_dong)
        _refuse_days_not_seen(quote, seen_days)
    except Refusal:
        if earlier := queries.placed_with(checkout_key):
            return earlier
        raise
    now, holding = clock.now(), Holding(settings().holding)
    is_routed = method is PaymentMethod.CASH
    agreement = Agreement(checkout_key, cart.user_id, deliver_to, method, holding, now, is_routed)
    order, is_first = _write_once(quote, agreement)
    if is_first:
        _hold_and_begin(order, cart, quote, deliver_to.wishes)
    return order


def _quoted(
    cart: Cart,
    vendors_chosen: Collection[int],
    *,
    deliver_to: DeliverTo,
    choices: Mapping[int, DeliveryKind],
    seen_total_dong: int,
) -> Quote:
    """What the buyer has seen, at the prices of now; the buyer's own standing to coupons is read when it matters."""
    destination = _destination(deliver_to)
    group = _orderable(cart, vendors_chosen)
    price = partial(quote_of, group, destination=destination, choices=choices, pickups=deliver_to.pickups)
    quote = price(coupons=[Standing(each) for each in cart.coupons])
    if cart.coupons and quote.total_dong != seen_total_dong:
        quote = price(coupons=standings_in(cart.id, buyer_id=cart.user_id, phone=deliver_to.phone))
    _refuse_what_was_not_seen(quote, choices, seen_total_dong)
    return quote


def _destination(deliver_to: DeliverTo) -> Commune:
    commune = find_commune(deliver_to.province_code, deliver_to.commune_code)
    if commune is None:
        raise UnknownCommune(field="commune_code")
    return commune


def _orderable(cart: Cart, vendors_chosen: Collection[int]) -> CartContents:
    """The chosen groups, each of which its vendor takes on; how many are left is the stock's to say."""
    chosen = contents(cart).only(vendors_chosen)
    if not chosen.groups:
        raise NothingToOrder
    for group in chosen.groups:
        if not group.taken_on or any(item.trouble is Trouble.GONE for item in group.items):
            raise NotReady(group)
    return chosen


def _refuse_what_was_not_seen(quote: Quote, choices: Mapping[int, DeliveryKind], seen_total_dong: int) -> None:
    for part in quote.parts:
        if part.chosen is None:
            raise NotDeliveredThere(part.group.vendor.name)
        if part.too_far:
            raise TooFarForFresh(part.too_far[0], part.chosen.days_most)
        if part.chosen.kind is not choices.get(part.group.vendor.id):
            raise PriceChanged
        _refuse_without_time(part)
    if quote.total_dong != seen_total_dong:
        for cut in quote.cuts:
            if cut.obstacle:
                raise CouponNotUsable(cut.coupon, cut.sentence)
        raise PriceChanged


def _refuse_without_time(part: PartQuote) -> None:
    if part.lacks_time:
        raise PickupTimeMissing(part.group.vendor.name)


def _refuse_days_not_seen(quote: Quote, seen_days: Mapping[int, str] | None) -> None:
    """Compare from when each part is sent with what the page said; a caller without a page has seen everything."""
    for part in quote.parts:
        day = part.group.ships_from
        if seen_days is not None and seen_days.get(part.group.vendor.id, "") != (day.isoformat() if day else ""):
            raise ShipsOtherwise


def _write_once(quote: Quote, agreement: Agreement) -> tuple[Order, bool]:
    """Write the order, or read the one that was written under the same key meanwhile; say which of both it is.

    Two clicks at once meet at the unique index: the second waits there for the first.
    """
    terms = Terms(rules_at(agreement.at), rules_on(clock.in_vietnam(agreement.at).date()))
    for _ in range(TRIES_FOR_A_NUMBER):
        order = assemble(quote, agreement, terms)
        try:
            with db.session.begin_nested():
                db.session.add(order)
        except IntegrityError as error:
            if earlier := queries.placed_with(agreement.checkout_key):
                return earlier, False
            if NUMBER_TAKEN not in str(error):
                raise
        else:
            return order, True
    raise CartChanged


def _hold_and_begin(order: Order, cart: Cart, quote: Quote, wishes: Wishes) -> None:
    """Take the lines out of the cart, hold the stock, begin the payment; cash is routed at once.

    The coupons come last: all buyers of a day may wait for one.
    """
    lines = [(part, line) for part in order.vendor_orders for line in part.lines]
    if take_out(cart, [line.variant_id for _, line in lines]) != len(lines):
        raise CartChanged
    keep_wishes(order, wishes)
    payment = begin(order)
    held = stock.reserve(
        {line.variant_id: line.quantity for _, line in lines},
        held_for={line.variant_id: part.held_for for part, line in lines},
        ends_at=payment.expires_at,
    )
    _refuse_other_days(lines, held)
    if order.method is PaymentMethod.CASH:
        announce(order.vendor_orders)
    elif order.holding is Holding.DIRECT:
        direct.begin(order, order.vendor_orders)
    outbox.record(OrderPlaced(order.id))
    use(order, quote.cuts, cart)
    db.session.flush()


def _refuse_other_days(lines: Sequence[tuple[VendorOrder, OrderLine]], held: Sequence[Reservation]) -> None:
    """Compare what was held with what the buyer was told; the days were read before anything was held."""
    told = sorted(line.ships_from for _, line in lines if line.ships_from)
    if told != sorted(each.expected_on for each in held if each.expected_on):
        raise ShipsOtherwise
