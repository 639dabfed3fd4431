"""What a vendor says of a product, made clean and checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.errors import Invalid
from vendors.listings.values import checked, plain_line, plain_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Một\r\nHai\r\n\r\n\r\n\r\nBa  ", "Một\nHai\n\nBa"),
        ("Tie\u0302\u0301ng", "Tiếng"),
        ("a\x00b\u202ec\ufeff", "abc"),
        ("<b>đậm</b>", "<b>đậm</b>"),
        (" \n\t ", ""),
    ],
)
def test_text_keeps_its_paragraphs_and_nothing_unseen(typed, kept):
    assert plain_text(typed) == kept


@given(st.text())
def test_clean_text_is_clean(text):
    once = plain_text(text)
    assert plain_text(once) == once
    assert "\n\n\n" not in once
    assert "\x00" not in once
    assert "\n" not in plain_line(text)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text_vi": "a" * 10_001}, "text_vi"),
        ({"ingredients": "a" * 10_001}, "ingredients"),
        ({"shelf_life_days": 0}, "shelf_life_days"),
        ({"shelf_life_days": 10**18}, "shelf_life_days"),
        ({"season_from_month": 13, "season_until_month": 2}, "season_from_month"),
        ({"season_from_month": 11, "season_until_month": None}, "season_until_month"),
        ({"certificate_id": 10**18}, "certificate_id"),
    ],
)
def test_what_cannot_be_written_is_told_beside_its_field(values, field):
    with pytest.raises(Invalid) as refused:
        checked(values, vendor_id=1)
    assert refused.value.field == field
