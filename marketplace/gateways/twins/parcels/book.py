"""The carriers' twins' parcels, the news of them, and their statements of cash."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier

from marketplace import clock
from marketplace.gateways.twins import movements
from marketplace.gateways.twins.movements import Telling
from marketplace.gateways.twins.store import Connection

TRANSFER_FEE = 5_500
"""GHN's, for each transfer of cash."""
DEFAULT_FEE = 22_000
BROUGHT = {"ghn": ("delivered",), "ghtk": ("5", "6")}
CAME_BACK = {"ghn": ("returned",), "ghtk": ("21", "11")}
FIRST = {"ghn": "ready_to_pick", "ghtk": "2"}


@dataclass(frozen=True)
class Handed:
    """A parcel that a shop hands over: the shop's own code for it, the cash to take, and what the carrier charges."""

    client_code: str
    cash_dong: int
    fee_dong: int = DEFAULT_FEE
    code: str = ""


def take(connection: Connection, carrier: str, handed: Handed) -> DictRow:
    """Take a parcel; the same code of the shop gives the same parcel."""
    code = handed.code or f"{carrier.upper()}{secrets.token_hex(5).upper()}"
    connection.execute(
        "INSERT INTO twin.parcel (carrier, code, client_code, cash_dong, fee_dong, status, changed_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        (carrier, code, handed.client_code, handed.cash_dong, handed.fee_dong, FIRST[carrier], clock.now()),
    )
    query = "SELECT * FROM twin.parcel WHERE carrier = %s AND client_code = %s"
    return connection.execute(query, (carrier, handed.client_code)).fetchall()[0]


def coded(connection: Connection, code: str) -> DictRow | None:
    """The parcel of this tracking code."""
    return connection.execute("SELECT * FROM twin.parcel WHERE code = %s", (code,)).fetchone()


def tell(connection: Connection, parcel: DictRow, status: str, telling: Telling) -> None:
    """Let a parcel come to a state, and queue the news of it: so many times, with or without the right key."""
    now = clock.now()
    connection.execute("UPDATE twin.parcel SET status = %s, changed_at = %s WHERE id = %s", (status, now, parcel["id"]))
    for _ in range(telling.times):
        connection.execute(
            "INSERT INTO twin.parcel_news (parcel_id, status, happened_at, is_wrongly_signed, due_at)"
            " VALUES (%s, %s, %s, %s, now() + %s)",
            (parcel["id"], status, now, telling.is_wrongly_signed, timedelta(seconds=telling.delay_seconds)),
        )


def state(connection: Connection, carrier: str, *, account: str, pays: bool = True) -> DictRow | None:
    """Make the statement of all parcels that came to their end and were not stated before; None for none.

    What is left after fees is paid into the account, with the statement's number as memo, if it `pays`.
    """
    parcels = connection.execute(
        "SELECT * FROM twin.parcel WHERE carrier = %s AND statement_id IS NULL AND status = ANY(%s)"
        " ORDER BY id FOR UPDATE",
        (carrier, [*BROUGHT[carrier], *CAME_BACK[carrier]]),
    ).fetchall()
    rows = [_row(parcel, brought=parcel["status"] in BROUGHT[carrier]) for parcel in parcels]
    net = sum(row["cod_amount"] - row["total_fee"] for row in rows) - TRANSFER_FEE
    if not rows or net < 0:
        return None
    statement = _written(connection, rows, parcels, net)
    if pays and net:
        movements.record(
            connection,
            account=account,
            amount_dong=net,
            content=f"{carrier.upper()} CHUYEN TIEN COD {statement['reference']}",
            is_incoming=True,
            telling=Telling(),
        )
    return statement


def lose(connection: Connection, carrier: str, missing_dong: int) -> None:
    """Let a courier lose some of the cash of one parcel that is not stated yet."""
    connection.execute(
        "UPDATE twin.parcel SET cash_dong = cash_dong - %(missing)s WHERE id = ("
        " SELECT min(id) FROM twin.parcel WHERE carrier = %(carrier)s AND statement_id IS NULL"
        " AND status = ANY(%(brought)s) AND cash_dong > %(missing)s)",
        {"missing": missing_dong, "carrier": carrier, "brought": list(BROUGHT[carrier])},
    )


def forget(connection: Connection) -> None:
    """Forget every parcel and statement."""
    for table in ("parcel_news", "parcel", "cash_statement"):
        connection.execute(SQL("DELETE FROM twin.{}").format(Identifier(table)))


def statements(connection: Connection, carrier: str, *, since: str) -> Sequence[DictRow]:
    """The statements made since this day, oldest first."""
    query = "SELECT * FROM twin.cash_statement WHERE carrier = %s AND ends_on >= %s::date ORDER BY id"
    return connection.execute(query, (carrier, since)).fetchall()


def as_json(statement: DictRow) -> dict[str, object]:
    """The statement as an interface gives it."""
    return {
        "reference": statement["reference"],
        "begins_on": statement["begins_on"].isoformat(),
        "ends_on": statement["ends_on"].isoformat(),
        "rows": statement["rows"],
        "transfer_fee": statement["transfer_fee"],
        "net": statement["net_dong"],
    }


def as_table(statement: DictRow) -> list[list[str | int]]:
    """The statement as the table that a carrier sends by mail."""
    rows: list[dict[str, int]] = statement["rows"]
    return [
        ["BẢNG KÊ TIỀN THU HỘ (COD)"],
        ["Mã bảng kê", statement["reference"]],
        ["Từ ngày", f"{statement['begins_on']:%d/%m/%Y}"],
        ["Đến ngày", f"{statement['ends_on']:%d/%m/%Y}"],
        [],
        ["STT", "Mã vận đơn", "Tiền thu hộ (COD)", "Phí dịch vụ"],
        *([at, row["order_code"], row["cod_amount"], row["total_fee"]] for at, row in enumerate(rows, start=1)),
        ["Phí chuyển tiền", statement["transfer_fee"]],
        ["Thực nhận", statement["net_dong"]],
    ]


def _row(parcel: DictRow, *, brought: bool) -> dict[str, int]:
    return {
        "order_code": parcel["code"],
        "cod_amount": parcel["cash_dong"] if brought else 0,
        "total_fee": parcel["fee_dong"],
    }


def _written(connection: Connection, rows: Sequence[dict[str, int]], parcels: Sequence[DictRow], net: int) -> DictRow:
    carrier: str = parcels[0]["carrier"]
    changed: list[datetime] = [parcel["changed_at"] for parcel in parcels]
    reference = f"{carrier.upper()}COD{clock.today():%y%m%d}{secrets.randbelow(10**6):06}"
    statement = connection.execute(
        "INSERT INTO twin.cash_statement (carrier, reference, begins_on, ends_on, rows, transfer_fee, net_dong)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING *",
        (
            *(carrier, reference, clock.in_vietnam(min(changed)).date(), clock.today()),
            *(json.dumps(rows), TRANSFER_FEE, net),
        ),
    ).fetchall()[0]
    ids = [parcel["id"] for parcel in parcels]
    connection.execute("UPDATE twin.parcel SET statement_id = %s WHERE id = ANY(%s)", (statement["id"], ids))
    return statement
