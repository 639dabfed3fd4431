"""Keys of Telex and VNI typed while no input method listened."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vendors.lexicon.keystrokes import decoded


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("char muwcj", "chả mực"),
        ("cha3 mu75c", "chả mực"),
        ("nuwowcs mawms", "nước mắm"),
        ("nuocws", "nước"),
        ("nu7o71c", "nước"),
        ("nuoc71", "nước"),
        ("mie61n", "miến"),
        ("mienes", "miến"),
        ("d9o6ng trie62u", "đông triều"),
        ("dongd", "đong"),
        ("ruo75u", "rượu"),
        ("ba", "ba"),
        ("mực", "mực"),
    ],
)
def test_keys_are_read_as_the_letters_that_they_make(typed: str, meant: str) -> None:
    assert " ".join(map(decoded, typed.split())) == meant


@settings(max_examples=100)
@given(st.text(max_size=20))
def test_anything_may_be_typed(text: str) -> None:
    assert decoded(text).isascii() or text.lower() == decoded(text) or text.isascii()
