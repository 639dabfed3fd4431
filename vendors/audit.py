"""Checks that hold for every market, whatever was sold (those of the books stand in `marketplace.ledger.audit`)."""

from collections.abc import Callable, Iterator

Check = Callable[[], Iterator[str]]
checks: list[Check] = []
"""Every check that `findings` runs; features add theirs (see `check`)."""


def check(function: Check) -> Check:
    """Add a check to the audit: it yields a sentence for each thing that is wrong."""
    checks.append(function)
    return function


def findings() -> list[str]:
    """Run every check; an empty list means that the market is right."""
    return [words for function in checks for words in function()]
