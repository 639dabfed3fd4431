"""Time is read in one place and can be set there."""

from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace import clock

NEW_YEAR = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)


def test_now_is_aware_and_passes() -> None:
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.now() <= clock.now()


def test_today_is_the_date_in_vietnam() -> None:
    with clock.at(NEW_YEAR):
        assert clock.today() == date(2027, 1, 1)
        assert clock.in_vietnam(clock.now()).hour == 0


def test_a_set_moment_ends_with_its_block() -> None:
    with clock.at(NEW_YEAR):
        with clock.at(NEW_YEAR + timedelta(days=1)):
            assert clock.now() == NEW_YEAR + timedelta(days=1)
        assert clock.now() == NEW_YEAR
    assert clock.now() != NEW_YEAR


def test_a_set_moment_is_told_in_utc() -> None:
    with clock.at(NEW_YEAR.astimezone(clock.VIETNAM)):
        assert clock.now().tzinfo is UTC


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = NEW_YEAR.replace(tzinfo=None)
    with pytest.raises(ValueError, match="no time zone"), clock.at(naive):
        pass
    with pytest.raises(ValueError, match="no time zone"):
        clock.in_vietnam(naive)
