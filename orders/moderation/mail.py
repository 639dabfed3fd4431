"""What the writer is told when something is taken down, and why."""

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.letters import write
from marketplace.notices.operations import tell
from orders.models import Order
from orders.moderation.models import Decision, Report
from orders.moderation.operations import writer_of


def tell_writer(report_id: int) -> None:
    """Tell whoever wrote it that it was hidden, and why; what was left as it is is no news."""
    report = db.session.get_one(Report, report_id)
    if report.decision is Decision.NOTHING:
        return
    writer = writer_of(report)
    person = db.session.get(User, writer.user_id) if writer.user_id else None
    order = db.session.scalar(select(Order).where(Order.id == writer.order_id)) if writer.order_id else None
    mail_to = person.email if person else (order.email if order else None)
    locale = person.locale if person else (order.locale if order else "vi")
    letter = write("moderation/hidden", locale, report=report, is_blocked=report.decision is Decision.BLOCK)
    tell(f"report-decided/{report.id}", letter, user=person, mail_to=mail_to)
