"""How a vendor passes from one state to another: under its row's lock, each step kept in its history."""

from flask_babel import gettext as _

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from vendors import shown
from vendors.models import VENDOR_MOVES, Vendor, VendorStatus, VendorStatusChange
from vendors.words import STATUS_CHIPS


class StateChanged(MoveNotAllowed):
    """The vendor is not, or no longer, in the state that the act needs."""


def lock(vendor: Vendor) -> None:
    """Hold the vendor's row until the transaction ends, and read it again: somebody may have been quicker.

    New orders may refer to the vendor meanwhile (FOR NO KEY UPDATE).
    """
    columns = [attribute.key for attribute in Vendor.__mapper__.column_attrs]
    db.session.flush()
    db.session.refresh(vendor, columns, with_for_update={"key_share": True})


def expect(vendor: Vendor, *statuses: VendorStatus) -> None:
    """Raise StateChanged unless a locked vendor is in one of these states."""
    if vendor.status not in statuses:
        raise StateChanged(
            _(
                "%(name)s đang ở trạng thái “%(status)s”, có thể người khác vừa xử lý. Hãy tải lại trang.",
                name=vendor.name,
                status=str(STATUS_CHIPS[vendor.status].label),
            )
        )


def move_to(vendor: Vendor, status: VendorStatus, *, by: User | None, reason: str = "") -> None:
    """Bring a locked vendor into another state and note it. Raises StateChanged when its state does not allow it."""
    expect(vendor, *(earlier for earlier, later in VENDOR_MOVES.items() if status in later))
    db.session.add(
        VendorStatusChange(
            vendor_id=vendor.id,
            from_status=vendor.status,
            to_status=status,
            at=clock.now(),
            by_id=by.id if by else None,
            reason=reason,
        )
    )
    _note_sale(vendor, status)
    vendor.status = status
    vendor.suspended_at = clock.now() if status is VendorStatus.SUSPENDED else None


def _note_sale(vendor: Vendor, status: VendorStatus) -> None:
    """Let the catalogue follow when the vendor begins or ceases to sell."""
    if VendorStatus.APPROVED in {vendor.status, status}:
        shown.changed_vendors(vendor.id)
