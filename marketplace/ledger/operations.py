"""Posting: the only way in which money moves."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import selectinload

from marketplace import clock
from marketplace.database import db
from marketplace.ledger.chart import AccountName, Move
from marketplace.ledger.models import Account, Posting, Transfer


class PostedOtherwise(Exception):
    """The reference was posted before with other moves: somebody is about to pay twice, or differently."""


def post(reference: str, moves: Sequence[Move], *, words: str) -> Posting:
    """Post the moves once under their reference; a repeat with the same moves gives the first posting.

    Amounts are whole đồng. Raises PostedOtherwise when the reference stands for other moves.
    """
    if not moves:
        raise ValueError(f"{reference}: nothing to post")
    accounts = accounts_named({name for move in moves for name in (move.debit, move.credit)})
    posting_id = db.session.scalar(
        insert(Posting)
        .values(reference=reference, words=words, posted_at=clock.now())
        .on_conflict_do_nothing(index_elements=["reference"])
        .returning(Posting.id)
    )
    if posting_id is None:
        return _same_as_before(reference, moves)
    db.session.execute(
        insert(Transfer),
        [
            {
                "posting_id": posting_id,
                "debit_account_id": accounts[move.debit],
                "credit_account_id": accounts[move.credit],
                "amount_dong": move.amount_dong,
                "purpose": move.purpose,
            }
            for move in moves
        ],
    )
    return db.session.get_one(Posting, posting_id)


def accounts_named(names: set[AccountName]) -> dict[AccountName, int]:
    """Give the ids of these accounts; those that were never used are opened."""
    known = _known(names)
    if missing := sorted(names - known.keys(), key=str):
        rows = [{"kind": name.kind, "owner_id": name.owner_id} for name in missing]
        db.session.execute(insert(Account).values(rows).on_conflict_do_nothing())
        known = _known(names)
    return known


def _known(names: set[AccountName]) -> dict[AccountName, int]:
    kinds = {name.kind for name in names}
    owners = {name.owner_id for name in names if name.owner_id is not None}
    rows = db.session.execute(
        select(Account.id, Account.kind, Account.owner_id).where(
            Account.kind.in_(kinds), Account.owner_id.is_(None) | Account.owner_id.in_(owners)
        )
    )
    known = {AccountName(kind, owner_id): account_id for account_id, kind, owner_id in rows}
    return {name: known[name] for name in names if name in known}


def _same_as_before(reference: str, moves: Sequence[Move]) -> Posting:
    posting = db.session.scalars(
        select(Posting)
        .where(Posting.reference == reference)
        .options(
            selectinload(Posting.transfers).joinedload(Transfer.debit_account),
            selectinload(Posting.transfers).joinedload(Transfer.credit_account),
        )
    ).one()
    before = [
        Move(row.debit_account.name, row.credit_account.name, row.amount_dong, row.purpose) for row in posting.transfers
    ]
    if before != list(moves):
        raise PostedOtherwise(f"{reference} was posted with other moves")
    return posting
