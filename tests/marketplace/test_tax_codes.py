"""Tax codes: which digits agree, and how a code is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.tax_codes import OF_A_COMPANY, read_tax_code


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0300588569", "0300588569"),
        (" 0300 588 569 ", "0300588569"),
        ("0300588569001", "0300588569-001"),
        ("0300588569-001", "0300588569-001"),
        ("022190001234", "022190001234"),
        ("0300588568", None),
        ("0300588569-0011", None),
        ("٠٣٠٠٥٨٨٥٦٩", None),
        ("công ty", None),
        ("", None),
    ],
)
def test_a_code_is_read_as_people_write_it(typed: str, read: str | None) -> None:
    assert read_tax_code(typed) == read


@given(st.integers(0, 10**9 - 1), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_found(first_nine: int, place: int, by: int) -> None:
    digits = f"{first_nine:09d}"
    right = [code for last in range(10) if (code := read_tax_code(f"{digits}{last}"))]
    assert len(right) <= 1
    for code in right:
        wrong = code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]
        assert len(wrong) == OF_A_COMPANY
        assert read_tax_code(wrong) is None
