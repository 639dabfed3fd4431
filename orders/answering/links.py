"""The signed link in a letter about a new order: it names one part and one member, and lets that member answer it.

It ends when the order is answered or its time to answer is over, when the member leaves the vendor, loses the role or
the account, and when the member signs out everywhere (a new password does). It opens nothing else.
"""

from dataclasses import dataclass

from flask import current_app
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from orders.kinds import VendorOrderStatus
from orders.models import VendorOrder
from vendors.access import IN_BUSINESS
from vendors.models import Member, MemberRole, Vendor

MAY_ANSWER = frozenset({MemberRole.OWNER, MemberRole.MANAGER, MemberRole.PACKER})


class LinkEnded(NotFound):
    """The link is forged, or whoever got it may not answer for the vendor any more."""

    sentence = _l("Liên kết này không còn dùng được. Hãy đăng nhập để xem đơn của gian hàng.")


@dataclass(frozen=True)
class Invitation:
    """A member who is asked to answer a part."""

    part: VendorOrder
    member: User

    @property
    def is_open(self) -> bool:
        """Whether the part still waits for an answer, and its time is not over."""
        end = self.part.reply_by
        return self.part.status is VendorOrderStatus.PLACED and end is not None and clock.now() < end


def answer_link(part: VendorOrder, person: User) -> str:
    """Give the path at which this person may answer this part."""
    return "/o/" + _signer().dumps([part.id, person.id, person.session_version])


def invitation_of(token: str) -> Invitation:
    """Give who is asked to answer what. Raises LinkEnded."""
    try:
        part_id, person_id, version = _signer().loads(token)
    except BadSignature as wrong:
        raise LinkEnded from wrong
    part = db.session.scalar(_parts().where(VendorOrder.id == part_id))
    person = db.session.get(User, person_id)
    if part is None or person is None or not _may_answer(person, part) or person.session_version != version:
        raise LinkEnded
    return Invitation(part, person)


def _may_answer(person: User, part: VendorOrder) -> bool:
    query = select(Member.role).join(Vendor, Vendor.id == Member.vendor_id)
    member = query.where(Member.user_id == person.id, Member.vendor_id == part.vendor_id)
    role = db.session.scalar(member.where(Vendor.status.in_(IN_BUSINESS)))
    return person.active and role in MAY_ANSWER


def _parts() -> Select[VendorOrder]:
    loaded = (joinedload(VendorOrder.order), joinedload(VendorOrder.vendor), selectinload(VendorOrder.lines))
    return select(VendorOrder).where(VendorOrder.routed_at.is_not(None)).options(*loaded)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="order-answer")
