"""What is said of money that goes straight to a vendor, and back: to the buyer and to whoever looks after its money.

Called by the subscriptions, ids only. Each letter is written in its reader's language and told once.
"""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.letters import write
from marketplace.notices.operations import tell
from orders.direct.models import DirectPayment, RefundStep, StepKind
from orders.direct.queries import parts_of
from orders.models import Order, VendorOrder
from orders.payments.models import Refund, RefundWay
from vendors.models import Member, MemberRole

MONEY_ROLES = (MemberRole.OWNER, MemberRole.MANAGER, MemberRole.ACCOUNTANT)
TOLD_BUYER = {StepKind.GIVEN_BACK, StepKind.NEVER_CAME, StepKind.SETTLED}
TOLD_VENDOR = {StepKind.ACCOUNT, StepKind.IN_CASH, StepKind.CONFIRMED, StepKind.OBJECTED, StepKind.SETTLED}


def tell_vendor_awaited(vendor_order_id: int) -> None:
    """Tell the vendor of a part whose money will come to its account, and under which memo."""
    _tell_vendor_of_transfer(vendor_order_id, "awaited")


def tell_vendor_claimed(vendor_order_id: int) -> None:
    """Tell the vendor that the buyer says to have paid: it looks, and answers."""
    _tell_vendor_of_transfer(vendor_order_id, "claimed")


def tell_buyer_received(vendor_order_id: int) -> None:
    """Tell the buyer that the vendor has the money."""
    _tell_buyer_of_transfer(vendor_order_id, "received")


def tell_buyer_not_seen(vendor_order_id: int) -> None:
    """Tell the buyer that the vendor does not see the money, and until when to look again."""
    _tell_buyer_of_transfer(vendor_order_id, "not_seen")


def tell_vendor_owes(refund_id: int) -> None:
    """Tell the vendor that it has to give money back; what the market gives back itself is not its business."""
    refund = _refund(refund_id)
    if refund.way is RefundWay.VENDOR:
        part = _part(parts_of([refund])[refund.id].id)
        link = f"/seller/money/refunds/{refund.reference}"
        _tell_vendor(part, f"vendor-refund/{refund.id}", "owes", link, refund=refund)


def tell_of_step(refund_step_id: int) -> None:
    """Tell the other side what was said of money that a vendor gives back."""
    step = db.session.get_one(RefundStep, refund_step_id)
    refund = _refund(step.refund_id)
    part = _part(parts_of([refund])[refund.id].id)
    said = {"refund": refund, "step": step, "kind": step.kind.value}
    if step.kind in TOLD_VENDOR:
        link = f"/seller/money/refunds/{refund.reference}"
        _tell_vendor(part, f"vendor-refund-step/{step.id}", "refund_said", link, **said)
    if step.kind in TOLD_BUYER:
        _tell_buyer(part, f"refund-step/{step.id}", "refund_answered", **said)


def _tell_vendor_of_transfer(vendor_order_id: int, name: str) -> None:
    part, payment = _part(vendor_order_id), _payment(vendor_order_id)
    key = f"direct-{name}/{payment.id}/{payment.claimed_at or ''}"
    _tell_vendor(part, key, name, f"/seller/orders/{part.number}", payment=payment)


def _tell_buyer_of_transfer(vendor_order_id: int, name: str) -> None:
    payment = _payment(vendor_order_id)
    _tell_buyer(_part(vendor_order_id), f"direct-{name}/{payment.id}/{payment.denied_at or ''}", name, payment=payment)


def _tell_vendor(part: VendorOrder, key: str, name: str, link: str, **context: Any) -> None:
    for person in db.session.scalars(_people_of(part)):
        letter = write(f"direct/vendor_{name}", person.locale, part=part, person=person, link=link, **context)
        tell(key, letter, user=person, mail_to=person.email, link=link)


def _tell_buyer(part: VendorOrder, key: str, name: str, **context: Any) -> None:
    order, buyer = part.order, part.order.buyer
    link = f"/orders/{order.number}" + ("" if buyer else f"?key={order.access_token}")
    locale = buyer.locale if buyer else order.locale
    letter = write(f"direct/{name}", locale, part=part, order=order, link=link, **context)
    tell(key, letter, user=buyer, mail_to=order.email or (buyer.email if buyer else None), link=link)


def _people_of(part: VendorOrder) -> Select[User]:
    members = select(User).join(Member, Member.user_id == User.id).where(Member.vendor_id == part.vendor_id)
    return members.where(Member.role.in_(MONEY_ROLES), User.active).order_by(User.id)


def _part(vendor_order_id: int) -> VendorOrder:
    order = joinedload(VendorOrder.order).joinedload(Order.buyer)
    query = select(VendorOrder).where(VendorOrder.id == vendor_order_id)
    return db.session.scalars(query.options(order, joinedload(VendorOrder.vendor))).one()


def _payment(vendor_order_id: int) -> DirectPayment:
    return db.session.scalars(select(DirectPayment).where(DirectPayment.vendor_order_id == vendor_order_id)).one()


def _refund(refund_id: int) -> Refund:
    return db.session.get_one(Refund, refund_id)
