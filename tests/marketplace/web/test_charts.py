"""Charts: where things stand, that nothing leaves the frame, and that the words are there."""

from itertools import pairwise

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some

from marketplace.web.charts import FOR_WORDS, HIGH, Column, column_chart, round_above, short_dong

AMOUNT = some.integers(min_value=-(2**53), max_value=2**53)
COLUMNS = some.lists(
    some.builds(Column, some.just("1"), some.just("01/2026"), some.tuples(AMOUNT, AMOUNT), AMOUNT),
    min_size=12,
    max_size=12,
)


@given(COLUMNS)
def test_nothing_leaves_the_frame(whole_app: Flask, columns: list[Column]) -> None:
    with whole_app.test_request_context("/"):
        plan = column_chart(columns)
    assert FOR_WORDS - 1 <= plan.zero <= HIGH
    for bar in plan.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= 100
        assert bar.y >= FOR_WORDS - 1
        assert bar.y + bar.height <= HIGH
    for piece in plan.before:
        assert FOR_WORDS - 1 <= min(piece.y1, piece.y2) <= max(piece.y1, piece.y2) <= HIGH
    assert all(0 <= label.x <= 100 and label.y > 0 for label in plan.labels)


@given(COLUMNS)
def test_bars_are_as_high_as_their_amounts(whole_app: Flask, columns: list[Column]) -> None:
    with whole_app.test_request_context("/"):
        plan = column_chart(columns)
    amounts = [(series, amount) for column in columns for series, amount in enumerate(column.amounts) if amount]
    assert [bar.series for bar in plan.bars] == [series for series, _ in amounts]
    ordered = sorted(zip((abs(amount) for _, amount in amounts), (bar.height for bar in plan.bars), strict=True))
    assert all(low[1] <= high[1] + 0.02 for low, high in pairwise(ordered))


def test_below_zero_hangs_from_the_zero_line(app: Flask) -> None:
    with app.test_request_context("/"):
        plan = column_chart([Column("1", "01/2026", (100,)), Column("2", "02/2026", (-50,))])
    up, down = plan.bars
    assert up.y + up.height == pytest.approx(plan.zero)
    assert down.y == plan.zero
    assert plan.zero < HIGH - 1


def test_a_year_without_sales_is_an_empty_frame(app: Flask) -> None:
    with app.test_request_context("/"):
        plan = column_chart([Column(str(month), "", (0, 0)) for month in range(1, 13)])
    assert (plan.bars, plan.before, plan.labels) == ((), (), ())
    assert plan.zero == HIGH - 1


@pytest.mark.parametrize(
    ("amount", "words"),
    [(0, "0 ₫"), (999, "999 ₫"), (1_500, "1,5 k"), (12_400_000, "12,4 tr"), (-600_000, "-600 k"), (2 * 10**9, "2 tỷ")],
)
def test_amounts_in_a_few_signs(app: Flask, amount: int, words: str) -> None:
    with app.test_request_context("/"):
        assert short_dong(amount) == words


@pytest.mark.parametrize(("amount", "above"), [(1, 1), (3, 3), (12_400_000, 15_000_000), (50, 50), (51, 60), (99, 100)])
def test_round_amounts(amount: int, above: int) -> None:
    assert round_above(amount) == above
