"""Posting many facts at once: as few statements for ten thousand as for one."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import insert

from marketplace import clock
from marketplace.database import db
from marketplace.ledger.chart import AccountName, Move
from marketplace.ledger.models import Posting, Transfer
from marketplace.ledger.operations import accounts_named


class Postable(Protocol):
    """A posting to make."""

    @property
    def reference(self) -> str:
        """Its unique reference."""

    @property
    def moves(self) -> Sequence[Move]:
        """Its moves, perhaps none: then there is nothing to post."""

    @property
    def words(self) -> str:
        """What people read."""


def post_all(entries: Sequence[Postable]) -> None:
    """Post them all, each under its reference for the first time; a known reference raises IntegrityError."""
    with_moves = [entry for entry in entries if entry.moves]
    if not with_moves:
        return
    now = clock.now()
    rows = [{"reference": entry.reference, "words": entry.words, "posted_at": now} for entry in with_moves]
    written = db.session.execute(insert(Posting).returning(Posting.reference, Posting.id), rows)
    ids = {row.reference: row.id for row in written}
    accounts = accounts_named(
        {name for entry in with_moves for move in entry.moves for name in (move.debit, move.credit)}
    )
    transfers = [_row(ids[entry.reference], move, accounts) for entry in with_moves for move in entry.moves]
    db.session.execute(insert(Transfer), transfers)


def _row(posting_id: int, move: Move, accounts: dict[AccountName, int]) -> dict[str, object]:
    return {
        "posting_id": posting_id,
        "debit_account_id": accounts[move.debit],
        "credit_account_id": accounts[move.credit],
        "amount_dong": move.amount_dong,
        "purpose": move.purpose,
    }
