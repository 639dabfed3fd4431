"""What is taken is never below nothing, never above the line, and never less of a dearer line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendors.commissions.rates import FixedPer, Rate, commission_of

MOST = 2**53
amounts = st.integers(0, MOST)
shares = st.integers(0, 10_000)
quantities = st.integers(1, 10_000)


@st.composite
def rates(draw: st.DrawFn) -> Rate:
    floor = draw(amounts | st.just(0))
    cap = draw(st.none() | st.integers(floor, MOST))
    return Rate(draw(shares), draw(amounts), draw(st.sampled_from(FixedPer)), floor, cap)


@given(rates(), amounts, quantities)
def test_it_is_part_of_the_line_and_within_its_bounds(rate: Rate, line_dong: int, quantity: int) -> None:
    taken = commission_of(rate, line_dong=line_dong, quantity=quantity)
    assert 0 <= taken <= line_dong
    assert taken >= min(rate.floor_dong, line_dong)
    assert rate.cap_dong is None or taken <= rate.cap_dong


@given(rates(), amounts, amounts, quantities)
def test_a_dearer_line_never_gives_less(rate: Rate, one: int, other: int, quantity: int) -> None:
    cheap, dear = sorted((one, other))
    assert commission_of(rate, line_dong=cheap, quantity=quantity) <= commission_of(
        rate, line_dong=dear, quantity=quantity
    )


@given(rates(), amounts, quantities, quantities)
def test_more_pieces_never_give_less(rate: Rate, line_dong: int, one: int, other: int) -> None:
    few, many = sorted((one, other))
    taken = [commission_of(rate, line_dong=line_dong, quantity=quantity) for quantity in (few, many)]
    assert taken[0] <= taken[1]
    assert rate.fixed_per is FixedPer.UNIT or taken[0] == taken[1]


@given(rates(), amounts, quantities, shares)
def test_a_higher_share_never_takes_less(rate: Rate, line_dong: int, quantity: int, share: int) -> None:
    low, high = sorted((rate.basis_points, share))
    taken = [
        commission_of(
            Rate(points, rate.fixed_dong, rate.fixed_per, rate.floor_dong, rate.cap_dong),
            line_dong=line_dong,
            quantity=quantity,
        )
        for points in (low, high)
    ]
    assert taken[0] <= taken[1]


@pytest.mark.parametrize(
    ("rate", "line_dong", "quantity", "taken"),
    [
        (Rate(500), 100_000, 1, 5_000),
        (Rate(500), 1, 1, 0),
        (Rate(5_000), 1, 1, 1),
        (Rate(500, fixed_dong=2_000), 100_000, 3, 11_000),
        (Rate(500, fixed_dong=2_000, fixed_per=FixedPer.LINE), 100_000, 3, 7_000),
        (Rate(0, fixed_dong=2_000), 1_500, 1, 1_500),
        (Rate(500, floor_dong=3_000), 20_000, 1, 3_000),
        (Rate(500, floor_dong=3_000), 2_000, 1, 2_000),
        (Rate(500, cap_dong=50_000), 10_000_000, 1, 50_000),
        (Rate(10_000), 2**53, 1, 2**53),
    ],
)
def test_in_figures(rate: Rate, line_dong: int, quantity: int, taken: int) -> None:
    assert commission_of(rate, line_dong=line_dong, quantity=quantity) == taken
