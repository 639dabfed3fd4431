"""Which roles the members of a team have, and who leaves it (who joins: `invitations`)."""

from flask_babel import lazy_gettext as _l

from marketplace import audit
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Refusal
from vendors.models import Member, MemberRole, Vendor
from vendors.moves import lock
from vendors.team.queries import owners_of


class LastOwner(Refusal):
    """A vendor always has an owner."""

    sentence = _l("Gian hàng phải luôn có ít nhất một chủ. Hãy giao quyền chủ cho người khác trước.")


def change_role(vendor: Vendor, member: Member, role: MemberRole, *, by: User) -> None:
    """Give a member another role. Raises LastOwner when the vendor would have no owner."""
    lock(vendor)
    if role is not MemberRole.OWNER:
        _keep_an_owner(vendor, without=member)
    member.role = role
    audit.record("member role changed", vendor, by=by, person=member.user_id, role=role)


def remove_member(vendor: Vendor, member: Member, *, by: User) -> None:
    """Let a member act for the vendor no longer. Raises LastOwner when it is the only owner."""
    lock(vendor)
    _keep_an_owner(vendor, without=member)
    db.session.delete(member)
    if member.user_id == by.id:
        audit.record("member left", vendor, by=by, person=by.id)
    else:
        audit.record("member removed", vendor, by=by, person=member.user_id)


def _keep_an_owner(vendor: Vendor, *, without: Member) -> None:
    if not [owner for owner in owners_of(vendor) if owner.id != without.id]:
        raise LastOwner
