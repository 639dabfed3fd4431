"""Vietnamese phone numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.phones import format_phone, is_mobile, parse_phone


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912345678", "+84912345678"),
        ("0912 345 678", "+84912345678"),
        ("0912.345.678", "+84912345678"),
        ("(+84) 912-345-678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("0084912345678", "+84912345678"),
        ("0551234567", "+84551234567"),
        ("0203 3825 678", "+842033825678"),
        ("+842033825678", "+842033825678"),
    ],
)
def test_read(typed: str, number: str) -> None:
    assert parse_phone(typed) == number


@pytest.mark.parametrize(
    "typed",
    ["", "0123456789", "01234567890", "091234567", "09123456789", "912345678", "+1 202 555 0143", "0912abc678", "113"],
)
def test_refused(typed: str) -> None:
    assert parse_phone(typed) is None


@pytest.mark.parametrize(("number", "written"), [("+84912345678", "0912 345 678"), ("+842033825678", "0203 3825 678")])
def test_written(number: str, written: str) -> None:
    assert format_phone(number) == written


def test_landlines_receive_no_message() -> None:
    assert is_mobile("+84912345678")
    assert not is_mobile("+842033825678")


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True))
def test_every_mobile_survives_writing_and_reading(typed: str) -> None:
    number = parse_phone(typed)
    assert number is not None
    assert parse_phone(format_phone(number)) == number


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_none(text: str) -> None:
    number = parse_phone(text)
    assert number is None or number.startswith("+84")
