"""Keeping, reading and forgetting the wishes that go with orders."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from marketplace import clock, outbox
from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from orders.events import InvoiceNamed
from orders.kinds import ENDED_UNSOLD, ON_THE_SHELF
from orders.locking import lock_order
from orders.models import Order, VendorOrder
from orders.wishes.models import OrderWish


class TooLateForInvoice(MoveNotAllowed):
    """Goods were sent, with the papers that go along with them, or nothing of the order is left."""

    sentence = _l("Hàng đã gửi nên thông tin hóa đơn không đổi được ở đây nữa. Hãy nhắn cho nhà sản xuất.")


@dataclass(frozen=True)
class Invoice:
    """For whom invoices are made out; empty words mean that none was asked for."""

    invoice_name: str = ""
    invoice_tax_code: str = ""
    invoice_address: str = ""
    invoice_email: str = ""


@dataclass(frozen=True)
class Wishes(Invoice):
    """What the buyer filled in; empty words mean that it was not asked for."""

    is_gift: bool = False
    gift_note: str = ""


NO_WISHES = Wishes()


def keep_wishes(order: Order, wishes: Wishes) -> None:
    """Write down the wishes of an order that was just written; one without any has no row."""
    if wishes != NO_WISHES:
        db.session.add(OrderWish(order_id=order.id, **asdict(wishes)))


def name_invoice(order_id: int, invoice: Invoice) -> None:
    """Name or change for whom the invoices of an order are made out, or take it back; its vendors are told.

    Nothing happens when it is so already. Raises TooLateForInvoice once a part has left its vendor.
    """
    order = lock_order(order_id)
    parts = db.session.scalars(select(VendorOrder).where(VendorOrder.order_id == order.id)).all()
    if not may_name_invoice(parts):
        raise TooLateForInvoice
    wish = db.session.get(OrderWish, order.id, populate_existing=True) or OrderWish(order_id=order.id)
    said = asdict(invoice)
    if all((getattr(wish, name) or "") == words for name, words in said.items()):
        return
    for name, words in said.items():
        setattr(wish, name, words)
    db.session.add(wish)
    db.session.flush()
    outbox.record(InvoiceNamed(order.id, clock.now().isoformat()))


def may_name_invoice(parts: Sequence[VendorOrder]) -> bool:
    """Whether nothing of the order has left its vendor, and something still will."""
    standing = [part.status for part in parts if part.status not in ENDED_UNSOLD or part.shipped_at]
    return bool(standing) and all(status in ON_THE_SHELF for status in standing)


def wishes_of(order_ids: Collection[int]) -> dict[int, OrderWish]:
    """Give the wishes by order, of those that have some."""
    found = select(OrderWish).where(OrderWish.order_id.in_(order_ids))
    return {wish.order_id: wish for wish in db.session.scalars(found)} if order_ids else {}


def forget_wishes(user_id: int) -> None:
    """Forget what a person who leaves asked for."""
    theirs = select(Order.id).where(Order.buyer_id == user_id)
    db.session.execute(delete(OrderWish).where(OrderWish.order_id.in_(theirs)))
