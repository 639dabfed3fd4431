"""Asking people to join a team: by phone or e-mail, with or without an account; accepted once, within its time."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.accounts.operations import read_login
from marketplace.accounts.queries import find_person
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed, Refusal
from vendors.models import Member, MemberRole, Vendor, VendorStatus
from vendors.moves import lock
from vendors.team import queries
from vendors.team.events import MemberInvited, MemberJoined
from vendors.team.models import Invitation

OPEN_FOR = timedelta(days=7)
MOST_A_DAY = 20
"""Invitations of one vendor in 24 hours: enough for any team, too few to annoy strangers with our messages."""
MOST_TIMES = 5
"""How often one invitation is sent."""
PAUSE = timedelta(minutes=5)
"""Between two sendings of one invitation."""


class AlreadyMember(Invalid):
    """The person is in the team."""

    sentence = _l("Người này đã ở trong nhóm.")


class AlreadyInvited(Invalid):
    """The person has an invitation that still counts."""

    sentence = _l("Đã có lời mời chưa trả lời gửi tới đây. Bạn có thể gửi lại hoặc rút lời mời ấy.")


class TooManyInvitations(Refusal):
    """The vendor has invited many people today."""

    status = 429
    sentence = _l("Hôm nay gian hàng đã gửi nhiều lời mời. Hãy thử lại ngày mai.")


class SentOftenEnough(Refusal):
    """The invitation was sent a moment ago, or many times."""

    sentence = _l("Lời mời vừa được gửi hoặc đã gửi nhiều lần. Hãy đợi vài phút, hoặc tự gửi liên kết qua Zalo.")


class InvitationEnded(MoveNotAllowed):
    """It was accepted or withdrawn, its time is over, or who sent it owns the vendor no more."""

    sentence = _l("Lời mời này không còn dùng được. Hãy xin người mời gửi lại.")


class OtherAccount(Refusal):
    """The one who was invited has an account, and it is not this one."""

    sentence = _l("Lời mời này gửi cho người khác. Hãy đăng nhập bằng tài khoản được mời.")


def invite(vendor: Vendor, login: str, role: MemberRole, *, by: User) -> Invitation:
    """Ask whoever has this phone number or e-mail address to join, with or without an account.

    Raises NoLogin when it is neither, AlreadyMember, AlreadyInvited (all of field `login`) and TooManyInvitations.
    """
    email, phone = read_login(login)
    address, now = email or phone or "", clock.now()
    lock(vendor)
    _check_new(vendor, find_person(email, phone))
    _make_room(vendor, address)
    invitation = Invitation(
        vendor=vendor,
        login=address,
        role=role,
        invited_by_id=by.id,
        invited_at=now,
        sent_at=now,
        times_sent=1,
        ends_at=now + OPEN_FOR,
    )
    db.session.add(invitation)
    db.session.flush()
    audit.record("member invited", vendor, by=by, role=role)
    outbox.record(MemberInvited(invitation.id, 1))
    return invitation


def send_again(vendor: Vendor, invitation_id: int, *, by: User) -> None:
    """Send an unanswered invitation once more, with a new end. Raises NotFound, SentOftenEnough."""
    lock(vendor)
    invitation, now = queries.open_invitation_of(vendor, invitation_id), clock.now()
    if invitation.times_sent >= MOST_TIMES or now < invitation.sent_at + PAUSE:
        raise SentOftenEnough
    invitation.times_sent += 1
    invitation.sent_at, invitation.ends_at, invitation.invited_by_id = now, now + OPEN_FOR, by.id
    audit.record("invitation sent again", vendor, by=by, role=invitation.role)
    outbox.record(MemberInvited(invitation.id, invitation.times_sent))


def withdraw(vendor: Vendor, invitation_id: int, *, by: User) -> None:
    """Take an unanswered invitation back: its link opens nothing any more. Raises NotFound."""
    lock(vendor)
    invitation = queries.open_invitation_of(vendor, invitation_id)
    invitation.withdrawn_at = clock.now()
    audit.record("invitation withdrawn", vendor, by=by, role=invitation.role)


def accept(invitation: Invitation, *, by: User) -> Member:
    """Join the team, once. Raises InvitationEnded, OtherAccount, AlreadyMember.

    Who was invited and has an account joins with it; who has none joins with whatever account the link was opened.
    """
    vendor = invitation.vendor
    lock(vendor)
    db.session.refresh(invitation, ["accepted_at", "withdrawn_at", "ends_at", "role", "invited_by_id"])
    _check_open(vendor, invitation)
    invited = find_person(*read_login(invitation.login))
    if invited is not None and invited.id != by.id:
        raise OtherAccount
    _check_new(vendor, by)
    member = Member(vendor_id=vendor.id, user_id=by.id, role=invitation.role, since=clock.now())
    invitation.accepted_at, invitation.accepted_by_id = clock.now(), by.id
    db.session.add(member)
    audit.record("member added", vendor, by=by, role=invitation.role)
    outbox.record(MemberJoined(invitation.id))
    return member


def _check_new(vendor: Vendor, person: User | None) -> None:
    if person and db.session.scalar(
        select(Member.id).where(Member.vendor_id == vendor.id, Member.user_id == person.id)
    ):
        raise AlreadyMember(field="login")


def _make_room(vendor: Vendor, address: str) -> None:
    """Let a new invitation take the place of one whose time is over."""
    recent = (Invitation.vendor_id == vendor.id, Invitation.invited_at > clock.now() - timedelta(days=1))
    if (db.session.scalar(select(func.count(Invitation.id)).where(*recent)) or 0) >= MOST_A_DAY:
        raise TooManyInvitations
    if earlier := queries.invitation_to(vendor, address):
        if earlier.is_open:
            raise AlreadyInvited(field="login")
        earlier.withdrawn_at = clock.now()
        db.session.flush()


def _check_open(vendor: Vendor, invitation: Invitation) -> None:
    owners = {owner.user_id for owner in queries.owners_of(vendor)}
    if vendor.status is VendorStatus.CLOSED or not invitation.is_open or invitation.invited_by_id not in owners:
        raise InvitationEnded
