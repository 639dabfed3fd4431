"""What a person decides about money that no order could be found for: one click, once, and written into the trail."""

from flask_babel import lazy_gettext as _l

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.ledger.chart import AccountName, Till
from marketplace.ledger.operations import post
from marketplace.settings import settings
from orders import settlement
from orders.kinds import PaymentMethod
from orders.payments import notices
from orders.payments.gateways import till_of_gateway
from orders.payments.models import BankNotice, NoticeOutcome, Refund
from orders.payments.notices import AlreadyPlaced
from orders.payments.refunds import WITHOUT_ACCOUNT, give_account, open_refund_to_sender
from vendors.payouts.settling import heard_back


class NotBroughtByGateway(Invalid):
    """What a gateway took itself cannot be what it brought to the bank."""

    sentence = _l("Khoản này nằm ở cổng thanh toán, chưa về ngân hàng nên không phải tiền quyết toán.")


def mark_as_settlement(notice_id: int, method: PaymentMethod, *, by: User) -> BankNotice:
    """The gateway of this way of paying brought what it had taken. Raises AlreadyPlaced, NotBroughtByGateway."""
    till = till_of_gateway(method)
    notice = book(notice_id, till.account, NoticeOutcome.SETTLEMENT)
    if notice.came_to is till:
        raise NotBroughtByGateway
    notice.settles, notice.carrier_statement_id = till, None
    audit.record("gateway settled", notice, by=by, gateway=method.value, amount_dong=notice.amount_dong)
    return notice


def return_to_sender(notice_id: int, *, bank_bin: str, number: str, holder: str, by: User) -> Refund:
    """Send money back to where it came from: by the gateway that took it, or to this account.

    Raises AlreadyPlaced, and UnknownBank, UnusableNumber or UnusableHolder where an account is needed.
    """
    refund = open_refund_to_sender(book(notice_id, settlement.REFUNDS_DUE, NoticeOutcome.RETURNED))
    audit.record("money returned", refund, by=by, amount_dong=refund.amount_dong, way=refund.way.value)
    if refund.status in WITHOUT_ACCOUNT:
        give_account(refund, bank_bin=bank_bin, number=number, holder=holder, by=by)
    return refund


class NotAPayoutBack(Invalid):
    """No payout of this code and amount has left."""

    sentence = _l("Không có lệnh chi nào đã gửi mang mã và số tiền này.")


def mark_as_payout_back(notice_id: int, reference: str, *, by: User) -> BankNotice:
    """A payout came back: its own postings say so, and the notice's is taken out of the books again.

    Raises AlreadyPlaced, NotAPayoutBack.
    """
    notice = db.session.get_one(BankNotice, notice_id)
    booked = book(notice_id, notice.came_to.account, NoticeOutcome.IGNORED)
    if not heard_back(reference, booked.amount_dong):
        raise NotAPayoutBack
    audit.record("payout came back", booked, by=by, number=reference, amount_dong=booked.amount_dong)
    return booked


def book(notice_id: int, into: AccountName, outcome: NoticeOutcome) -> BankNotice:
    """Book money that nobody could place into the account that it belongs to. Raises AlreadyPlaced.

    For every answer that is not an order: what a gateway or a carrier brought, what goes back.
    """
    notice = notices.lock(notice_id, NoticeOutcome.UNMATCHED)
    if notice is None:
        raise AlreadyPlaced
    entry = settlement.money_placed(notice, into=into)
    post(entry.reference, entry.moves, words=entry.words)
    notice.outcome, notice.settled_at = outcome, clock.now()
    db.session.flush()
    return notice


def likely_gateway(notice: BankNotice) -> PaymentMethod | None:
    """The gateway whose settlement this may be, by what the bank's words name."""
    words = "".join(letter for letter in notice.content.upper() if letter.isalnum())
    running = settings()
    names = {
        PaymentMethod.VNPAY: ("VNPAY", running.vnpay_terminal),
        PaymentMethod.MOMO: ("MOMO", "MSERVICE", running.momo_partner),
    }
    if notice.came_to not in (Till.BANK, Till.AT_PARTNER) or notice.provider != notices.PROVIDER:
        return None
    found = (method for method, known in names.items() if any(name.upper() in words for name in known))
    return next(found, None)
