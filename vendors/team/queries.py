"""Reads of a vendor's people and of those who are asked to join."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.errors import NotFound
from vendors.models import Member, MemberRole, Vendor
from vendors.team.models import Invitation


def members_of(vendor: Vendor) -> list[Member]:
    """List the vendor's members, each with the person, in the order in which they came."""
    of_vendor = select(Member).where(Member.vendor_id == vendor.id)
    return list(db.session.scalars(of_vendor.options(joinedload(Member.user)).order_by(Member.id)))


def member_of(vendor: Vendor, member_id: int) -> Member:
    """Give one member of the vendor, with the person. Raises NotFound for another vendor's."""
    of_vendor = select(Member).where(Member.vendor_id == vendor.id, Member.id == member_id)
    member = db.session.scalar(of_vendor.options(joinedload(Member.user)))
    if member is None:
        raise NotFound
    return member


def owners_of(vendor: Vendor) -> list[Member]:
    """List the members who own the vendor."""
    return [member for member in members_of(vendor) if member.role is MemberRole.OWNER]


def invitations_of(vendor: Vendor) -> list[Invitation]:
    """List the invitations that nobody has accepted or withdrawn, also those whose time is over, newest first."""
    return list(db.session.scalars(_unanswered(vendor).order_by(Invitation.id.desc())))


def invitation_to(vendor: Vendor, login: str) -> Invitation | None:
    """Find the invitation that this e-mail address or phone number has from the vendor and has not answered."""
    return db.session.scalar(_unanswered(vendor).where(Invitation.login == login))


def open_invitation_of(vendor: Vendor, invitation_id: int) -> Invitation:
    """Give one unanswered invitation of the vendor, as it is now. Raises NotFound for any other."""
    query = _unanswered(vendor).where(Invitation.id == invitation_id).execution_options(populate_existing=True)
    invitation = db.session.scalar(query)
    if invitation is None:
        raise NotFound
    return invitation


def find_invitation(invitation_id: int) -> Invitation | None:
    """Find an invitation as it is now, with its vendor and who invites."""
    loaded = (
        joinedload(Invitation.vendor).joinedload(Vendor.commune),
        joinedload(Invitation.invited_by),
        joinedload(Invitation.accepted_by),
    )
    query = select(Invitation).where(Invitation.id == invitation_id).options(*loaded)
    return db.session.scalar(query.execution_options(populate_existing=True))


def _unanswered(vendor: Vendor) -> Select[Invitation]:
    return select(Invitation).where(
        Invitation.vendor_id == vendor.id, Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None)
    )
