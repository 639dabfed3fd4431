"""The statement of the market's account: what a lost notice would have said (SePay user API, version 1).

Version 1, because its transaction ids are those of the notices; version 2 has other ids, so a movement could not be
recognised as the one of a notice already taken.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import httpx

from marketplace.gateways.bank.connection import BankUnavailable, ask, json_object
from marketplace.gateways.bank.notices import BankMovement, UnreadableNotice, moment, whole, words

MOST_AT_ONCE = 5_000


class Statement(Protocol):
    """Whoever can list the movements on the market's account."""

    def transactions(self, *, since_id: int = 0, since: date | None = None) -> list[BankMovement]:
        """The movements after this id and from this day on, oldest first. Raises BankUnavailable."""


@dataclass(frozen=True)
class SepayStatement:
    """SePay's list of transactions; without an account, those of every account linked there."""

    api_url: str
    api_token: str
    account: str = ""
    timeout_seconds: float = 10

    def transactions(self, *, since_id: int = 0, since: date | None = None) -> list[BankMovement]:
        wanted: dict[str, str | int] = {"limit": MOST_AT_ONCE}
        if since_id:
            wanted["since_id"] = since_id
        if since:
            wanted["transaction_date_min"] = since.isoformat()
        if self.account:
            wanted["account_number"] = self.account
        found = (_read(row) for row in self._rows(wanted))
        return sorted((n for n in found if n.transaction_id > since_id), key=lambda n: n.transaction_id)

    def _rows(self, wanted: dict[str, str | int]) -> list[object]:
        address = f"{self.api_url.rstrip('/')}/userapi/transactions/list"
        request = httpx.Request("GET", address, params=wanted, headers={"Authorization": f"Bearer {self.api_token}"})
        rows = json_object(ask(request, timeout_seconds=self.timeout_seconds)).get("transactions")
        if not isinstance(rows, list):
            raise BankUnavailable(f"{address} did not answer with transactions")
        return rows


def _read(row: object) -> BankMovement:
    """A row says the amount in two columns, one of which is zero."""
    if not isinstance(row, dict):
        raise BankUnavailable(f"a transaction is not a JSON object: {row!r:.100}")
    try:
        came, left = whole(row, "amount_in"), whole(row, "amount_out")
        return BankMovement(
            transaction_id=whole(row, "id", least=1),
            bank_name=words(row, "bank_brand_name") or "",
            account=words(row, "account_number") or "",
            sub_account=words(row, "sub_account"),
            content=words(row, "transaction_content") or "",
            is_incoming=came > 0,
            amount_dong=came or left,
            reference=words(row, "reference_number"),
            happened_at=moment(row, "transaction_date"),
        )
    except UnreadableNotice as unreadable:
        raise BankUnavailable(f"a transaction cannot be read: {unreadable}") from unreadable
