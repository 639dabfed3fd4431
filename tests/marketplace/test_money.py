"""Amounts of đồng: written, read, shared out to the last one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.money import MOST_DONG, NotAnAmount, format_dong, parse_dong, percent_of, share_out

AMOUNTS = st.integers(min_value=0, max_value=MOST_DONG)
WEIGHTS = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("amount_dong", "written"), [(380_000, "380.000\u00a0₫"), (0, "0\u00a0₫"), (-1_234_567, "-1.234.567\u00a0₫")]
)
def test_format(amount_dong: int, written: str) -> None:
    assert format_dong(amount_dong) == written


@pytest.mark.parametrize(
    ("typed", "amount_dong"),
    [
        ("350k", 350_000),
        ("350 K", 350_000),
        ("1tr2", 1_200_000),
        ("1tr250", 1_250_000),
        ("1,5 triệu", 1_500_000),
        ("1.5tr", 1_500_000),
        ("12 nghìn", 12_000),
        ("1.234.567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1.234", 1_234),
        (" 380.000 ₫ ", 380_000),
        ("380000 đồng", 380_000),
        ("380000vnd", 380_000),
        ("0", 0),
    ],
)
def test_parse(typed: str, amount_dong: int) -> None:
    assert parse_dong(typed) == amount_dong


@pytest.mark.parametrize(
    "typed",
    ["", "đ", "-5", "1,5", "1.23", "1.234,567", "1.250k", "1,2tr3", "1e9", "٣٥٠", "12 34x", "1tr2345", "9" * 400],
)
def test_what_can_be_read_two_ways_or_not_at_all_is_refused(typed: str) -> None:
    with pytest.raises(NotAnAmount):
        parse_dong(typed)


@given(AMOUNTS)
def test_what_is_written_can_be_read(amount_dong: int) -> None:
    assert parse_dong(format_dong(amount_dong)) == amount_dong


@given(st.text(max_size=40))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    try:
        assert 0 <= parse_dong(text) <= MOST_DONG
    except NotAnAmount:
        assert text not in {"1", "1k"}


@given(st.integers(min_value=-MOST_DONG, max_value=MOST_DONG), WEIGHTS)
def test_shares_add_up_and_are_fair(total: int, weights: list[int]) -> None:
    shares = share_out(total, weights)
    fair = weights if any(weights) else [1] * len(weights)
    assert sum(shares) == total
    for share, weight in zip(shares, fair, strict=True):
        assert abs(share * sum(fair) - total * weight) < sum(fair)


@given(AMOUNTS, WEIGHTS)
def test_a_refund_is_shared_as_the_payment_was(total: int, weights: list[int]) -> None:
    assert share_out(-total, weights) == [-share for share in share_out(total, weights)]


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (2, [1, 1, 1], [1, 1, 0]),
        (10, [0, 5, 0, 5], [0, 5, 0, 5]),
        (5, [0, 0], [3, 2]),
        (0, [3, 4], [0, 0]),
        (0, [], []),
    ],
)
def test_ties_go_to_the_earlier_place(total: int, weights: list[int], shares: list[int]) -> None:
    assert share_out(total, weights) == shares


@pytest.mark.parametrize(("total", "weights"), [(1, []), (1, [2, -1])])
def test_what_cannot_be_shared_is_refused(total: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="cannot share"):
        share_out(total, weights)


@pytest.mark.parametrize(
    ("amount_dong", "basis_points", "part"), [(100_000, 850, 8_500), (50, 100, 1), (49, 100, 0), (-50, 100, -1)]
)
def test_a_half_is_rounded_up(amount_dong: int, basis_points: int, part: int) -> None:
    assert percent_of(amount_dong, basis_points) == part


@given(AMOUNTS, st.integers(min_value=0, max_value=10_000))
def test_a_percentage_is_within_half_a_dong(amount_dong: int, basis_points: int) -> None:
    part = percent_of(amount_dong, basis_points)
    assert 0 <= part <= amount_dong
    assert abs(part * 10_000 - amount_dong * basis_points) <= 5_000
    assert percent_of(-amount_dong, basis_points) == -part
