"""What may have been meant: the nearest reading comes first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vendors.lexicon.corrections import MOST_READINGS, MOST_SHORTENED, readings

KNOWN = "cha muc ha long mien dong tra hoa vang sa sung ba kich nuoc mam tien yen ga squid cake".split()  # noqa: SIM905


def _first(text: str) -> str:
    return " ".join(term.text for term in readings(text, KNOWN)[0].terms)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cha muc", "cha muc"),
        ("mu", "mu"),
        ("char muwcj", "cha muc"),
        ("chamuc", "cha muc"),
        ("mi en dong", "mien dong"),
        ("xá xùng", "sa sung"),
        ("ba kít", "ba kich"),
        ("sqiud", "squid"),
        ("nước mắn", "nuoc mam"),
        ("mua chả mực ngon", "cha muc"),
    ],
)
def test_the_nearest_reading_is_first(typed: str, meant: str) -> None:
    assert _first(typed) == meant


def test_words_as_typed_are_among_the_readings_with_their_beginnings() -> None:
    terms = [reading.terms for reading in readings("mie do", KNOWN)]
    assert [(term.text, term.is_mended) for term in terms[0]] == [("mie", False), ("do", False)]


def test_what_nobody_can_read_stays_as_it_is() -> None:
    assert all(reading.cost > 2 for reading in readings("wwwwwwwwwwww", KNOWN))


@settings(max_examples=60)
@given(st.text(alphabet="abcđêmnuwjsx 0123#'\"", max_size=60))
def test_there_is_an_end_to_readings(text: str) -> None:
    found = readings(text, KNOWN)
    assert len(found) <= MOST_READINGS + MOST_SHORTENED
    assert sorted(found, key=lambda reading: reading.cost) == found
