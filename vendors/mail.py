"""What is said to vendors about their own life with the market; called by the workers' subscriptions, ids only."""

from sqlalchemy import or_, select

from marketplace.accounts.models import OfficerCommune, StaffRole, User
from marketplace.database import db
from marketplace.letters import write
from marketplace.notices.operations import tell
from vendors.models import Member, MemberRole, Vendor, VendorStatus, VendorStatusChange

APPLICATION = "/seller/application"
SHOP = "/seller"


def tell_staff_submitted(vendor_id: int) -> None:
    """Tell administrators, and the officers of the commune, in the app, that an application waits."""
    vendor, step = _vendor(vendor_id), _last_step(vendor_id, VendorStatus.SUBMITTED)
    for person in _staff_of(vendor):
        letter = write("vendors/submitted", person.locale, vendor=vendor, person=person)
        tell(_key("submitted", step), letter, user=person, link=f"/desk/applications/{vendor_id}")


def tell_vendor_returned(vendor_id: int) -> None:
    """Tell the owners that the application came back, with the notes."""
    _tell_owners(vendor_id, "returned", VendorStatus.RETURNED, link=APPLICATION)


def tell_vendor_approved(vendor_id: int) -> None:
    """Tell the owners that they may sell."""
    _tell_owners(vendor_id, "approved", VendorStatus.APPROVED, link=SHOP)


def tell_vendor_rejected(vendor_id: int) -> None:
    """Tell the owners that the application was refused, and why."""
    _tell_owners(vendor_id, "rejected", VendorStatus.REJECTED, link=APPLICATION)


def tell_vendor_suspended(vendor_id: int) -> None:
    """Tell the owners that they sell nothing new, and why."""
    _tell_owners(vendor_id, "suspended", VendorStatus.SUSPENDED, link=SHOP)


def tell_vendor_reinstated(vendor_id: int) -> None:
    """Tell the owners that they sell again."""
    _tell_owners(vendor_id, "reinstated", VendorStatus.APPROVED, link=SHOP)


def _tell_owners(vendor_id: int, letter_name: str, status: VendorStatus, *, link: str) -> None:
    """Write the letter to each owner, once for each step of the vendor's life."""
    vendor, step = _vendor(vendor_id), _last_step(vendor_id, status)
    for owner in _owners_of(vendor_id):
        letter = write(
            f"vendors/{letter_name}", owner.locale, vendor=vendor, person=owner, reason=step.reason, link=link
        )
        tell(_key(letter_name, step), letter, user=owner, mail_to=owner.email, link=link)


def _key(letter_name: str, step: VendorStatusChange) -> str:
    return f"vendor-{letter_name}/{step.vendor_id}/{step.id}"


def _vendor(vendor_id: int) -> Vendor:
    return db.session.get_one(Vendor, vendor_id)


def _last_step(vendor_id: int, status: VendorStatus) -> VendorStatusChange:
    steps = select(VendorStatusChange).where(
        VendorStatusChange.vendor_id == vendor_id, VendorStatusChange.to_status == status
    )
    return db.session.scalars(steps.order_by(VendorStatusChange.id.desc()).limit(1)).one()


def _owners_of(vendor_id: int) -> list[User]:
    owners = select(User).join(Member, Member.user_id == User.id).where(Member.vendor_id == vendor_id)
    return list(db.session.scalars(owners.where(Member.role == MemberRole.OWNER, User.active).order_by(User.id)))


def _staff_of(vendor: Vendor) -> list[User]:
    helping = select(OfficerCommune.user_id).where(OfficerCommune.commune_code == vendor.commune_code)
    staff = select(User).where(
        User.active,
        or_(
            User.staff_role == StaffRole.ADMINISTRATOR,
            (User.staff_role == StaffRole.OFFICER) & User.id.in_(helping),
        ),
    )
    return list(db.session.scalars(staff.order_by(User.id)))
