"""What the gateways' twins remember: payments, what was given back, and the notices to send."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from marketplace import clock
from marketplace.gateways.twins import movements
from marketplace.gateways.twins.movements import Telling
from marketplace.gateways.twins.store import Connection

STUCK_DIGITS, REFUSED_DIGITS = "111", "222"
"""Last digits of refunds that are worked on for long, and that are refused."""

_UNSETTLED = """
SELECT coalesce((SELECT sum(told_dong) FROM twin.checkout
                 WHERE gateway = %(gateway)s AND state = 'paid' AND settled_at IS NULL), 0)
     - coalesce((SELECT sum(given.amount_dong) FROM twin.repayment AS given
                 JOIN twin.checkout ON checkout.id = checkout_id
                 WHERE gateway = %(gateway)s AND given.state <> 'refused' AND given.settled_at IS NULL), 0) AS dong
"""
_PAYMENTS_SETTLED = """
UPDATE twin.checkout SET settled_at = %(now)s WHERE gateway = %(gateway)s AND state = 'paid' AND settled_at IS NULL
"""
_REPAYMENTS_SETTLED = """
UPDATE twin.repayment SET settled_at = %(now)s FROM twin.checkout
WHERE checkout.id = checkout_id AND gateway = %(gateway)s AND repayment.settled_at IS NULL
"""


class Decision(StrEnum):
    """What became of a payment on the gateway's page."""

    PAID = "paid"
    CANCELLED = "cancelled"
    FAILED = "failed"
    SUSPECTED = "suspected"
    """Taken, and looked at once more by the gateway."""


class Trouble(StrEnum):
    """What goes wrong with the next call to a gateway."""

    UNAVAILABLE = "unavailable"
    """It answers 503 and does nothing."""
    LOST_REQUEST = "lost-request"
    """The connection breaks before it has read what is asked."""
    LOST_ANSWER = "lost-answer"
    """It does what is asked, then the connection breaks."""


@dataclass(frozen=True)
class Asked:
    """A payment as the market asks for it."""

    gateway: str
    reference: str
    amount_dong: int
    request: Mapping[str, object]
    expires_at: datetime


def open_checkout(connection: Connection, asked: Asked) -> DictRow:
    """Note the payment, or find the one that has this reference."""
    connection.execute(
        "INSERT INTO twin.checkout (gateway, reference, amount_dong, told_dong, request, expires_at)"
        " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (gateway, reference) DO NOTHING",
        (
            *(asked.gateway, asked.reference, asked.amount_dong, asked.amount_dong),
            *(Jsonb(dict(asked.request)), asked.expires_at),
        ),
    )
    found = by_reference(connection, asked.gateway, asked.reference)
    if found is None:
        raise LookupError(asked.reference)
    return found


def by_reference(connection: Connection, gateway: str, reference: str) -> DictRow | None:
    """The payment that the market named so."""
    query = "SELECT * FROM twin.checkout WHERE gateway = %s AND reference = %s"
    return connection.execute(query, (gateway, reference)).fetchone()


def by_token(connection: Connection, gateway: str, token: str) -> DictRow | None:
    """The payment whose page has this address."""
    query = "SELECT * FROM twin.checkout WHERE gateway = %s AND token = %s"
    return connection.execute(query, (gateway, token)).fetchone()


def is_over(checkout: DictRow) -> bool:
    """Whether nobody can pay it any more."""
    return bool(checkout["state"] == "waiting" and checkout["expires_at"] < clock.now())


def decide(
    connection: Connection, checkout: DictRow, decision: Decision, telling: Telling, *, told_dong: int | None = None
) -> DictRow:
    """Pay the payment or end it, and queue its notices; one that is decided stays as it is, except under suspicion."""
    decided = connection.execute(
        "UPDATE twin.checkout SET state = %s, number = coalesce(number, %s), decided_at = %s, told_dong = %s"
        " WHERE id = %s AND state IN ('waiting', 'suspected') RETURNING *",
        (
            *(decision, str(10**9 + secrets.randbelow(9 * 10**9)), clock.now()),
            *(told_dong or checkout["amount_dong"], checkout["id"]),
        ),
    ).fetchone()
    if decided is None:
        return checkout
    for _ in range(telling.times):
        connection.execute(
            "INSERT INTO twin.telling (checkout_id, is_wrongly_signed, due_at) VALUES (%s, %s, now() + %s)",
            (checkout["id"], telling.is_wrongly_signed, timedelta(seconds=telling.delay_seconds)),
        )
    return decided


def repayments(connection: Connection, checkout_id: int) -> list[DictRow]:
    """What was given back of a payment, oldest first."""
    query = "SELECT * FROM twin.repayment WHERE checkout_id = %s ORDER BY id"
    return connection.execute(query, (checkout_id,)).fetchall()


def repay(connection: Connection, checkout: DictRow, *, request_id: str, amount_dong: int) -> DictRow | None:
    """Give money back once for this request; None when it is more than was paid and is left."""
    connection.execute("SELECT FROM twin.checkout WHERE id = %s FOR UPDATE", (checkout["id"],))
    earlier = repayments(connection, checkout["id"])
    if known := next((row for row in earlier if row["request_id"] == request_id), None):
        return known
    gone = sum(row["amount_dong"] for row in earlier if row["state"] != "refused")
    if gone + amount_dong > checkout["told_dong"]:
        return None
    return connection.execute(
        "INSERT INTO twin.repayment (checkout_id, request_id, number, amount_dong, state, created_at)"
        " VALUES (%s, %s, %s, %s, %s, %s) RETURNING *",
        (
            *(checkout["id"], request_id, str(10**9 + secrets.randbelow(9 * 10**9)), amount_dong),
            *(_repayment_state(amount_dong), clock.now()),
        ),
    ).fetchone()


def finish_repayment(connection: Connection, request_id: str) -> None:
    """Let a refund that is worked on be done."""
    connection.execute(
        "UPDATE twin.repayment SET state = 'done' WHERE request_id = %s AND state = 'processing'", (request_id,)
    )


def settle(connection: Connection, gateway: str, *, account: str, memo: str) -> int:
    """Send what was taken and not given back to the market's account in one sum; give the sum in đồng."""
    found = connection.execute(_UNSETTLED, {"gateway": gateway}).fetchall()
    total = int(found[0]["dong"])
    if total <= 0:
        return 0
    for statement in (_PAYMENTS_SETTLED, _REPAYMENTS_SETTLED):
        connection.execute(statement, {"gateway": gateway, "now": clock.now()})
    movements.record(connection, account=account, amount_dong=total, content=memo, is_incoming=True, telling=Telling())
    return total


def next_trouble(connection: Connection, gateway: str) -> Trouble | None:
    """What was planned to go wrong with this call."""
    planned = connection.execute(
        "DELETE FROM twin.trouble WHERE id = (SELECT min(id) FROM twin.trouble WHERE gateway = %s) RETURNING kind",
        (gateway,),
    ).fetchone()
    return Trouble(planned["kind"]) if planned else None


def _repayment_state(amount_dong: int) -> str:
    if str(amount_dong).endswith(REFUSED_DIGITS):
        return "refused"
    return "processing" if str(amount_dong).endswith(STUCK_DIGITS) else "done"
