"""Taking in a bank's statement: kept, looked at, applied once; what is left is answered by a person."""

import hashlib
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.gateways.files import CONTENT_TYPES, content_key
from marketplace.gateways.wiring import gateways
from marketplace.tables import UnreadableTable
from vendors.events import PayoutSent
from vendors.payouts.bank_statements.matching import Payouts, in_order, payouts_spoken_of
from vendors.payouts.bank_statements.models import BankStatement, BankStatementRow, Direction, RowOutcome
from vendors.payouts.bank_statements.reading import Movement, Reading, identities, read_statement
from vendors.payouts.models import OPEN, Payout, PayoutStatus
from vendors.payouts.settling import come_back, confirm, fail, hold, move_to

FOLDER = "private/bank-statements"
XLSX_BEGINS = b"PK\x03\x04"


class NoFile(UnreadableTable):
    """No file came with the form."""

    sentence = _l("Hãy chọn tệp sao kê.")


class AlreadyAnswered(MoveNotAllowed):
    """Somebody has answered the row."""

    sentence = _l("Dòng này đã có người trả lời. Hãy tải lại trang.")


class NoSuchPayout(Invalid):
    """No payout bears this code."""

    sentence = _l("Không có lệnh chi nào mang mã này.")


class AmountDiffers(Invalid):
    """The row is not of the payout's amount."""

    sentence = _l("Số tiền của dòng khác số tiền của lệnh chi.")


class DoesNotFit(MoveNotAllowed):
    """The payout stands otherwise: the row can not be what the person says."""

    sentence = _l("Lệnh chi này không ở trạng thái phù hợp, hoặc đã có dòng khác xác nhận.")


def take_in(raw: bytes, *, name: str, by: User) -> BankStatement:
    """Keep a statement for a look at it; the same file again gives the one that is there.

    Nothing is done to any payout. Raises NoFile, UnreadableTable, UnknownStatement.
    """
    if not raw:
        raise NoFile
    reading = read_statement(raw)
    digest = hashlib.sha256(raw).hexdigest()
    ending = ".xlsx" if raw.startswith(XLSX_BEGINS) else ".csv"
    key = content_key(FOLDER, raw, ending)
    gateways().files.put(key, raw, CONTENT_TYPES[ending])
    row = {
        "name": name[:200],
        "sha256": digest,
        "key": key,
        "rows": len(reading.movements),
        "new_rows": 0,
        "uploaded_at": clock.now(),
        "uploaded_by_id": by.id,
    }
    db.session.execute(insert(BankStatement).values(row).on_conflict_do_nothing(index_elements=["sha256"]))
    return db.session.scalars(select(BankStatement).where(BankStatement.sha256 == digest)).one()


def reading_of(statement: BankStatement) -> Reading:
    """Read the kept file again: the same bytes give the same rows."""
    return read_statement(gateways().files.get(statement.key).content)


def apply(statement_id: int, *, by: User) -> BankStatement:
    """Act on the rows of a statement that no other brought before; a second time nothing happens.

    Payouts that the bank made are confirmed, those it refused fail, those that came back are payable again; whatever
    is not sure waits for a person.
    """
    statement = _hold_statement(statement_id)
    if statement.applied_at is not None:
        return statement
    movements = in_order(reading_of(statement).movements)
    new = _insert_new(statement, movements)
    payouts = payouts_spoken_of([movement for movement, _ in new], hold=True)
    for movement, row_id in new:
        _act_on(row_id, movement, payouts)
    statement.applied_at, statement.applied_by_id, statement.new_rows = clock.now(), by.id, len(new)
    audit.record("bank statement applied", statement, by=by, rows=statement.rows, new_rows=len(new))
    return statement


def answer_payout(row_id: int, reference: str, *, by: User) -> BankStatementRow:
    """A person says of which payout a row is: it arrived, was refused, or came back, as the row's direction says.

    Raises AlreadyAnswered, NoSuchPayout, AmountDiffers, DoesNotFit.
    """
    row = _hold_row(row_id)
    payout = _payout_called(reference)
    if payout.amount_dong != row.amount_dong:
        raise AmountDiffers(field="reference")
    as_if_named = Movement(
        row.position, row.happened_on, row.direction, row.amount_dong, payout.reference, row.reference
    )
    payouts = payouts_spoken_of([as_if_named], hold=True)
    outcome, meant = payouts.verdict(as_if_named)
    if meant is None:
        raise DoesNotFit
    _settle(row, outcome, meant, by=by)
    audit.record("bank statement row answered", row, by=by, number=payout.reference, answer=outcome.value)
    return row


def answer_not_ours(row_id: int, *, by: User) -> None:
    """A person says that a row has nothing to do with payouts. Raises AlreadyAnswered."""
    row = _hold_row(row_id)
    row.outcome, row.answered_at, row.answered_by_id = RowOutcome.NOT_OURS, clock.now(), by.id
    audit.record("bank statement row answered", row, by=by, answer=RowOutcome.NOT_OURS.value)


def answer_rest(statement_id: int, *, by: User) -> int:
    """A person says that all rows of a statement that still wait have nothing to do with payouts; give how many."""
    statement = _hold_statement(statement_id)
    answered = db.session.scalars(
        update(BankStatementRow)
        .where(BankStatementRow.statement_id == statement.id, BankStatementRow.outcome == RowOutcome.WAITING)
        .values(outcome=RowOutcome.NOT_OURS, answered_at=clock.now(), answered_by_id=by.id)
        .returning(BankStatementRow.id)
    ).all()
    if answered:
        audit.record("bank statement rest answered", statement, by=by, rows=len(answered))
    return len(answered)


def _insert_new(statement: BankStatement, movements: Sequence[Movement]) -> list[tuple[Movement, int]]:
    """Keep the rows that nobody brought before, in one statement; give them with their ids.

    Two files with the same rows at once: the second waits for the first and finds them there.
    """
    by_name = dict(zip(identities(movements), movements, strict=True))
    if not by_name:
        return []
    rows = [_row(statement, name, movement) for name, movement in sorted(by_name.items(), key=lambda pair: pair[0])]
    kept = insert(BankStatementRow).on_conflict_do_nothing(index_elements=["identity"])
    found = db.session.execute(kept.returning(BankStatementRow.identity, BankStatementRow.id), rows).all()
    ids: dict[str, int] = {row.identity: row.id for row in found}
    return [(movement, ids[name]) for name, movement in by_name.items() if name in ids]


def _row(statement: BankStatement, identity: str, movement: Movement) -> dict[str, object]:
    return {
        "statement_id": statement.id,
        "identity": identity,
        "outcome": RowOutcome.WAITING,
        **vars(movement),
    }


def _act_on(row_id: int, movement: Movement, payouts: Payouts) -> None:
    outcome, payout = payouts.verdict(movement)
    if outcome is RowOutcome.WAITING:
        return
    row = db.session.get_one(BankStatementRow, row_id)
    if payout is None:
        row.outcome, row.answered_at = outcome, clock.now()
    else:
        _settle(row, outcome, payout, by=None)


def _settle(row: BankStatementRow, outcome: RowOutcome, payout: Payout, *, by: User | None) -> None:
    """Let the books follow a row, unless they know already (a provider, or a person, was quicker)."""
    row.payout_id, row.outcome = payout.id, outcome
    row.answered_at, row.answered_by_id = clock.now(), by.id if by else None
    reason = row.content or str(Direction.REFUSED)
    if outcome is RowOutcome.CONFIRMED and payout.status in OPEN:
        _bring_to_sent(payout)
        confirm(payout, bank_reference=row.reference)
    elif outcome is RowOutcome.REFUSED and payout.status in OPEN:
        _bring_to_sent(payout)
        fail(payout, reason)
    elif outcome is RowOutcome.RETURNED and payout.status is PayoutStatus.CONFIRMED:
        come_back(payout, reason)
    elif outcome is RowOutcome.RETURNED and payout.status in OPEN:
        _bring_to_sent(payout)
        fail(payout, reason)


def _bring_to_sent(payout: Payout) -> None:
    """The bank had the file, whether somebody noted it or not."""
    if payout.status is PayoutStatus.REQUESTED:
        move_to(payout, PayoutStatus.SENDING)
    if payout.status is PayoutStatus.SENDING:
        payout.sent_at = clock.now()
        move_to(payout, PayoutStatus.SENT)
        outbox.record(PayoutSent(payout.id))


def _payout_called(reference: str) -> Payout:
    code = "".join(letter for letter in reference.upper() if letter.isalnum())
    found = db.session.scalar(select(Payout.id).where(Payout.reference == code))
    if found is None:
        raise NoSuchPayout(field="reference")
    [payout] = hold([found])
    return payout


def _hold_statement(statement_id: int) -> BankStatement:
    query = select(BankStatement).where(BankStatement.id == statement_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _hold_row(row_id: int) -> BankStatementRow:
    query = select(BankStatementRow).where(BankStatementRow.id == row_id).with_for_update()
    row = db.session.scalar(query.execution_options(populate_existing=True))
    if row is None or row.outcome is not RowOutcome.WAITING:
        raise AlreadyAnswered
    return row
