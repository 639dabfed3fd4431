"""Money that moves between the partner and the market's own bank, as a person sees it come."""

from flask_babel import lazy_gettext as _l

from marketplace import audit
from marketplace.accounts.models import User
from marketplace.errors import MoveNotAllowed
from marketplace.ledger.chart import Till
from marketplace.ledger.queries import balance
from orders.payments.answers import book
from orders.payments.models import BankNotice, NoticeOutcome
from orders.payments.queries import notice as waiting


class NotAtPartner(MoveNotAllowed):
    """The partner does not have so much."""

    sentence = _l("Đối tác không giữ nhiều tiền như vậy. Hãy xem lại khoản này là của ai.")


def mark_as_moved(notice_id: int, *, by: User) -> BankNotice:
    """Money that nobody could place came from our other till: at the bank from the partner, at the partner from us.

    Raises AlreadyPlaced, and NotAtPartner for more than the partner holds.
    """
    came_to = waiting(notice_id).came_to
    other = Till.BANK if came_to is Till.AT_PARTNER else Till.AT_PARTNER
    before = balance(Till.AT_PARTNER.account)
    notice = book(notice_id, other.account, NoticeOutcome.SETTLEMENT)
    if other is Till.AT_PARTNER and notice.amount_dong > before:
        raise NotAtPartner
    notice.settles = other
    audit.record("money moved between tills", notice, by=by, amount_dong=notice.amount_dong)
    return notice
