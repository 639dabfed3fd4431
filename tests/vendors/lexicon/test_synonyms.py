"""Other names of goods: with these very marks, and well formed in the file."""

import pytest

from vendors.lexicon.synonyms import also_called, other_names
from vendors.lexicon.terms import spellings, tokens, vector


def test_a_squid_is_a_squid_and_a_matter_of_course_is_none() -> None:
    assert "squid, calamari, cuttlefish, seafood" in also_called(["Chả mực Hạ Long"])
    assert also_called(["Mục đích"]) == []
    assert "squid, calamari, cuttlefish, seafood" in also_called(["MỰC KHÔ"])


def test_every_line_of_the_file_names_something_and_calls_it_otherwise() -> None:
    for names in other_names():
        assert all(names.named), names
        assert names.called, names


@pytest.mark.parametrize(("text", "found"), [("500g", ["500", "g"]), ("Đông Triều", ["dong", "trieu"]), ("🦑", [])])
def test_words_are_folded(text: str, found: list[str]) -> None:
    assert tokens(text) == found


def test_the_place_of_a_tone_does_not_count() -> None:
    assert spellings("Hoà thuỷ") == spellings("hòa thủy") != spellings("hóa thụy")


def test_nothing_in_a_title_reaches_the_database_as_more_than_words() -> None:
    assert vector([("A", ["o'clock \\ ':*"], "")]) == "'o':1A 'clock':2A"
