"""The bank twin's payouts: taken once by key, settled after a moment."""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta

from psycopg.rows import DictRow

from marketplace import clock
from marketplace.gateways.twins import movements
from marketplace.gateways.twins.movements import Telling
from marketplace.gateways.twins.store import Connection

UNKNOWN_ACCOUNT, UNDECIDED_ACCOUNT, REFUSED_ACCOUNT = "0000", "1111", "2222"
"""Last digits of the accounts to which payouts go wrong."""


class KeyUsedBefore(Exception):
    """The idempotency key belongs to a payout of another sum or to another account."""


def take(
    connection: Connection, request: Mapping[str, object], *, idempotency_key: str, settling_seconds: float
) -> DictRow:
    """Take the payout, or find the one taken with this key. Raises KeyUsedBefore."""
    account, now = str(request["toAccountNumber"]), clock.now()
    wanted = {
        "reference_id": str(request["referenceId"]),
        "amount_dong": request["amount"],
        "description": str(request["description"]),
        "to_bin": str(request["toBin"]),
        "to_account": account,
    }
    settles_in = None if account.endswith(UNDECIDED_ACCOUNT) else timedelta(seconds=settling_seconds)
    connection.execute(
        "INSERT INTO twin.payout (id, idempotency_key, reference_id, amount_dong, description, to_bin, to_account,"
        " settles_at, created_at) VALUES (%(id)s, %(key)s, %(reference_id)s, %(amount_dong)s, %(description)s,"
        " %(to_bin)s, %(to_account)s, now() + %(settles_in)s, %(now)s) ON CONFLICT (idempotency_key) DO NOTHING",
        {**wanted, "id": f"batch_{uuid.uuid4().hex}", "key": idempotency_key, "settles_in": settles_in, "now": now},
    )
    found = connection.execute("SELECT * FROM twin.payout WHERE idempotency_key = %s", (idempotency_key,)).fetchall()[0]
    if any(found[name] != value for name, value in wanted.items()):
        raise KeyUsedBefore
    return found


def by_id(connection: Connection, payout_id: str) -> DictRow | None:
    """The payout of this id."""
    return connection.execute("SELECT * FROM twin.payout WHERE id = %s", (payout_id,)).fetchone()


def by_reference(connection: Connection, reference_id: str, *, limit: int) -> Sequence[DictRow]:
    """The payouts of this reference, oldest first."""
    return connection.execute(
        "SELECT * FROM twin.payout WHERE reference_id = %s ORDER BY created_at LIMIT %s", (reference_id, limit)
    ).fetchall()


def newest(connection: Connection, *, limit: int) -> Sequence[DictRow]:
    """The payouts taken last."""
    return connection.execute("SELECT * FROM twin.payout ORDER BY created_at DESC LIMIT %s", (limit,)).fetchall()


def release(connection: Connection, payout_id: str) -> None:
    """Let an undecided payout be settled now."""
    connection.execute("UPDATE twin.payout SET settles_at = now() WHERE id = %s AND settles_at IS NULL", (payout_id,))


def settle_due(connection: Connection, *, account: str) -> None:
    """Settle every payout whose moment has come: the money leaves the account, or the payout fails."""
    due = connection.execute(
        "SELECT * FROM twin.payout WHERE state = 'PROCESSING' AND settles_at <= now() FOR UPDATE SKIP LOCKED"
    ).fetchall()
    for payout in due:
        if payout["to_account"].endswith(UNKNOWN_ACCOUNT):
            _settle(connection, payout, "FAILED", error_message="Tài khoản người nhận không tồn tại")
        else:
            _settle(connection, payout, "SUCCEEDED", bank_reference=f"FT{secrets.randbelow(10**12):012}")
            movements.record(
                connection,
                account=account,
                amount_dong=payout["amount_dong"],
                content=payout["description"],
                is_incoming=False,
                telling=Telling(),
            )


def as_data(payout: DictRow) -> dict[str, object]:
    """The payout as payOS writes it, with its one transaction."""
    created = clock.in_vietnam(payout["created_at"]).isoformat(timespec="seconds")
    state = payout["state"]
    return {
        "id": payout["id"],
        "referenceId": payout["reference_id"],
        "transactions": [
            {
                "id": f"{payout['id']}_1",
                "referenceId": payout["reference_id"],
                "amount": payout["amount_dong"],
                "description": payout["description"],
                "toBin": payout["to_bin"],
                "toAccountNumber": payout["to_account"],
                "toAccountName": None,
                "reference": payout["bank_reference"],
                "transactionDatetime": created if state == "SUCCEEDED" else None,
                "errorMessage": payout["error_message"],
                "errorCode": "DESTINATION" if payout["error_message"] else None,
                "state": state,
            }
        ],
        "category": None,
        "approvalState": {"SUCCEEDED": "COMPLETED"}.get(state, state),
        "createdAt": created,
    }


def _settle(
    connection: Connection,
    payout: DictRow,
    state: str,
    *,
    error_message: str | None = None,
    bank_reference: str | None = None,
) -> None:
    connection.execute(
        "UPDATE twin.payout SET state = %s, error_message = %s, bank_reference = %s WHERE id = %s",
        (state, error_message, bank_reference, payout["id"]),
    )
