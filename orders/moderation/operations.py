"""Reporting a message or a review, and deciding about it."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from orders.conversations import operations as conversations
from orders.conversations.models import Conversation, Message, Side
from orders.models import Order, OrderLine, VendorOrder
from orders.moderation.events import ReportDecided
from orders.moderation.models import Decision, Report, ReportReason
from orders.muting.operations import Writer, mute
from orders.reviews import operations as reviews
from orders.reviews.models import Review

LONGEST = 1000
"""Characters of what is said with a report or a decision."""


class OwnWords(MoveNotAllowed):
    """Nobody reports what they wrote themselves."""

    sentence = _l("Đây là lời của chính bạn.")


class DecidedAlready(MoveNotAllowed):
    """Somebody has decided about it."""

    sentence = _l("Báo cáo này đã được giải quyết.")


def report_message(message: Message, *, side: Side, by: User | None, reason: ReportReason, words: str) -> None:
    """Let one side of a conversation report what the other said; twice is once. Raises OwnWords, Invalid."""
    if message.side is side:
        raise OwnWords
    who = f"person/{by.id}" if by else f"conversation/{message.conversation_id}"
    _report(who, by, reason, words, message_id=message.id)


def report_review(review: Review, *, by: User, reason: ReportReason, words: str) -> None:
    """Let a person report a review; twice is once. Raises OwnWords, Invalid."""
    if review.by_id == by.id:
        raise OwnWords
    _report(f"person/{by.id}", by, reason, words, review_id=review.id)


def decide(report: Report, decision: Decision, *, note: str, by: User) -> None:
    """Leave it, hide it, or hide it and silence its writer: with a reason that is kept.

    Raises DecidedAlready, Invalid.
    """
    db.session.flush()
    db.session.refresh(report, ["decision", "decided_at"], with_for_update=True)
    if report.decided_at is not None:
        raise DecidedAlready
    reason = note.strip()
    if not reason or len(reason) > LONGEST:
        raise Invalid(_l("Hãy ghi lý do, không quá %(most)s chữ.", most=LONGEST), field="note")
    report.decision, report.note = decision, reason
    report.decided_at, report.decided_by_id = clock.now(), by.id
    if decision is not Decision.NOTHING:
        _hide(report, by=by, reason=reason)
    if decision is Decision.BLOCK:
        mute(writer_of(report), by=by, reason=reason)
    audit.record("report decided", report, by=by, decision=decision, reason=reason)
    outbox.record(ReportDecided(report.id))


def writer_of(report: Report) -> Writer:
    """Who wrote what was reported."""
    if report.message_id is not None:
        message = db.session.get_one(Message, report.message_id)
        conversation = db.session.get_one(Conversation, message.conversation_id)
        return conversations.writer_of(conversation, side=message.side, by_id=message.by_id)
    review = db.session.get_one(Review, report.review_id)
    part = select(VendorOrder.order_id).join(OrderLine, OrderLine.vendor_order_id == VendorOrder.id)
    order_id = db.session.scalars(part.where(OrderLine.id == review.order_line_id)).one()
    return Writer(review.by_id) if review.by_id else reviews.writer_of(db.session.get_one(Order, order_id), None)


def _report(
    who: str,
    by: User | None,
    reason: ReportReason,
    words: str,
    *,
    message_id: int | None = None,
    review_id: int | None = None,
) -> None:
    said = words.replace("\x00", "").strip()
    if len(said) > LONGEST:
        raise Invalid(_l("Dài quá: tối đa %(most)s chữ.", most=LONGEST), field="words")
    new = {"message_id": message_id, "review_id": review_id, "by_name": who, "by_id": by.id if by else None}
    added = insert(Report).values(**new, reason=reason, words=said, at=clock.now(), note="")
    db.session.execute(added.on_conflict_do_nothing())


def _hide(report: Report, *, by: User, reason: str) -> None:
    if report.message_id is not None:
        conversations.hide(db.session.get_one(Message, report.message_id), by=by, reason=reason)
    else:
        reviews.hide(db.session.get_one(Review, report.review_id), by=by, reason=reason)
