"""What is said of orders: to the buyer of the whole, to each vendor of its own part. Called by the subscriptions.

Each letter is written in its reader's language and named by what it tells, so that nobody is told twice. A vendor hears
nothing of a part that it was not given, and reads nothing of who the buyer is.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.banks import bank_by_bin
from marketplace.letters import write
from marketplace.notices.operations import tell
from orders.answering.links import answer_link
from orders.credits.queries import note_with_part
from orders.kinds import ON_THE_SHELF, VendorOrderStatus
from orders.models import Order, StatusChange, VendorOrder
from orders.payments.accounts import account_of
from orders.payments.gateways import NAMES as GATEWAY_NAMES
from orders.payments.models import Refund
from orders.queries import payment_of
from orders.shipments.queries import parcel_with_part
from orders.wishes.operations import wishes_of
from vendors.models import Member, MemberRole

HANDLE_ORDERS = (MemberRole.OWNER, MemberRole.MANAGER, MemberRole.PACKER)


def tell_buyer_placed(order_id: int) -> None:
    """Confirm the order with all its parts and its contract, and for a transfer say how to pay."""
    order = _order(order_id)
    said = {"payment": payment_of(order), "bank": _bank(order), "contract": _address(order, "/contract.pdf")}
    _tell_buyer(order, f"order-placed/{order.id}", "placed", **said)


def tell_buyer_paid(order_id: int) -> None:
    """Say that the transfer has come."""
    order = _order(order_id)
    _tell_buyer(order, f"order-paid/{order.id}", "paid", payment=payment_of(order))


def tell_buyer_expired(order_id: int) -> None:
    """Say that the transfer did not come in time and the order has ended."""
    order = _order(order_id)
    _tell_buyer(order, f"order-expired/{order.id}", "expired", payment=payment_of(order))


def tell_buyer_shipped(shipment_id: int) -> None:
    """Say that a parcel is on its way, or ready to be fetched, what is in it, and what is still to come."""
    parcel = parcel_with_part(shipment_id)
    part = _part(parcel.vendor_order_id)
    rest = [line for line in part.lines if line.unsent_quantity]
    _tell_buyer(part.order, f"parcel-sent/{parcel.id}", "shipped", part=part, parcel=parcel, rest=rest)


def tell_buyer_returning(vendor_order_id: int) -> None:
    """Say that a parcel could not be delivered, why, and that it is on its way back."""
    part = _part(vendor_order_id)
    _tell_buyer(part.order, f"vendor-order-returning/{part.id}", "returning", part=part, reason=_reason(part))


def tell_buyer_ended(vendor_order_id: int) -> None:
    """Say that a part was refused, cancelled or came back, why, and what becomes of the money."""
    part = _part(vendor_order_id)
    refund = db.session.scalar(select(Refund).where(Refund.vendor_order_id == part.id))
    _tell_buyer(part.order, f"vendor-order-ended/{part.id}", "ended", part=part, reason=_reason(part), refund=refund)


def tell_buyer_overpaid(refund_id: int) -> None:
    """Tell of money that came beyond what was due; a part's own refund is told with its end."""
    refund = _refund(refund_id)
    if refund.notice_id is not None:
        _tell_of_refund(refund, f"refund-due/{refund.id}", "overpaid")


def tell_buyer_credited(credit_note_id: int) -> None:
    """Say what was taken off a part and why, and what becomes of the money."""
    note = note_with_part(credit_note_id)
    part = _part(note.vendor_order_id)
    refund = db.session.scalar(select(Refund).where(Refund.credit_note_id == note.id))
    _tell_buyer(part.order, f"credit-note/{note.id}", "credited", part=part, note=note, refund=refund)


def tell_vendor_credited(credit_note_id: int) -> None:
    """Tell the vendor what the market took off its part; what a member of its own did is no news."""
    note = note_with_part(credit_note_id)
    part = _part(note.vendor_order_id)
    own = select(Member.id).where(Member.vendor_id == part.vendor_id, Member.user_id == note.by_id)
    if db.session.scalar(own) is None:
        _tell_vendor(part, "credited", key=f"vendor-credit-note/{note.id}", note=note)


def tell_buyer_refunded(refund_id: int) -> None:
    """Say that money went back."""
    refund = _refund(refund_id)
    _tell_of_refund(refund, f"refund-sent/{refund.id}", "refunded")


def tell_buyer_refund_failed(refund_id: int) -> None:
    """Ask for an account, or for another one: the gateway, or the bank, refused."""
    refund = _refund(refund_id)
    _tell_of_refund(refund, f"refund-failed/{refund.id}/{refund.attempt}", "refund_failed")


def tell_vendor_new(vendor_order_id: int) -> None:
    """Tell the vendor of a part to accept, and until when."""
    _tell_vendor(_part(vendor_order_id), "new")


def tell_vendor_reminder(vendor_order_id: int) -> None:
    """Tell the vendor again of a part that still waits for its answer."""
    part = _part(vendor_order_id)
    if part.status is VendorOrderStatus.PLACED:
        _tell_vendor(part, "reminder")


def tell_vendor_cancelled(vendor_order_id: int) -> None:
    """Tell the vendor that a part it was given needs no work any more."""
    part = _part(vendor_order_id)
    if part.routed_at is not None:
        _tell_vendor(part, "cancelled", reason=_reason(part))


def tell_vendors_invoice(order_id: int, at: str) -> None:
    """Tell each vendor that has a part to send for whom its invoice is to be made out now."""
    order, wish = _order(order_id), wishes_of([order_id]).get(order_id)
    for part in order.vendor_orders:
        if part.routed_at and part.status in ON_THE_SHELF:
            _tell_vendor(part, "invoice", key=f"vendor-order-invoice/{part.id}/{at}", wish=wish)


def _tell_buyer(order: Order, key: str, letter_name: str, **context: Any) -> None:
    buyer = order.buyer
    link = _address(order)
    locale = buyer.locale if buyer else order.locale
    letter = write(f"orders/{letter_name}", locale, order=order, link=link, gateways=GATEWAY_NAMES, **context)
    tell(key, letter, user=buyer, mail_to=order.email or (buyer.email if buyer else None), link=link)


def _address(order: Order, page: str = "") -> str:
    """The address of the order, or of a page below it; a guest's carries the key."""
    return f"/orders/{order.number}{page}" + ("" if order.buyer else f"?key={order.access_token}")


def _tell_of_refund(refund: Refund, key: str, letter_name: str) -> None:
    """Nobody is told of money that has no order: whoever sent it is not known to us."""
    if refund.order_id is not None:
        _tell_buyer(_order(refund.order_id), key, letter_name, refund=refund)


def _tell_vendor(part: VendorOrder, letter_name: str, *, key: str = "", **context: Any) -> None:
    link = f"/seller/orders/{part.number}"
    for person in people_of(part):
        said = {"part": part, "person": person, "link": link, "answer": answer_link(part, person), **context}
        letter = write(f"orders/vendor_{letter_name}", person.locale, **said)
        told = key or f"vendor-order-{letter_name}/{part.id}"
        tell(told, letter, user=person, mail_to=person.email, link=link)


def people_of(part: VendorOrder) -> Sequence[User]:
    """Those who handle the orders of the part's vendor."""
    members = select(User).join(Member, Member.user_id == User.id).where(Member.vendor_id == part.vendor_id)
    return db.session.scalars(members.where(Member.role.in_(HANDLE_ORDERS), User.active).order_by(User.id)).all()


def _order(order_id: int) -> Order:
    parts = selectinload(Order.vendor_orders).options(joinedload(VendorOrder.vendor), selectinload(VendorOrder.lines))
    places = (joinedload(Order.province), joinedload(Order.commune), joinedload(Order.buyer))
    return db.session.scalars(select(Order).where(Order.id == order_id).options(parts, *places)).one()


def _part(vendor_order_id: int) -> VendorOrder:
    order = joinedload(VendorOrder.order).options(
        joinedload(Order.province), joinedload(Order.commune), joinedload(Order.buyer)
    )
    loaded = (order, joinedload(VendorOrder.vendor), selectinload(VendorOrder.lines))
    return db.session.scalars(select(VendorOrder).where(VendorOrder.id == vendor_order_id).options(*loaded)).one()


def _refund(refund_id: int) -> Refund:
    return db.session.get_one(Refund, refund_id)


def _reason(part: VendorOrder) -> str:
    """Why it ended or turned back: the last reason that was given."""
    steps = select(StatusChange.reason).where(StatusChange.vendor_order_id == part.id, StatusChange.reason != "")
    return db.session.scalar(steps.order_by(StatusChange.id.desc()).limit(1)) or ""


def _bank(order: Order) -> dict[str, str]:
    to = account_of(order.holding)
    bank = bank_by_bin(to.bank_bin)
    name = bank.short_name if bank else to.bank_bin
    return {"name": name, "account": to.number, "holder": to.holder}
