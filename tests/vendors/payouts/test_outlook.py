"""When the next payout comes, and about how much it is."""

from datetime import date, datetime, timedelta

from marketplace.clock import VIETNAM
from vendors.payouts.models import Cadence
from vendors.payouts.outlook import Outlook, next_payout
from vendors.payouts.queries import Coming, Standing
from vendors.payouts.terms import Terms

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
WEEKLY = Terms(Cadence.WEEKLY, 6, 100_000, 3)


def standing(*, payable: int = 0, debt: int = 0) -> Standing:
    return Standing(pending=0, payable=payable, on_way=0, debt=debt)


def coming(days: int, amount_dong: int) -> Coming:
    return Coming("", amount_dong, NOW + timedelta(days=days))


def test_what_is_payable_and_what_will_be_by_then() -> None:
    expected = next_payout(
        WEEKLY, standing(payable=90_000, debt=20_000), [coming(3, 60_000), coming(9, 500_000)], now=NOW
    )
    assert expected == Outlook(date(2026, 11, 28), 130_000)


def test_a_day_on_which_too_little_is_there_is_passed_over() -> None:
    assert next_payout(WEEKLY, standing(payable=90_000), [coming(9, 10_000)], now=NOW) == Outlook(
        date(2026, 12, 5), 100_000
    )


def test_where_nothing_more_comes_there_is_no_day() -> None:
    assert next_payout(WEEKLY, standing(payable=99_999), [], now=NOW) == Outlook(None, 99_999)
    assert next_payout(WEEKLY, standing(debt=5_000), [], now=NOW) == Outlook(None, 0)


def test_a_new_account_is_waited_for() -> None:
    rests = NOW + timedelta(days=6)
    assert next_payout(WEEKLY, standing(payable=100_000), [], now=NOW, not_before=rests).day == date(2026, 12, 5)


def test_on_request_there_is_no_day() -> None:
    on_request = Terms(Cadence.ON_REQUEST, None, 100_000, 3)
    assert next_payout(on_request, standing(payable=500_000, debt=1), [], now=NOW) == Outlook(None, 499_999)
