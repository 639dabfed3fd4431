"""Weights as people write and read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.weights import parse_grams, weight_words


@pytest.mark.parametrize(
    ("typed", "grams"),
    [
        ("950", 950),
        (" 950 g ", 950),
        ("950gam", 950),
        ("1.200", 1_200),
        ("1.200 g", 1_200),
        ("0,95", 950),
        ("0.95", 950),
        ("1,2 kg", 1_200),
        ("1.25KG", 1_250),
        ("12 kg", 12_000),
        ("1.200 kg", 1_200),
    ],
)
def test_what_people_type_is_read(typed: str, grams: int) -> None:
    assert parse_grams(typed) == grams


@pytest.mark.parametrize("typed", ["", "nhẹ", "0", "-5", "0,95 g", "1,2,3", "1e3", "99999999", "½ kg", "٣ kg", "1.5 g"])
def test_what_is_no_weight_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_grams(typed)


@given(st.integers(1, 1_000_000))
def test_what_is_written_is_read_again(grams: int) -> None:
    assert parse_grams(weight_words(grams)) == parse_grams(str(grams)) == grams
