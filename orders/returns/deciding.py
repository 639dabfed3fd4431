"""What the market does about complaints: decides disputes, and moves on those whose clock has run out."""

from collections.abc import Mapping

from flask_babel import gettext
from sqlalchemy import select

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.database import db
from orders.returns.models import ReturnCase, ReturnState, Side
from orders.returns.steps import locked, move, needed, refund

AT_ONCE = 500
AFTERWARDS = {
    ReturnState.ASKED: ReturnState.DISPUTED,
    ReturnState.AWAITING_GOODS: ReturnState.DISPUTED,
    ReturnState.REPLACING: ReturnState.DISPUTED,
    ReturnState.REFUSED: ReturnState.REJECTED,
}
"""What becomes of a complaint whose clock has run out; a dispute waits for a person, however late."""


def grant(
    case: ReturnCase, quantities: Mapping[int, int], *, delivery: bool, restock: bool, words: str, by: User
) -> None:
    """Decide for the buyer: so many of each line are refunded. Raises MoveNotAllowed and what `credit` raises."""
    part, said = locked(case), needed(words)
    refund(case, part, dict(quantities), side=Side.MARKET, by=by, words=said, restock=restock, delivery=delivery)
    audit.record("dispute granted", part, by=by, case=case.reference)


def reject(case: ReturnCase, *, words: str, by: User) -> None:
    """Decide for the vendor: nothing is given back, and why. Raises MoveNotAllowed."""
    part = locked(case)
    move(case, ReturnState.REJECTED, side=Side.MARKET, by=by, words=needed(words))
    audit.record("dispute rejected", part, by=by, case=case.reference)


def overdue() -> list[int]:
    """List complaints whose clock has run out and that move on by themselves, those most late first."""
    late = select(ReturnCase.id).where(ReturnCase.due_at <= clock.now(), ReturnCase.state.in_(AFTERWARDS))
    return list(db.session.scalars(late.order_by(ReturnCase.due_at, ReturnCase.id).limit(AT_ONCE)))


def lapse(case_id: int) -> None:
    """Move on a complaint whose clock has run out; one that has moved meanwhile is left alone."""
    case = db.session.get_one(ReturnCase, case_id)
    locked(case)
    if case.state not in AFTERWARDS or case.due_at is None or case.due_at > clock.now():
        return
    words = {
        ReturnState.ASKED: gettext("Nhà sản xuất chưa trả lời trong hạn, chợ sẽ quyết định."),
        ReturnState.AWAITING_GOODS: gettext("Chưa thấy hàng trả về trong hạn, chợ sẽ xem xét."),
        ReturnState.REPLACING: gettext("Chưa thấy báo đã nhận hàng đổi trong hạn, chợ sẽ xem xét."),
        ReturnState.REFUSED: gettext("Khách không khiếu nại tiếp trong hạn."),
    }
    move(case, AFTERWARDS[case.state], side=Side.MARKET, by=None, words=words[case.state])
