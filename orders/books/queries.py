"""The balance of the books, and what their last audit found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.ledger import health
from marketplace.ledger.chart import DEBIT_SIDE, AccountKind
from marketplace.ledger.models import AuditRun
from marketplace.ledger.queries import trial_balance

ORDER_NUMBER = re.compile(r"\bQN-[A-Z0-9]{4}-[A-Z0-9]{4}\b")
MOST_WRONG_RUNS = 10


@dataclass(frozen=True)
class Side:
    """One side of the books: kinds of accounts with their sums, and the sum of all."""

    sums: tuple[tuple[AccountKind, int], ...]

    @property
    def total_dong(self) -> int:
        """What the whole side holds."""
        return sum(dong for _, dong in self.sums)


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, and the number of the order that it names, if it names one."""

    words: str
    order_number: str | None


@dataclass(frozen=True)
class Checked:
    """What one check found."""

    name: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Books:
    """Both sides, the last audit with each of its checks, and the latest audits that found something."""

    assets: Side
    liabilities: Side
    last: AuditRun | None
    checked: Sequence[Checked]
    wrong_runs: Sequence[AuditRun]


def books() -> Books:
    """Read the books as they stand: three statements."""
    sums, last = trial_balance(), health.last_run()
    results = last.results if last else {}
    return Books(
        assets=_side(sums, [kind for kind in AccountKind if kind in DEBIT_SIDE]),
        liabilities=_side(sums, [kind for kind in AccountKind if kind not in DEBIT_SIDE]),
        last=last,
        checked=[_checked(name, found) for name, found in results.items()],
        wrong_runs=health.wrong_runs(MOST_WRONG_RUNS),
    )


def _side(sums: dict[AccountKind, int], kinds: Sequence[AccountKind]) -> Side:
    return Side(tuple((kind, sums.get(kind, 0)) for kind in kinds))


def _checked(name: str, found: Sequence[str]) -> Checked:
    return Checked(name, tuple(Finding(words, _order_named(words)) for words in found))


def _order_named(words: str) -> str | None:
    found = ORDER_NUMBER.search(words)
    return found[0] if found else None
