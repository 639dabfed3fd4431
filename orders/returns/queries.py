"""Reads of complaints: of one part, of a vendor, of all."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from orders.models import Order, VendorOrder
from orders.returns.models import OPEN, ReturnCase, ReturnLine, ReturnPhoto, ReturnState, ReturnStep
from vendors.access import seen_by
from vendors.models import Vendor

WAIT_FOR_VENDOR = (ReturnState.ASKED, ReturnState.AWAITING_GOODS, ReturnState.REPLACING)


def cases_of_parts(part_ids: Collection[int]) -> dict[int, list[ReturnCase]]:
    """The complaints about these parts, the newest first."""
    query = select(ReturnCase).where(ReturnCase.vendor_order_id.in_(part_ids)).order_by(ReturnCase.id.desc())
    found: dict[int, list[ReturnCase]] = {}
    for each in db.session.scalars(query):
        found.setdefault(each.vendor_order_id, []).append(each)
    return found


def case_of_order(order: Order, reference: str) -> ReturnCase:
    """A complaint about a part of this order, with all that is shown of it. Raises NotFound."""
    return _found(whole().where(VendorOrder.order_id == order.id, ReturnCase.reference == reference))


def case_of_vendor(vendor: Vendor, reference: str) -> ReturnCase:
    """A complaint about a part of this vendor's. Raises NotFound."""
    return _found(whole().where(VendorOrder.vendor_id == vendor.id, ReturnCase.reference == reference))


def case_for(person: User, reference: str) -> ReturnCase:
    """A complaint that this member of staff may see. Raises NotFound."""
    return _found(whole().join(VendorOrder.vendor).where(seen_by(person), ReturnCase.reference == reference))


def cases_of_vendor(vendor: Vendor, *, is_open: bool) -> Select[ReturnCase]:
    """Select a vendor's complaints: the open ones by their clock, the others newest first."""
    return _listed(is_open=is_open).where(VendorOrder.vendor_id == vendor.id)


def cases_for(person: User, *, is_open: bool) -> Select[ReturnCase]:
    """Select the complaints that this member of staff may see: those to be decided first, by their clock."""
    return _listed(is_open=is_open).join(VendorOrder.vendor).where(seen_by(person))


def count_waiting_for(vendor: Vendor) -> int:
    """Count the complaints that wait for this vendor."""
    query = select(func.count(ReturnCase.id)).join(ReturnCase.vendor_order)
    waiting = query.where(VendorOrder.vendor_id == vendor.id, ReturnCase.state.in_(WAIT_FOR_VENDOR))
    return db.session.scalar(waiting) or 0


def count_disputed(person: User) -> int:
    """Count the disputes that this member of staff may see."""
    query = select(func.count(ReturnCase.id)).join(ReturnCase.vendor_order).join(VendorOrder.vendor)
    return db.session.scalar(query.where(ReturnCase.state == ReturnState.DISPUTED, seen_by(person))) or 0


def photo_of(found: ReturnCase, photo_id: int) -> ReturnPhoto:
    """One of a complaint's photos. Raises NotFound."""
    for photo in found.photos:
        if photo.id == photo_id:
            return photo
    raise NotFound


def whole() -> Select[ReturnCase]:
    """Select complaints with their part, lines, photos, steps and credit note."""
    part = contains_eager(ReturnCase.vendor_order)
    return (
        select(ReturnCase)
        .join(ReturnCase.vendor_order)
        .options(
            part.joinedload(VendorOrder.order),
            part.joinedload(VendorOrder.vendor),
            part.selectinload(VendorOrder.lines),
            selectinload(ReturnCase.lines).joinedload(ReturnLine.order_line),
            selectinload(ReturnCase.photos),
            selectinload(ReturnCase.steps).joinedload(ReturnStep.by),
            joinedload(ReturnCase.credit_note),
        )
    )


def _listed(*, is_open: bool) -> Select[ReturnCase]:
    part = contains_eager(ReturnCase.vendor_order)
    query = select(ReturnCase).join(ReturnCase.vendor_order)
    query = query.options(part.joinedload(VendorOrder.vendor), part.joinedload(VendorOrder.order))
    if is_open:
        disputes_first = case((ReturnCase.state == ReturnState.DISPUTED, 0), else_=1)
        return query.where(ReturnCase.state.in_(OPEN)).order_by(disputes_first, ReturnCase.due_at, ReturnCase.id)
    return query.where(ReturnCase.state.not_in(OPEN)).order_by(ReturnCase.id.desc())


def _found(query: Select[ReturnCase]) -> ReturnCase:
    found: Sequence[ReturnCase] = db.session.scalars(query.execution_options(populate_existing=True)).unique().all()
    if not found:
        raise NotFound
    return found[0]
