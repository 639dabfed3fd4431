"""The bank twin's account: what came and went, and the notices that tell of it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg.rows import DictRow

from marketplace import clock
from marketplace.gateways.bank.notices import find_memos
from marketplace.gateways.twins.store import Connection


@dataclass(frozen=True)
class Telling:
    """How the bank tells of a movement: after a delay, more than once, with a wrong signature, or not at all."""

    delay_seconds: float = 0
    times: int = 1
    is_wrongly_signed: bool = False


def record(
    connection: Connection, *, account: str, amount_dong: int, content: str, is_incoming: bool, telling: Telling
) -> DictRow:
    """Move money and queue the notices of it."""
    movement = connection.execute(
        "INSERT INTO twin.movement (account, is_incoming, amount_dong, content, reference, happened_at)"
        " VALUES (%s, %s, %s, %s, %s, %s) RETURNING *",
        (account, is_incoming, amount_dong, content, f"FT{secrets.randbelow(10**12):012}", clock.now()),
    ).fetchall()[0]
    for _ in range(telling.times):
        connection.execute(
            "INSERT INTO twin.notice (movement_id, is_wrongly_signed, due_at) VALUES (%s, %s, now() + %s)",
            (movement["id"], telling.is_wrongly_signed, timedelta(seconds=telling.delay_seconds)),
        )
    return movement


def listed(
    connection: Connection, *, account: str | None, since_id: int, since: str | None, limit: int
) -> Sequence[DictRow]:
    """Movements from this id and day on, newest first, as a bank's statement."""
    return connection.execute(
        "SELECT * FROM twin.movement WHERE id >= %(since_id)s AND (%(account)s::text IS NULL OR account = %(account)s)"
        " AND (%(since)s::date IS NULL OR happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh' >= %(since)s::date)"
        " ORDER BY id DESC LIMIT %(limit)s",
        {"since_id": since_id, "account": account, "since": since, "limit": limit},
    ).fetchall()


def with_notices(connection: Connection, *, limit: int) -> Sequence[DictRow]:
    """The newest movements, each with how often it was told and what came of it."""
    return connection.execute(
        "SELECT movement.*, count(notice.id) AS notices, coalesce(sum(notice.attempts), 0) AS attempts,"
        " count(notice.answered_at) AS answered, count(notice.due_at) AS waiting"
        " FROM twin.movement LEFT JOIN twin.notice ON notice.movement_id = movement.id"
        " GROUP BY movement.id ORDER BY movement.id DESC LIMIT %s",
        (limit,),
    ).fetchall()


def as_notice(movement: DictRow, *, bank_name: str) -> dict[str, object]:
    """The body of SePay's notice of a movement."""
    return {
        "id": movement["id"],
        "gateway": bank_name,
        "transactionDate": _written(movement["happened_at"]),
        "accountNumber": movement["account"],
        "subAccount": None,
        "code": next(iter(find_memos(movement["content"])), None),
        "content": movement["content"],
        "transferType": "in" if movement["is_incoming"] else "out",
        "transferAmount": movement["amount_dong"],
        "accumulated": 0,
        "referenceCode": movement["reference"],
        "description": movement["content"],
    }


def as_statement_row(movement: DictRow, *, bank_name: str) -> dict[str, object]:
    """The row of SePay's list of transactions: everything is a string, and amounts have two decimals."""
    came = movement["amount_dong"] if movement["is_incoming"] else 0
    return {
        "id": str(movement["id"]),
        "bank_brand_name": bank_name,
        "account_number": movement["account"],
        "transaction_date": _written(movement["happened_at"]),
        "amount_in": f"{came}.00",
        "amount_out": f"{movement['amount_dong'] - came}.00",
        "accumulated": "0.00",
        "transaction_content": movement["content"],
        "reference_number": movement["reference"],
        "code": next(iter(find_memos(movement["content"])), None),
        "sub_account": None,
        "bank_account_id": "1",
    }


def _written(moment: datetime) -> str:
    return clock.in_vietnam(moment).strftime("%Y-%m-%d %H:%M:%S")
