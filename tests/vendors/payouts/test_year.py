"""The vendor's year on its money page."""

from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient

from marketplace import clock
from tests.factories.money import earn, release
from tests.factories.people import a_person, come_in
from tests.factories.statements import a_confirmed_payout, a_household, take_back
from tests.factories.vendors import a_member
from vendors.payouts.year import year_of

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
MIDNIGHT = datetime(2026, 10, 31, 17, tzinfo=UTC)
"""November begins in Vietnam."""


def test_a_year_says_what_was_earned_and_what_was_paid(app: Flask) -> None:
    with clock.at(NOW.replace(year=2025)):
        vendor = a_household()
        [last_year] = earn(vendor, 700_000)
    with clock.at(MIDNIGHT.replace(hour=16, minute=59)):
        [october] = earn(vendor, 300_000, released=False)
    with clock.at(MIDNIGHT):
        payout = a_confirmed_payout(vendor, 500_000)
        [november] = earn(vendor, 200_000, released=False)
        take_back(november)
        release(october)
    with clock.at(NOW):
        months = year_of(vendor)
    assert [month.name for month in months] == [f"{n:02d}/2026" if n < 12 else "12/2025" for n in (12, *range(1, 12))]
    earned, paid = months[-1].amounts
    assert paid == payout.amount_dong
    assert earned == payout.amount_dong - last_year.earning_dong + november.left.earning_dong
    assert months[-2].amounts == (october.earning_dong, 0)
    assert months[-1].before == last_year.earning_dong
    assert all(month.amounts == (0, 0) for month in months[:-2])


def test_the_chart_is_on_the_money_page_with_its_table(client: FlaskClient) -> None:
    vendor = a_household()
    a_confirmed_payout(vendor, 500_000)
    page = come_in(client, a_member(vendor, a_person())).get("/seller/money").text
    assert "Mười hai tháng qua" in page
    assert page.count('class="series-0"') == 2  # its mark and one month
    assert "Xem bảng số" in page
    assert "style=" not in page
