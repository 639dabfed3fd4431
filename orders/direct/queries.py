"""Reads of what buyers pay straight to vendors, and of what vendors give back."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.database import db
from marketplace.errors import NotFound
from orders.credits.models import CreditNote
from orders.direct.models import DirectPayment, DirectStatus, RefundStep
from orders.kinds import Holding, VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.payments.models import Refund, RefundStatus, RefundWay
from vendors.models import Vendor
from vendors.payouts.due import usable
from vendors.payouts.models import PayoutAccount

VENDORS_REFUND = Refund.way == RefundWay.VENDOR
OF_PART = func.coalesce(Refund.vendor_order_id, CreditNote.vendor_order_id)
MOST_SHOWN = 50
DISPUTED = (DirectStatus.CLAIMED, DirectStatus.NOT_RECEIVED)


def accounts_of(vendor_ids: Collection[int]) -> dict[int, PayoutAccount]:
    """Give by vendor the verified account to which buyers may pay it; a vendor without one is left out."""
    verified = select(PayoutAccount).where(PayoutAccount.vendor_id.in_(vendor_ids), usable(clock.now()))
    return {account.vendor_id: account for account in db.session.scalars(verified)}


def payment_of(vendor_order: VendorOrder) -> DirectPayment | None:
    """Give the transfer of a part as it is now; None for a part that is not paid so."""
    query = select(DirectPayment).where(DirectPayment.vendor_order_id == vendor_order.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def payments_of(order: Order) -> dict[int, DirectPayment]:
    """Give the transfers of an order's parts by the part's id; none is looked for in an order that is paid to us."""
    if order.holding is not Holding.DIRECT:
        return {}
    query = select(DirectPayment).where(DirectPayment.vendor_order_id.in_([part.id for part in order.vendor_orders]))
    return {payment.vendor_order_id: payment for payment in db.session.scalars(query)}


def refunds_by(vendor: Vendor) -> Select[Refund]:
    """Select what this vendor gives back to buyers: what is open first, the oldest of it before all."""
    return _vendors_refunds().where(VendorOrder.vendor_id == vendor.id)


def refund_by(vendor: Vendor, reference: str) -> Refund:
    """Give one refund that this vendor makes. Raises NotFound for any other."""
    return _found(refunds_by(vendor).where(Refund.reference == reference))


def all_refunds(*, open_only: bool) -> Select[Refund]:
    """Select what vendors give back, for the desk: the oldest open one first."""
    query = _vendors_refunds()
    return query.where(Refund.status != RefundStatus.DONE) if open_only else query


def refund_referenced(reference: str) -> Refund:
    """Give one refund that a vendor makes, for the desk. Raises NotFound."""
    return _found(_vendors_refunds().where(Refund.reference == reference))


def open_count() -> int:
    """Count what vendors still have to give back."""
    open_ = select(func.count()).select_from(Refund).where(VENDORS_REFUND, Refund.status != RefundStatus.DONE)
    return db.session.scalar(open_) or 0


def refunds_of_part(part: VendorOrder) -> Sequence[Refund]:
    """List what the vendor of a part gives back of it, oldest first."""
    return db.session.scalars(
        _vendors_refunds().where(VendorOrder.id == part.id).order_by(None).order_by(Refund.id)
    ).all()


def parts_of(refunds: Collection[Refund]) -> dict[int, VendorOrder]:
    """Give by refund the part whose money goes back, with its vendor."""
    query = (
        select(Refund.id, VendorOrder)
        .outerjoin(CreditNote, CreditNote.id == Refund.credit_note_id)
        .join(VendorOrder, VendorOrder.id == OF_PART)
    )
    query = query.where(Refund.id.in_([refund.id for refund in refunds])).options(joinedload(VendorOrder.vendor))
    return dict(db.session.execute(query).all()) if refunds else {}


def steps_of(refunds: Collection[Refund]) -> dict[int, list[RefundStep]]:
    """Give by refund what was said of it, oldest first."""
    query = select(RefundStep).where(RefundStep.refund_id.in_([refund.id for refund in refunds]))
    steps: dict[int, list[RefundStep]] = {}
    for step in db.session.scalars(query.options(joinedload(RefundStep.by)).order_by(RefundStep.id)):
        steps.setdefault(step.refund_id, []).append(step)
    return steps


def disputed() -> Sequence[DirectPayment]:
    """List transfers that the buyer says to have made and the vendor has not seen, the oldest claim first."""
    part = joinedload(DirectPayment.vendor_order)
    query = select(DirectPayment).options(part.joinedload(VendorOrder.vendor), part.joinedload(VendorOrder.order))
    query = query.join(VendorOrder, VendorOrder.id == DirectPayment.vendor_order_id)
    claimed = query.where(
        DirectPayment.claimed_at.is_not(None),
        DirectPayment.status.in_(DISPUTED),
        VendorOrder.status == VendorOrderStatus.PLACED,
    )
    return db.session.scalars(claimed.order_by(DirectPayment.claimed_at).limit(MOST_SHOWN)).all()


def _vendors_refunds() -> Select[Refund]:
    done = Refund.status == RefundStatus.DONE
    query = select(Refund).outerjoin(CreditNote, CreditNote.id == Refund.credit_note_id)
    query = query.join(VendorOrder, VendorOrder.id == OF_PART).where(Refund.way == RefundWay.VENDOR)
    return query.options(joinedload(Refund.order)).order_by(done, case((done, -Refund.id), else_=Refund.id))


def _found(query: Select[Refund]) -> Refund:
    refund = db.session.scalar(query)
    if refund is None:
        raise NotFound
    return refund
