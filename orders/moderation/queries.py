"""Reads of reports, for the desk."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.database import db
from marketplace.errors import NotFound
from orders.conversations.models import Conversation, Message, MessageFile
from orders.moderation.models import Report
from orders.muting.models import MutedWriter
from orders.reviews.models import Review
from vendors.models import Vendor

AROUND = 10
"""Messages of a conversation that are shown with a reported one, at most, before it."""


def reports(*, decided: bool) -> Select[Report]:
    """Select what waits for a decision, the oldest first; or what was decided, the latest first."""
    query = select(Report).options(joinedload(Report.message), joinedload(Report.review))
    if decided:
        return query.where(Report.decided_at.is_not(None)).order_by(Report.decided_at.desc(), Report.id.desc())
    return query.where(Report.decided_at.is_(None)).order_by(Report.id)


def waiting_count() -> int:
    """Count the reports that wait for a decision."""
    return db.session.scalar(select(func.count()).select_from(Report).where(Report.decided_at.is_(None))) or 0


def report(report_id: int) -> Report:
    """A report with what it is of. Raises NotFound."""
    message = joinedload(Report.message).options(
        selectinload(Message.files), joinedload(Message.conversation).joinedload(Conversation.vendor)
    )
    review = joinedload(Report.review).options(
        selectinload(Review.photos), selectinload(Review.versions), joinedload(Review.listing)
    )
    found = db.session.scalar(select(Report).where(Report.id == report_id).options(message, review))
    if found is None:
        raise NotFound
    return found


def said_before(message: Message) -> Sequence[Message]:
    """What was said before a reported message, and itself, the oldest first: what it is to be judged by."""
    until = (Message.conversation_id == message.conversation_id) & (Message.id <= message.id)
    query = select(Message).where(until).options(selectinload(Message.files)).order_by(Message.id.desc())
    return db.session.scalars(query.limit(AROUND)).all()[::-1]


def reported_file(found: Report, file_id: int) -> MessageFile:
    """A file of the reported message, or of what was said before it. Raises NotFound for any other."""
    shown = [file for each in said_before(found.message) for file in each.files] if found.message else []
    for file in shown:
        if file.id == file_id:
            return file
    raise NotFound


def vendor_of(found: Report) -> Vendor:
    """The vendor in whose conversation, or about whose goods, something was reported."""
    vendor_id = found.message.conversation.vendor_id if found.message else found.review and found.review.vendor_id
    return db.session.get_one(Vendor, vendor_id)


def muted() -> Sequence[MutedWriter]:
    """Writers who are silent now, the latest first."""
    query = select(MutedWriter).where(MutedWriter.lifted_at.is_(None)).order_by(MutedWriter.id.desc())
    return db.session.scalars(query.limit(200)).all()


def muted_writer(muted_id: int) -> MutedWriter:
    """One who was silenced. Raises NotFound."""
    found = db.session.get(MutedWriter, muted_id)
    if found is None:
        raise NotFound
    return found
