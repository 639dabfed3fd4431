"""Whether the demo market is there, and who of its people."""

from collections.abc import Sequence
from enum import Enum, auto

from sqlalchemy import select

from marketplace.accounts.operations import read_login
from marketplace.accounts.queries import find_person
from marketplace.audit import AuditEntry
from marketplace.database import db
from vendors.models import Vendor
from workers.seed.people import DemoAccount

BEGUN, FINISHED = "demo market begun", "demo market finished"
"""Acts in the audit trail between which the demo market is not whole."""


class State(Enum):
    """What stands in the database."""

    EMPTY = auto()
    THERE = auto()
    INTERRUPTED = auto()


def state() -> State:
    """Say whether there is a market, or a demo market that was never finished."""
    acts = set(db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.in_((BEGUN, FINISHED)))))
    if BEGUN in acts and FINISHED not in acts:
        return State.INTERRUPTED
    return State.THERE if acts or db.session.scalar(select(Vendor.id).limit(1)) else State.EMPTY


def present_accounts(accounts: Sequence[DemoAccount]) -> list[DemoAccount]:
    """Those of the accounts that exist."""
    return [account for account in accounts if find_person(*read_login(account.login))]
