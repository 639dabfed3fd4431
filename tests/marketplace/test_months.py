"""Months of Vietnam's calendar."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from marketplace.months import Month

MONTHS = some.builds(Month, some.integers(2000, 2090), some.integers(1, 12))


def test_a_month_begins_at_midnight_in_vietnam() -> None:
    november = Month(2026, 11)
    assert november.begins == datetime(2026, 10, 31, 17, tzinfo=UTC)
    assert november.ends == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert Month(2026, 12).ends == Month(2027, 1).begins


@given(MONTHS, some.integers(-120, 120))
def test_back_and_forth_is_the_same_month(month: Month, many: int) -> None:
    assert month.earlier(many).earlier(-many) == month
    assert Month.read(str(month)) == month


def test_the_month_of_a_day() -> None:
    assert Month.of(date(2026, 1, 1)).earlier() == Month(2025, 12)


@pytest.mark.parametrize("written", ["2026-13", "2026-00", "26-11", "2026-1", "2026-11-01", "", "abc"])
def test_what_is_no_month_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        Month.read(written)
