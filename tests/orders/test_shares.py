"""Shares of money: whatever is taken off in whatever steps, nothing is lost and nothing is made."""

from hypothesis import given
from hypothesis import strategies as st

from orders.shares import Share, portion

AMOUNTS = st.one_of(st.integers(0, 10**7), st.just(2**53 - 1), st.just(1))


@given(AMOUNTS, st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_the_portions_of_all_pieces_are_the_whole(amount: int, steps: list[int]) -> None:
    pieces, taken, given_back = sum(steps), 0, []
    for step in steps:
        given_back.append(portion(amount, taken=taken, more=step, of=pieces))
        taken += step
    assert sum(given_back) == amount
    assert all(each >= 0 for each in given_back)


@given(AMOUNTS, st.integers(1, 100), st.data())
def test_a_portion_is_never_a_whole_dong_from_its_share(amount: int, pieces: int, data: st.DataObject) -> None:
    taken = data.draw(st.integers(0, pieces - 1))
    more = data.draw(st.integers(1, pieces - taken))
    found = portion(amount, taken=taken, more=more, of=pieces)
    assert -pieces < found * pieces - amount * more < pieces


@given(st.builds(Share, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS))
def test_what_is_left_after_all_is_taken_is_nothing(share: Share) -> None:
    assert share - share == Share()
    assert Share() + share == share
    assert share.earning_dong + share.commission_dong + share.tax_dong == share.total_dong
