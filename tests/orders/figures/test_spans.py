"""Which days, weeks and months are shown, and what they are called."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.clock import VIETNAM
from orders.figures.spans import COUNTS, Grain, full_name, grain_named, short_name, span_until

MONDAY = date(2026, 11, 23)


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.sampled_from(Grain))
def test_the_pieces_follow_each_other_up_to_today(today: date, grain: Grain) -> None:
    span = span_until(today, grain)
    pieces = [*span.before, *span.shown]
    assert len(span.before) == len(span.shown) == COUNTS[grain]
    assert pieces == sorted(set(pieces))
    assert pieces[-1] <= today < pieces[-1] + {"day": 1, "week": 7, "month": 31}[grain] * timedelta(days=1)


@pytest.mark.parametrize(
    ("grain", "first", "turns"),
    [
        (Grain.DAY, date(2026, 10, 27), date(2026, 11, 10)),
        (Grain.WEEK, date(2026, 6, 15), date(2026, 9, 7)),
        (Grain.MONTH, date(2024, 12, 1), date(2025, 12, 1)),
    ],
)
def test_as_much_is_compared_as_is_shown(grain: Grain, first: date, turns: date) -> None:
    span = span_until(MONDAY, grain)
    assert span.begins == datetime(first.year, first.month, first.day, tzinfo=VIETNAM)
    assert span.turns == datetime(turns.year, turns.month, turns.day, tzinfo=VIETNAM)


def test_each_has_a_short_and_a_full_name(app) -> None:
    with app.test_request_context():
        assert short_name(MONDAY, Grain.DAY) == "23"
        assert short_name(MONDAY, Grain.WEEK) == "48"
        assert short_name(MONDAY, Grain.MONTH) == "11"
        assert full_name(MONDAY, Grain.DAY) == "Th 2 23/11/2026"
        assert full_name(MONDAY, Grain.WEEK) == "23/11–29/11/2026"
        assert full_name(date(2026, 11, 1), Grain.MONTH) == "11/2026"


@pytest.mark.parametrize("words", ["", "year", "DAY", "'; drop"])
def test_an_unknown_cut_is_by_day(words: str) -> None:
    assert grain_named(words) is Grain.DAY
    assert grain_named("month") is Grain.MONTH
