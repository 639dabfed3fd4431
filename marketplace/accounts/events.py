"""Facts of accounts."""

from dataclasses import dataclass
from enum import StrEnum

from marketplace import clock, outbox
from marketplace.accounts.models import User
from marketplace.outbox import Fact


class Change(StrEnum):
    """What was changed of the ways into an account."""

    PASSWORD = "password"  # noqa: S105 - names what was changed
    PHONE = "phone"
    EMAIL = "email"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"


@dataclass(frozen=True)
class AccountSecured(Fact):
    """A way into an account was changed at a moment (ISO 8601); `before` is the phone or mailbox that was replaced."""

    user_id: int
    change: str
    at: str
    before: str = ""


def record_change(person: User, change: Change, *, before: str | None = None) -> None:
    """Record that a way into the account was changed: the person is told, whatever else they chose to hear of."""
    outbox.record(AccountSecured(person.id, change.value, clock.now().isoformat(), before or ""))
