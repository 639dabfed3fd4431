"""Posting: two sides, once, and never changed."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, Move, market, of_vendor
from marketplace.ledger.operations import PostedOtherwise, post
from marketplace.ledger.queries import balance, balances, statement
from tests.statements import watch_statements

BANK, HELD = market(AccountKind.BANK), market(AccountKind.HELD)
PENDING = of_vendor(AccountKind.VENDOR_PENDING, 7)
LARGEST = 2**53


def wrong() -> list[str]:
    """What the checks find that hold for every ledger; those of orders know nothing of these postings."""
    return [words for check in audit.checks if check.__module__ == audit.__name__ for words in check()]


def test_a_move_changes_both_sides(app: Flask) -> None:
    """What leaves the credit account is in the debit account."""
    post("a/1", [Move(BANK, HELD, 500_000)], words="")
    post("a/2", [Move(HELD, PENDING, 200_000)], words="")
    assert balances([BANK, HELD, PENDING]) == {BANK: 500_000, HELD: 300_000, PENDING: 200_000}
    assert wrong() == []


def test_a_repeat_is_the_first_posting(app: Flask) -> None:
    """The reference is the idempotency key."""
    first = post("a/1", [Move(BANK, HELD, 1)], words="")
    again = post("a/1", [Move(BANK, HELD, 1)], words="other words")
    assert again.id == first.id
    assert balance(BANK) == 1


@pytest.mark.parametrize("moves", [[Move(BANK, HELD, 2)], [Move(BANK, HELD, 1), Move(HELD, PENDING, 1)]])
def test_a_repeat_with_other_moves_is_refused(app: Flask, moves: list[Move]) -> None:
    """Nobody pays another amount under the same reference."""
    post("a/1", [Move(BANK, HELD, 1)], words="")
    with pytest.raises(PostedOtherwise):
        post("a/1", moves, words="")
    assert balance(BANK) == 1


@pytest.mark.parametrize("amount", [0, -1])
def test_a_move_is_above_zero(amount: int) -> None:
    """A move of nothing, or backwards, cannot be written."""
    with pytest.raises(ValueError, match="not a move"):
        Move(BANK, HELD, amount)


def test_a_vendors_account_needs_its_vendor() -> None:
    """The chart refuses an account that nobody can place."""
    with pytest.raises(ValueError, match="does not fit"):
        market(AccountKind.VENDOR_PENDING)
    with pytest.raises(ValueError, match="does not fit"):
        of_vendor(AccountKind.BANK, 7)


@pytest.mark.parametrize("table", ["ledger_posting", "ledger_transfer", "audit_entry"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_books_only_grow(app: Flask, table: str, change: str) -> None:
    """The database itself refuses to forget."""
    with pytest.raises(DBAPIError, match="never changed or deleted"):
        db.session.execute(text(change.format(table)))


def test_a_transfer_cannot_be_rewritten(app: Flask) -> None:
    """Not even its amount."""
    post("a/1", [Move(BANK, HELD, 1)], words="")
    with pytest.raises(DBAPIError, match="never changed or deleted"):
        db.session.execute(text("UPDATE ledger_transfer SET amount_dong = 2"))


def test_the_statement_adds_up_to_the_balance(app: Flask) -> None:
    """Each line says how the balance changed, oldest first."""
    post("a/1", [Move(BANK, HELD, 500)], words="in")
    post("a/2", [Move(HELD, BANK, 200)], words="out")
    assert [(line.reference, line.change_dong) for line in statement(HELD)] == [("a/1", 500), ("a/2", -200)]
    assert sum(line.change_dong for line in statement(BANK)) == balance(BANK)


def test_posting_many_moves_takes_as_many_statements_as_few(app: Flask) -> None:
    """The number of moves does not show in the number of statements."""
    counts = []
    for number in (1, 40):
        moves = [Move(BANK, of_vendor(AccountKind.VENDOR_PENDING, vendor), 5) for vendor in range(1, number + 1)]
        with watch_statements() as seen:
            post(f"many/{number}", moves, words="")
        counts.append(len(seen))
    assert counts[1] <= counts[0]


def test_an_overdrawn_account_is_found(app: Flask) -> None:
    """The audit is not blind: money taken from where there is none is told."""
    post("a/1", [Move(HELD, BANK, 100)], words="")
    assert any("held" in words and "-100" in words for words in wrong())


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, LARGEST), min_size=1, max_size=6))
def test_sides_stay_equal_whatever_is_posted(app: Flask, amounts: list[int]) -> None:
    """Amounts of one đồng and near 2^53 alike."""
    with db.session.begin_nested() as savepoint:
        for number, amount in enumerate(amounts):
            post(f"h/{number}", [Move(BANK, HELD, amount)], words="")
        assert balance(BANK) == balance(HELD) == sum(amounts)
        assert wrong() == []
        savepoint.rollback()
