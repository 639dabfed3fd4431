"""One step of a complaint, under the lock of its order: the move, its words, the next clock, the fact."""

from datetime import datetime, timedelta

from sqlalchemy import select

from marketplace import clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from marketplace.settings import settings
from orders.credits.operations import credit
from orders.events import ReturnStepTaken
from orders.kinds import DELIVERED
from orders.models import OrderLine, VendorOrder
from orders.returns.errors import WordsMissing
from orders.returns.models import OPEN, RETURN_MOVES, ReturnCase, ReturnReason, ReturnState, ReturnStep, Side
from orders.steps import lock

LONGEST_WORDS = 2000


def locked(case: ReturnCase) -> VendorOrder:
    """Lock the order and read the complaint again; give its part."""
    part = db.session.get_one(VendorOrder, case.vendor_order_id)
    lock(part)
    db.session.refresh(case, ["state", "due_at", "credit_note_id"])
    return part


def move(
    case: ReturnCase, state: ReturnState, *, side: Side, by: User | None, words: str = "", note_id: int | None = None
) -> None:
    """Move a locked complaint, start the clock of its new state and write the step down.

    Raises MoveNotAllowed when it has moved on meanwhile.
    """
    if state not in RETURN_MOVES[case.state]:
        raise MoveNotAllowed
    case.state, case.due_at, case.credit_note_id = state, due_after(state), note_id
    write_step(case, side=side, by=by, words=words)


def write_step(case: ReturnCase, *, side: Side, by: User | None, words: str = "") -> ReturnStep:
    """Write down what was done or said, and tell the other side."""
    step = ReturnStep(
        case_id=case.id, at=clock.now(), side=side, by_id=by.id if by else None, state=case.state, words=words
    )
    db.session.add(step)
    db.session.flush()
    outbox.record(ReturnStepTaken(step.id))
    return step


def due_after(state: ReturnState) -> datetime | None:
    """When the clock of this state ends; none for one that is over."""
    days = {
        ReturnState.ASKED: settings().return_answer_days,
        ReturnState.AWAITING_GOODS: settings().return_goods_days,
        ReturnState.REPLACING: settings().return_goods_days,
        ReturnState.REFUSED: settings().return_objection_days,
        ReturnState.DISPUTED: settings().dispute_days,
    }
    return clock.now() + timedelta(days=days[state]) if state in OPEN else None


def refund(
    case: ReturnCase,
    part: VendorOrder,
    quantities: dict[int, int],
    *,
    side: Side,
    by: User,
    words: str,
    restock: bool = False,
    delivery: bool | None = None,
) -> None:
    """Give the money of so many of each line back, and end the complaint.

    The delivery goes back too when nothing is left of the part and the fault is not the buyer's, unless `delivery` says
    otherwise. Raises what `credit` raises.
    """
    left = _left_of(part, quantities)
    with_delivery = _is_whole(case, part, left) if delivery is None else delivery
    note = credit(part, quantities=left, delivery=with_delivery, reason=words, by=by, restock=restock)
    move(case, ReturnState.REFUNDED, side=side, by=by, words=words, note_id=note.id)


def needed(words: str) -> str:
    """The words as they are kept. Raises WordsMissing for none."""
    kept = words.strip()[:LONGEST_WORDS]
    if not kept:
        raise WordsMissing(field="words")
    return kept


def _left_of(part: VendorOrder, quantities: dict[int, int]) -> dict[int, int]:
    """What can still be given back: something may have been credited since it was asked."""
    lines = select(OrderLine).where(OrderLine.vendor_order_id == part.id)
    found = db.session.scalars(lines.execution_options(populate_existing=True)).all()
    left = {line.id: line.quantity - line.credited_quantity for line in found}
    asked = {line_id: min(quantity, left.get(line_id, 0)) for line_id, quantity in quantities.items()}
    return {line_id: quantity for line_id, quantity in asked.items() if quantity}


def _is_whole(case: ReturnCase, part: VendorOrder, quantities: dict[int, int]) -> bool:
    if case.reason is ReturnReason.UNWANTED or part.credited_delivery_dong or part.status not in DELIVERED:
        return False
    lines = db.session.scalars(select(OrderLine).where(OrderLine.vendor_order_id == part.id))
    return all(quantities.get(line.id, 0) == line.quantity - line.credited_quantity for line in lines)
