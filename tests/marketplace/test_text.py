"""Vietnamese text: folding, slugs, sorting, tones, Telex and names."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.text import capitals_without_marks, decode_telex, fold, given_name, slug, sort_key

VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằểỗớựĂÂĐÊÔƠƯ 0123456789-", max_size=30)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Miến dong Bình Liêu", "mien dong binh lieu"),
        ("  ĐÔNG\tTriều\n", "dong trieu"),
        (unicodedata.normalize("NFD", "Chả mực Hạ Long"), "cha muc ha long"),
        ("𝐌𝐢ế𝐧 ngon", "mien ngon"),
        ("ſtraße №7", "straße no7"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_folded_vietnamese_is_plain_and_the_same_for_both_forms(text: str) -> None:
    assert fold(text).isascii()
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


def test_slug_names_a_product() -> None:
    assert slug("Chả mực giã tay – Hạ Long (500 g)") == "cha-muc-gia-tay-ha-long-500-g"
    assert slug("漢字") == ""


@given(st.text())
def test_slug_is_safe_in_an_address(text: str) -> None:
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug(text))


SORTED_PLACES = [
    "An Sinh", "Ăn vặt", "Ẩm thực", "Âu", "Ba Chẽ", "Bình Liêu", "Cô Tô", "Dưa", "Đầm Hà", "Đông Triều", "Na",
    "Ô mai", "Ổi", "Uông Bí", "Ứng", "Vân Đồn",
]  # fmt: skip


def test_places_sort_as_in_a_vietnamese_dictionary() -> None:
    assert sorted(SORTED_PLACES, key=lambda name: sort_key(name).encode()) == SORTED_PLACES
    assert sorted(SORTED_PLACES) != SORTED_PLACES


@pytest.mark.parametrize(
    "ordered",
    [
        ["ma", "mà", "mả", "mã", "má", "mạ", "mac"],
        ["Ba", "Bà", "Ba Chẽ", "Bà Cụ", "Ba Dì"],
        ["2 sao", "3 sao", "ba sao"],
        ["an", "an ninh", "anh"],
    ],
)
def test_letters_come_before_tones_and_short_before_long(ordered: list[str]) -> None:
    assert sorted(sorted(ordered), key=sort_key) == ordered


def test_case_punctuation_and_place_of_the_tone_do_not_count() -> None:
    assert sort_key("HOÀ BÌNH") == sort_key("hòa-bình") == sort_key(" Hòa  Bình. ")


@given(VIETNAMESE, VIETNAMESE)
def test_a_name_sorts_before_the_name_it_begins(first: str, rest: str) -> None:
    assert sort_key(first) <= sort_key(f"{first} {rest}")


@given(st.text())
def test_a_sort_key_can_be_stored(text: str) -> None:
    """PostgreSQL takes no NUL in text."""
    assert "\x00" not in sort_key(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddoong trieeuf", "đông triều"),
        ("mieens dong binhf lieeu", "miến dong bình liêu"),
        ("ruoocs", "ruốc"),
        ("ruoosc vaan ddoonf", "ruốc vân đồn"),
        ("Gaf Tieen Yeen", "gà tiên yên"),
        ("nuwowcs mawms nguwowif", "nước mắm người"),
        ("hoaf quys giaf gif", "hòa quý già gì"),
        ("thuyr hoangf ngoaif muaf", "thủy hoàng ngoài mùa"),
        ("truowngf", "trường"),
        ("miến 500 tv", "miến 500 tv"),
    ],
)
def test_decode_telex(typed: str, meant: str) -> None:
    assert decode_telex(typed) == meant


@given(st.text())
def test_any_text_can_be_decoded(text: str) -> None:
    assert decode_telex(text).split() == decode_telex(text).split(" ") or decode_telex(text) == ""


def test_names() -> None:
    assert given_name("Nguyễn Thị Lan ") == "Lan"
    assert given_name(" ") == ""
    assert capitals_without_marks("Nguyễn Thị  Lan") == "NGUYEN THI LAN"
    assert capitals_without_marks("Công ty TNHH Đông-Á (QN)") == "CONG TY TNHH DONG A QN"
