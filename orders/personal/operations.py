"""Asking for a copy or for deletion, and taking the latter back."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.settings import settings
from orders.personal.events import CopyWanted
from orders.personal.models import PersonalRequest, RequestKind, RequestStatus
from orders.personal.queries import has_open_orders, is_member, waiting

KEPT = timedelta(days=7)
"""How long a copy can be fetched."""


class AskedAlready(Refusal):
    """The same is being done for the person."""

    sentence = _l("Yêu cầu trước của bạn đang được thực hiện.")


class OrdersOpen(Refusal):
    """Goods or money are still on their way."""

    sentence = _l("Bạn còn đơn chưa xong. Hãy đợi đơn giao xong hoặc hủy đơn, rồi xóa tài khoản.")


class StillNeeded(Refusal):
    """The person acts for a shop or for the market."""

    sentence = _l("Tài khoản này đang giữ việc của gian hàng hoặc của chợ. Hãy rời gian hàng hoặc bàn giao trước.")


def ask_copy(person: User) -> PersonalRequest:
    """Let a copy of all that the market knows of the person be made. Raises AskedAlready."""
    request = _ask(person, RequestKind.COPY, wait=timedelta())
    audit.record("data copy wanted", person, by=person)
    outbox.record(CopyWanted(request.id))
    return request


def ask_deletion(person: User) -> PersonalRequest:
    """Let the account be deleted after some days in which it can be taken back.

    Raises AskedAlready, OrdersOpen while a part of an order has not ended, StillNeeded for members and staff.
    """
    check_deletable(person)
    request = _ask(person, RequestKind.DELETION, wait=timedelta(days=settings().deletion_wait_days))
    audit.record("deletion wanted", person, by=person)
    return request


def check_deletable(person: User) -> None:
    """Raise OrdersOpen or StillNeeded when the account cannot be deleted now."""
    if person.staff_role is not None or is_member(person):
        raise StillNeeded
    if has_open_orders(person):
        raise OrdersOpen


def withdraw(person: User) -> None:
    """Take the wish for deletion back; there may be none any more."""
    request = waiting(person, RequestKind.DELETION)
    if request is not None:
        request.status, request.ended_at = RequestStatus.WITHDRAWN, clock.now()
        audit.record("deletion withdrawn", person, by=person)


def _ask(person: User, kind: RequestKind, *, wait: timedelta) -> PersonalRequest:
    db.session.refresh(person, with_for_update=True)
    if waiting(person, kind) is not None:
        raise AskedAlready
    now = clock.now()
    request = PersonalRequest(
        user_id=person.id,
        kind=kind,
        status=RequestStatus.WAITING,
        asked_at=now,
        acts_at=now + wait,
        due_on=clock.today() + timedelta(days=settings().personal_request_days),
    )
    db.session.add(request)
    db.session.flush()
    return request
