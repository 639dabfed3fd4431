"""What is said to vendors of what they owe; called by the workers' subscriptions, ids only."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.letters import write
from marketplace.notices.operations import tell
from vendors.dues.models import DuesInvoice, DuesStatus
from vendors.dues.queries import is_overdue, transfer_for
from vendors.models import Member, MemberRole

MONEY_ROLES = (MemberRole.OWNER, MemberRole.MANAGER, MemberRole.ACCOUNTANT)


def tell_vendor_issued(invoice_id: int) -> None:
    """Tell whoever looks after the vendor's money what is to be paid, how and until when."""
    _tell(invoice_id, "issued")


def tell_vendor_again(invoice_id: int) -> None:
    """Tell it again of an invoice that is still open: soon due, or overdue."""
    _tell(invoice_id, "reminder")


def tell_vendor_settled(invoice_id: int) -> None:
    """Tell it that nothing is left to pay of an invoice."""
    _tell(invoice_id, "settled")


def _tell(invoice_id: int, name: str) -> None:
    query = select(DuesInvoice).where(DuesInvoice.id == invoice_id).options(joinedload(DuesInvoice.vendor))
    invoice = db.session.scalars(query).one()
    if (name == "settled") is (invoice.status is DuesStatus.OPEN):
        return
    late, link = is_overdue(invoice), f"/seller/money/dues/{invoice.reference}"
    key = f"dues-{name}/{invoice.id}" + ("/late" if name == "reminder" and late else "")
    members = select(User).join(Member, Member.user_id == User.id).where(Member.vendor_id == invoice.vendor_id)
    for person in db.session.scalars(members.where(Member.role.in_(MONEY_ROLES), User.active).order_by(User.id)):
        written = {"invoice": invoice, "transfer": transfer_for(invoice), "late": late, "person": person, "link": link}
        tell(key, write(f"dues/{name}", person.locale, **written), user=person, mail_to=person.email, link=link)
