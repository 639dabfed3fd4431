"""On which days a vendor is paid."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace import clock
from vendors.payouts.models import Cadence
from vendors.payouts.schedule import coming_days, is_payout_day, moment_of_run

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)


@pytest.mark.parametrize(
    ("cadence", "weekday", "expected"),
    [
        (Cadence.DAILY, None, [date(2026, 11, 24), date(2026, 11, 25)]),
        (Cadence.WEEKLY, 1, [date(2026, 11, 30), date(2026, 12, 7)]),
        (Cadence.WEEKLY, 7, [date(2026, 11, 29), date(2026, 12, 6)]),
        (Cadence.TWICE_MONTHLY, None, [date(2026, 12, 1), date(2026, 12, 15)]),
        (Cadence.MONTHLY, None, [date(2026, 12, 1), date(2027, 1, 1)]),
        (Cadence.ON_REQUEST, None, []),
    ],
)
def test_the_days_to_come(cadence: Cadence, weekday: int | None, expected: list[date]) -> None:
    assert list(islice(coming_days(cadence, weekday, after=MONDAY), 2)) == expected


def test_a_night_that_has_not_begun_is_still_to_come() -> None:
    just_before = datetime(2026, 11, 23, 18, 59, tzinfo=UTC)  # 1:59 in Vietnam
    assert next(coming_days(Cadence.DAILY, None, after=just_before)) == date(2026, 11, 24)
    assert next(coming_days(Cadence.DAILY, None, after=just_before + timedelta(minutes=1))) == date(2026, 11, 25)


@given(
    cadence=st.sampled_from([each for each in Cadence if each is not Cadence.ON_REQUEST]),
    weekday=st.integers(1, 7),
    after=st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - as asked
)
def test_the_next_day_is_a_payout_day_and_none_lies_between(cadence: Cadence, weekday: int, after: datetime) -> None:
    found = next(coming_days(cadence, weekday, after=after))
    assert is_payout_day(cadence, weekday, found)
    assert moment_of_run(found) > after
    skipped = [found - timedelta(days=back) for back in range(1, 40)]
    assert not any(is_payout_day(cadence, weekday, day) for day in skipped if moment_of_run(day) > after)
