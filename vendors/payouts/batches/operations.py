"""Making a file of payouts, handing it to the bank, or discarding it before anybody did."""

import hashlib
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed, Refusal
from marketplace.gateways.files import CONTENT_TYPES, content_key
from marketplace.gateways.wiring import gateways
from marketplace.text import capitals_without_marks
from vendors.events import PayoutSent
from vendors.payouts.batches.files import FileLine, as_csv, as_workbook, memo_of
from vendors.payouts.batches.models import BatchState, PayoutBatch, PayoutBatchLine
from vendors.payouts.models import Payout, PayoutAccount, PayoutStatus, PayoutWay
from vendors.payouts.settling import hold, move_to

FOLDER = "private/payout-batches"
MOST_LINES = 1_000
"""What a bank takes in one file; more wait for the next file."""


class NothingToBatch(Refusal):
    """No payout waits for a file (somebody may have made it just now)."""

    sentence = _l("Không có lệnh chi nào chờ đưa vào tệp. Có thể người khác vừa tạo tệp.")


class BatchClosed(MoveNotAllowed):
    """The file was handed over or discarded before."""

    sentence = _l("Tệp này đã được giao cho ngân hàng hoặc đã hủy. Hãy tải lại trang.")


class BatchObjected(MoveNotAllowed):
    """An owner objects to an account that stands in the file."""

    sentence = _l("Có tài khoản trong tệp bị chủ gian hàng phản đối. Hãy hủy tệp, xem xét, rồi tạo tệp mới.")


class BatchUnderway(MoveNotAllowed):
    """The bank has done something with a payout of the file, so it was handed over."""

    sentence = _l("Sao kê cho thấy ngân hàng đã nhận tệp này, nên không hủy được.")


class WhyDiscarded(Invalid):
    """A file is discarded for a reason that others can read."""

    sentence = _l("Hãy ghi vì sao hủy tệp.")


def make_batch(*, by: User) -> PayoutBatch:
    """Put the payouts that wait for a file into a new one, once, and keep it as it is made.

    Those to an account that an owner objects to stay out. Payouts that somebody else is just putting into a file are
    left to them. Raises NothingToBatch.
    """
    payouts = _waiting()
    if not payouts:
        raise NothingToBatch
    lines = [_line(payout) for payout in payouts]
    batch = _kept(lines, by=by)
    for position, (payout, line) in enumerate(zip(payouts, lines, strict=True), start=1):
        stands = PayoutBatchLine(batch_id=batch.id, payout_id=payout.id, position=position, **vars(line))
        db.session.add(stands)
        move_to(payout, PayoutStatus.SENDING)
    db.session.flush()
    audit.record("payout batch made", batch, by=by, payouts=batch.payouts, amount_dong=batch.amount_dong)
    return batch


def hand_over(batch_id: int, *, by: User) -> PayoutBatch:
    """Note that the bank has the file: its payouts are sent. Raises BatchClosed, BatchObjected."""
    batch = _open(batch_id)
    if _is_objected(batch):
        raise BatchObjected
    batch.handed_at, batch.handed_by_id = clock.now(), by.id
    for payout in hold(_payouts_in(batch)):
        if payout.status is PayoutStatus.SENDING:
            payout.sent_at = clock.now()
            move_to(payout, PayoutStatus.SENT)
            outbox.record(PayoutSent(payout.id))
    audit.record("payout batch handed over", batch, by=by, payouts=batch.payouts, amount_dong=batch.amount_dong)
    return batch


def discard(batch_id: int, *, reason: str, by: User) -> PayoutBatch:
    """Discard a file that nobody handed over: its payouts wait for another one.

    Raises WhyDiscarded, BatchClosed, and BatchUnderway when the bank's statement says that it has the file.
    """
    if not reason.strip():
        raise WhyDiscarded(field="reason")
    batch = _open(batch_id)
    payouts = hold(_payouts_in(batch))
    gone_on = {payout.id for payout in payouts if payout.status is not PayoutStatus.SENDING}
    if gone_on - _discarded_before(gone_on):
        raise BatchUnderway
    batch.discarded_at, batch.discarded_by_id, batch.discarded_because = clock.now(), by.id, reason.strip()
    db.session.execute(
        update(PayoutBatchLine).where(PayoutBatchLine.batch_id == batch.id).values(released_at=clock.now())
    )
    for payout in payouts:
        if payout.id not in gone_on:
            move_to(payout, PayoutStatus.REQUESTED)
    audit.record("payout batch discarded", batch, by=by, payouts=batch.payouts, reason=batch.discarded_because)
    return batch


def _waiting() -> Sequence[Payout]:
    query = (
        select(Payout)
        .join(PayoutAccount, PayoutAccount.id == Payout.account_id)
        .where(
            Payout.status == PayoutStatus.REQUESTED,
            Payout.way == PayoutWay.BATCH,
            PayoutAccount.objected_at.is_(None),
        )
        .order_by(Payout.id)
        .limit(MOST_LINES)
        .options(joinedload(Payout.account))
        .with_for_update(of=Payout, skip_locked=True)
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def _line(payout: Payout) -> FileLine:
    account = payout.account
    return FileLine(
        bank_bin=account.bank_bin,
        bank_name=capitals_without_marks(account.bank_name),
        number=account.number,
        holder=account.holder,
        amount_dong=payout.amount_dong,
        memo=memo_of(payout.reference),
    )


def _kept(lines: Sequence[FileLine], *, by: User) -> PayoutBatch:
    """Write both files, keep them, and the row that knows them."""
    now = clock.now()
    table, workbook = as_csv(lines), as_workbook(lines, made_at=now)
    batch = PayoutBatch(
        payouts=len(lines),
        amount_dong=sum(line.amount_dong for line in lines),
        csv_key=_put(table, ".csv"),
        csv_sha256=hashlib.sha256(table).hexdigest(),
        xlsx_key=_put(workbook, ".xlsx"),
        xlsx_sha256=hashlib.sha256(workbook).hexdigest(),
        made_at=now,
        made_by_id=by.id,
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def _put(content: bytes, ending: str) -> str:
    key = content_key(FOLDER, content, ending)
    gateways().files.put(key, content, CONTENT_TYPES[ending])
    return key


def _open(batch_id: int) -> PayoutBatch:
    query = select(PayoutBatch).where(PayoutBatch.id == batch_id).with_for_update()
    batch = db.session.scalar(query.execution_options(populate_existing=True))
    if batch is None or batch.state is not BatchState.MADE:
        raise BatchClosed
    return batch


def _payouts_in(batch: PayoutBatch) -> list[int]:
    lines = select(PayoutBatchLine.payout_id).where(PayoutBatchLine.batch_id == batch.id)
    return list(db.session.scalars(lines.order_by(PayoutBatchLine.payout_id)))


def _discarded_before(payout_ids: set[int]) -> set[int]:
    """Those that stood in a file which was discarded: the bank may know them from that one."""
    earlier = select(PayoutBatchLine.payout_id).where(
        PayoutBatchLine.payout_id.in_(payout_ids), PayoutBatchLine.released_at.is_not(None)
    )
    return set(db.session.scalars(earlier))


def _is_objected(batch: PayoutBatch) -> bool:
    query = (
        select(PayoutBatchLine.id)
        .join(Payout, Payout.id == PayoutBatchLine.payout_id)
        .join(PayoutAccount, PayoutAccount.id == Payout.account_id)
        .where(PayoutBatchLine.batch_id == batch.id, PayoutAccount.objected_at.is_not(None))
    )
    return db.session.scalar(query.limit(1)) is not None
