"""Hours in which goods are fetched: what a vendor may set, and which times buyers choose from."""

from datetime import date, time, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from marketplace.clock import in_vietnam
from tests.factories.people import come_in
from tests.factories.vendors import a_member, a_vendor
from vendors.delivery.models import PickupWindow
from vendors.delivery.pickup import DAYS_OFFERED, HoursBackwards, HoursOverlap, set_windows, times_from, windows_of
from vendors.holidays.calendar import EVERY_DAY, Calendar
from vendors.holidays.models import Holiday

MONDAY = date(2026, 11, 23)
MORNING, AFTERNOON = (time(8), time(11, 30)), (time(14), time(17))


def window(weekday: int, hours: tuple[time, time] = MORNING) -> PickupWindow:
    return PickupWindow(weekday=weekday, opens_at=hours[0], closes_at=hours[1])


@given(
    weekdays=st.sets(st.integers(1, 7)),
    first_day=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    rest=st.integers(0, 20),
)
def test_times_lie_on_the_weekdays_set_and_outside_the_holiday(weekdays, first_day, rest) -> None:
    calendar = Calendar.of((), [Holiday(first_day=first_day, last_day=first_day + timedelta(days=rest))])
    times = times_from([window(each) for each in weekdays], first_day=first_day, calendar=calendar)
    days = [in_vietnam(each.starts).date() for each in times]
    left = range(rest + 1, DAYS_OFFERED)
    assert days == [day for each in left if (day := first_day + timedelta(days=each)).isoweekday() in weekdays]


def test_a_time_has_a_name_for_forms() -> None:
    [first, second, *_later] = times_from(
        [window(2, MORNING), window(2, AFTERNOON)], first_day=MONDAY, calendar=EVERY_DAY
    )
    assert (first.value, second.value) == ("2026-11-24T08:00/11:30", "2026-11-24T14:00/17:00")


def test_hours_replace_those_before(app) -> None:
    vendor = a_vendor()
    by = a_member(vendor)
    set_windows(vendor, weekdays=[1, 2, 3], hours=[MORNING], by=by)
    set_windows(vendor, weekdays=[6], hours=[AFTERNOON, MORNING], by=by)
    assert [(each.weekday, each.opens_at) for each in windows_of([vendor.id])[vendor.id]] == [
        (6, time(8)),
        (6, time(14)),
    ]


@pytest.mark.parametrize(
    ("hours", "refusal"),
    [([(time(11), time(8))], HoursBackwards), ([MORNING, (time(11), time(12))], HoursOverlap)],
)
def test_hours_that_cannot_be_are_refused(app, hours, refusal) -> None:
    vendor = a_vendor()
    with pytest.raises(refusal):
        set_windows(vendor, weekdays=[1], hours=hours, by=a_member(vendor))


def test_a_seller_sets_days_and_hours(client: FlaskClient, app) -> None:
    vendor = a_vendor()
    seller = come_in(client, a_member(vendor))
    sent = {"weekdays": ["1", "6"], "opens_1": "08:00", "closes_1": "11:30"}
    assert seller.post("/seller/shop/delivery/pickup-times", data=sent).status_code == 302
    page = seller.get("/seller/shop/delivery/pickup-times").text
    assert 'value="08:00"' in page
    half = seller.post("/seller/shop/delivery/pickup-times", data={"weekdays": ["1"], "opens_1": "08:00"})
    assert half.status_code == 422
    assert "cả giờ mở và giờ đóng" in half.text
    assert [each.weekday for each in windows_of([vendor.id])[vendor.id]] == [1, 6]
