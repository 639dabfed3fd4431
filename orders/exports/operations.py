"""What a vendor asks to take along."""

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Forbidden
from orders.exports.events import ExportStepDue
from orders.exports.models import DataExport, ExportFormat, ExportKind, ExportStatus
from orders.fulfilment.privacy import READERS
from vendors.listings.locking import hold_names
from vendors.models import MemberRole, Vendor

OF_ACCOUNTANTS = frozenset({ExportKind.ORDERS, ExportKind.MONEY})


class NotYours(Forbidden):
    """This role does not take that along."""

    sentence = _l("Vai trò của bạn chỉ tải được đơn hàng và tiền.")


def may_take(role: MemberRole) -> frozenset[ExportKind]:
    """What a member of this role may take along."""
    if role in {MemberRole.OWNER, MemberRole.MANAGER}:
        return frozenset(ExportKind)
    return OF_ACCOUNTANTS if role is MemberRole.ACCOUNTANT else frozenset()


def ask(vendor: Vendor, kind: ExportKind, ending: ExportFormat, *, by: User, role: MemberRole) -> DataExport:
    """Have a worker write it; what the same person has asked for and is being made is not begun twice.

    Buyers are named only to roles that bring goods to them. Raises NotYours.
    """
    if kind not in may_take(role):
        raise NotYours
    hold_names(vendor.id)
    asked = DataExport.vendor_id == vendor.id, DataExport.by_id == by.id, DataExport.status == ExportStatus.MAKING
    known = select(DataExport).where(*asked, DataExport.kind == kind, DataExport.ending == ending)
    if earlier := db.session.scalar(known):
        return earlier
    export = DataExport(
        vendor_id=vendor.id,
        by_id=by.id,
        kind=kind,
        ending=ending,
        language=str(get_locale()),
        with_buyers=role in READERS,
        asked_at=clock.now(),
    )
    db.session.add(export)
    db.session.flush()
    audit.record("data export wanted", export, by=by, kind=kind.value)
    outbox.record(ExportStepDue(export.id, 0))
    return export
