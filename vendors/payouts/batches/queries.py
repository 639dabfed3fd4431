"""Files of payouts, for the desk."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.gateways.wiring import gateways
from vendors.payouts.batches.models import PayoutBatch, PayoutBatchLine
from vendors.payouts.models import Payout, PayoutStatus, PayoutWay


class FileChanged(Exception):
    """A kept file is not the one that was made: somebody has written over it."""


@dataclass(frozen=True)
class Waiting:
    """What waits for a file: how many payouts, and đồng in all."""

    payouts: int
    amount_dong: int


def waiting_for_file() -> Waiting:
    """Count the payouts that wait for a file."""
    row = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Payout.amount_dong), 0)).where(
            Payout.status == PayoutStatus.REQUESTED, Payout.way == PayoutWay.BATCH
        )
    ).one()
    return Waiting(row[0], int(row[1]))


def batches() -> Select[PayoutBatch]:
    """Select the files, newest first."""
    return select(PayoutBatch).options(joinedload(PayoutBatch.made_by)).order_by(PayoutBatch.id.desc())


def batch_numbered(batch_id: int) -> PayoutBatch:
    """Give a file with those who acted on it. Raises NotFound."""
    people = (PayoutBatch.made_by, PayoutBatch.handed_by, PayoutBatch.discarded_by)
    query = select(PayoutBatch).where(PayoutBatch.id == batch_id)
    batch = db.session.scalar(query.options(*(joinedload(person) for person in people)))
    if batch is None:
        raise NotFound
    return batch


def lines_of(batch: PayoutBatch) -> Sequence[PayoutBatchLine]:
    """List what stands in the file, in its order, with the payouts and their vendors."""
    query = select(PayoutBatchLine).where(PayoutBatchLine.batch_id == batch.id).order_by(PayoutBatchLine.position)
    return db.session.scalars(query.options(joinedload(PayoutBatchLine.payout).joinedload(Payout.vendor))).all()


def file_of(batch: PayoutBatch, kind: str) -> bytes:
    """Give the file as it was made, "csv" or "xlsx". Raises NotFound for another kind, FileChanged."""
    kept = {"csv": (batch.csv_key, batch.csv_sha256), "xlsx": (batch.xlsx_key, batch.xlsx_sha256)}
    if kind not in kept:
        raise NotFound
    key, digest = kept[kind]
    content = gateways().files.get(key).content
    if hashlib.sha256(content).hexdigest() != digest:
        raise FileChanged(key)
    return content


def batch_of(payout: Payout) -> PayoutBatch | None:
    """Give the file in which the payout stands, if it stands in one."""
    query = select(PayoutBatch).join(PayoutBatchLine, PayoutBatchLine.batch_id == PayoutBatch.id)
    return db.session.scalar(query.where(PayoutBatchLine.payout_id == payout.id, PayoutBatchLine.released_at.is_(None)))
