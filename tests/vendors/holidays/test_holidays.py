"""When a vendor is closed, and what that does to its clocks and days."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.clock import VIETNAM
from marketplace.errors import NotFound
from orders.routing import reply_by
from tests.factories.fulfilment import parts_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.people import a_person
from tests.factories.vendors import a_holiday, a_vendor
from vendors.holidays import operations
from vendors.holidays.calendar import EVERY_DAY, Calendar
from vendors.holidays.models import Holiday
from vendors.holidays.operations import cancel_holiday, plan_holiday
from vendors.holidays.queries import calendars_of, holidays_of

SATURDAY = date(2026, 11, 28)
A_DAY = timedelta(days=1)
SUNDAYS_OFF = Calendar(frozenset({7}))
DAYS = st.dates(date(2026, 11, 1), date(2027, 2, 1))


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM)


def closed(first: date, last: date, *, rest_weekdays: tuple[int, ...] = ()) -> Calendar:
    return Calendar.of(rest_weekdays, [Holiday(first_day=first, last_day=last)])


CALENDARS = st.builds(
    lambda first, length, rest: closed(first, first + length * A_DAY, rest_weekdays=tuple(rest)),
    DAYS,
    st.integers(0, 30),
    st.sets(st.integers(1, 7), max_size=6),
)


def test_the_clock_stands_still_over_sunday_and_a_holiday() -> None:
    asked = at(SATURDAY, 20)
    assert SUNDAYS_OFF.ends(asked, 24 * timedelta(hours=1)) == at(SATURDAY + 2 * A_DAY, 20)
    long = closed(SATURDAY, SATURDAY + 4 * A_DAY, rest_weekdays=(7,))
    assert long.ends(asked, timedelta(hours=24)) == at(SATURDAY + 6 * A_DAY, 0)
    assert EVERY_DAY.ends(asked, timedelta(hours=24)) == at(SATURDAY + A_DAY, 20)


@given(begins=DAYS, hours=st.integers(1, 240), calendar=CALENDARS)
def test_a_deadline_leaves_exactly_its_hours_of_working_days(begins, hours, calendar) -> None:
    start, end = at(begins, 15), calendar.ends(at(begins, 15), timedelta(hours=hours))
    passed = (start + timedelta(hours=each) for each in range(int((end - start) / timedelta(hours=1))))
    assert sum(not calendar.rests_on(each.date()) for each in passed) == hours


@given(ordered=DAYS, days=st.integers(0, 60), calendar=CALENDARS)
def test_goods_leave_on_a_working_day_after_their_working_days(ordered, days, calendar) -> None:
    leaves = calendar.dispatch_day(ordered, days)
    assert not calendar.rests_on(leaves)
    between = (ordered + each * A_DAY for each in range((leaves - ordered).days))
    assert sum(not calendar.rests_on(day) for day in between) == days


def test_several_are_planned_in_their_order_and_taken_back(app: Flask) -> None:
    vendor, by, today = a_vendor(), a_person(), clock.today()
    later = plan_holiday(vendor, today + 9 * A_DAY, today + 9 * A_DAY, by=by)
    running = plan_holiday(vendor, today - 2 * A_DAY, today, by=by)
    assert holidays_of(vendor) == [running, later]
    cancel_holiday(vendor, running.id, by=by)
    assert [each.first_day for each in calendars_of([vendor.id])[vendor.id].holidays] == [later.first_day]
    for stranger in (a_vendor(), vendor):
        with pytest.raises(NotFound):
            cancel_holiday(stranger, later.id if stranger is not vendor else running.id, by=by)


@pytest.mark.parametrize(("first", "last"), [(2, 1), (-3, -1), (0, 800)])
def test_days_must_be_in_order_not_over_and_near(app: Flask, first: int, last: int) -> None:
    with pytest.raises(operations.HolidayDates):
        plan_holiday(a_vendor(), clock.today() + first * A_DAY, clock.today() + last * A_DAY, by=a_person())


@pytest.mark.parametrize(("first", "last"), [(3, 5), (5, 9), (4, 4), (1, 9)])
def test_none_shares_a_day_with_another_not_even_behind_the_operations(app: Flask, first: int, last: int) -> None:
    vendor, today = a_vendor(), clock.today()
    a_holiday(vendor, today + 3 * A_DAY, today + 5 * A_DAY)
    days = (today + first * A_DAY, today + last * A_DAY)
    with pytest.raises(operations.HolidaysOverlap):
        plan_holiday(vendor, *days, by=a_person())
    a_holiday(a_vendor(), *days)
    with pytest.raises(IntegrityError, match="ex_holiday_none_overlap"):
        a_holiday(vendor, *days)


def test_there_is_an_end_to_planning(app: Flask) -> None:
    vendor, by = a_vendor(), a_person()
    for each in range(operations.MOST_AHEAD):
        a_holiday(vendor, clock.today() + 2 * each * A_DAY)
    with pytest.raises(operations.TooManyHolidays):
        plan_holiday(vendor, clock.today() + 100 * A_DAY, clock.today() + 101 * A_DAY, by=by)


def test_the_time_to_answer_an_order_waits_for_the_shop_to_open(app: Flask) -> None:
    shop = a_shop()
    today = clock.today()
    a_holiday(shop, today + A_DAY, today + 3 * A_DAY)
    shop.rest_weekdays = [(today + 4 * A_DAY).isoweekday()]
    [part] = parts_of(an_order(a_listing(shop)))
    calendar = calendars_of([shop.id])[shop.id]
    assert part.reply_by == reply_by(part.routed_at, calendar)
    assert part.reply_by.astimezone(VIETNAM).date() >= today + 5 * A_DAY
