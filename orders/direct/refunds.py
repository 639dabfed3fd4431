"""Money that a vendor gives back itself: asked for, said to be given, confirmed or objected to. Never in our books.

Each verb locks the order and looks at the refund again. `by` is the person who acts (a guest: nobody).
"""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from orders.direct.models import DirectPayment, DirectStatus, RefundStep, StepKind
from orders.events import VendorRefundSaid
from orders.locking import lock_order
from orders.payments.models import Refund, RefundStatus, RefundWay
from orders.payments.refunds import give_account

LONGEST_WORDS = 500
TO_GIVE = frozenset({RefundStatus.ACCOUNT_NEEDED, RefundStatus.DUE, RefundStatus.FAILED})
"""States in which the buyer waits for the vendor."""


class WordsMissing(Invalid):
    """The other side reads why."""

    sentence = _l("Hãy ghi vài lời để bên kia hiểu.")


def name_account(refund: Refund, *, bank_bin: str, number: str, holder: str, by: User | None) -> None:
    """The buyer says to which account a refund goes, whoever sends it; a vendor that gives it back is told.

    Raises UnknownBank, UnusableNumber or UnusableHolder, and MoveNotAllowed when the refund is on its way.
    """
    give_account(refund, bank_bin=bank_bin, number=number, holder=holder, by=by)
    if refund.way is RefundWay.VENDOR:
        _say(refund, StepKind.ACCOUNT, "", by=by)


def ask_for_cash(refund: Refund, *, by: User | None) -> None:
    """The buyer wants the money in cash, from the vendor's hand. Raises MoveNotAllowed once it was given back."""
    _lock(refund, TO_GIVE)
    refund.bank_bin = refund.account_number = refund.account_holder = None
    refund.failure, refund.status = "", RefundStatus.DUE
    _say(refund, StepKind.IN_CASH, "", by=by)


def give_back(refund: Refund, *, words: str, by: User) -> None:
    """The vendor has given the money back; the words are its bank's reference, or say how.

    Raises WordsMissing, and MoveNotAllowed when it said so before.
    """
    said = _said(words)
    _lock(refund, TO_GIVE)
    refund.failure, refund.status, refund.sent_at = "", RefundStatus.SENT, clock.now()
    _say(refund, StepKind.GIVEN_BACK, said, by=by)
    audit.record("refund given back", refund, by=by, amount_dong=refund.amount_dong)


def confirm(refund: Refund, *, by: User | None) -> None:
    """The buyer has the money; again without effect. Raises MoveNotAllowed before the vendor says that it was sent."""
    _lock(refund, {RefundStatus.SENT, RefundStatus.DONE})
    if refund.status is RefundStatus.SENT:
        _close(refund, StepKind.CONFIRMED, "", by=by)


def object_to(refund: Refund, *, words: str, by: User | None) -> None:
    """The buyer does not have what the vendor says to have sent, and says why: the vendor looks again.

    Raises WordsMissing, and MoveNotAllowed for one that is not on its way.
    """
    said = _said(words)
    _lock(refund, {RefundStatus.SENT})
    refund.status, refund.failure = RefundStatus.FAILED, said
    _say(refund, StepKind.OBJECTED, said, by=by)


def deny(refund: Refund, *, words: str, by: User) -> None:
    """The vendor says that the buyer's money never came: the desk hears both. Raises WordsMissing."""
    said = _said(words)
    _lock(refund, TO_GIVE)
    _say(refund, StepKind.NEVER_CAME, said, by=by)


def settle(refund: Refund, *, words: str, by: User) -> None:
    """Staff has heard both and closes it, saying what it found. Raises WordsMissing, and MoveNotAllowed when closed."""
    said = _said(words)
    _lock(refund, frozenset(RefundStatus) - {RefundStatus.DONE})
    _close(refund, StepKind.SETTLED, said, by=by)
    audit.record("refund settled", refund, by=by, reason=said)


def _lock(refund: Refund, states: frozenset[RefundStatus] | set[RefundStatus]) -> None:
    if refund.order_id is None or refund.way is not RefundWay.VENDOR:
        raise MoveNotAllowed
    lock_order(refund.order_id)
    query = select(Refund).where(Refund.id == refund.id).with_for_update()
    db.session.scalars(query.execution_options(populate_existing=True)).one()
    if refund.status not in states:
        raise MoveNotAllowed


def _close(refund: Refund, kind: StepKind, words: str, *, by: User | None) -> None:
    refund.status, refund.done_at, refund.failure = RefundStatus.DONE, clock.now(), ""
    refund.sent_at = refund.sent_at or refund.done_at
    _say(refund, kind, words, by=by)
    payment = _payment_that_ended(refund)
    if payment and kind is StepKind.SETTLED and payment.status is DirectStatus.CLAIMED:
        payment.status = DirectStatus.VOID
    elif payment:
        payment.status, payment.given_back_at = DirectStatus.GIVEN_BACK, clock.now()
        payment.received_at = payment.received_at or payment.given_back_at


def _payment_that_ended(refund: Refund) -> DirectPayment | None:
    """Give the transfer of a part that ended and is given back whole; what a credit note gives back is less."""
    query = select(DirectPayment).where(DirectPayment.vendor_order_id == refund.vendor_order_id)
    return db.session.scalar(query.execution_options(populate_existing=True)) if refund.vendor_order_id else None


def _say(refund: Refund, kind: StepKind, words: str, *, by: User | None) -> None:
    step = RefundStep(refund_id=refund.id, kind=kind, words=words, at=clock.now(), by_id=by.id if by else None)
    db.session.add(step)
    db.session.flush()
    outbox.record(VendorRefundSaid(step.id))


def _said(words: str) -> str:
    said = words.strip()[:LONGEST_WORDS]
    if not said:
        raise WordsMissing(field="words")
    return said
