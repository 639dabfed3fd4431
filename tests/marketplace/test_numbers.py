"""Codes for orders and memos."""

import re

from hypothesis import given
from hypothesis import strategies as st

from marketplace.numbers import ALPHABET, codes_in, memo_code, spaced

CODES = st.text(alphabet=ALPHABET, min_size=8, max_size=8).map(lambda body: f"QN{body}")


def test_codes_have_the_form_banks_keep() -> None:
    codes = {memo_code("QN") for _ in range(1_000)}
    assert len(codes) == 1_000
    assert all(re.fullmatch(r"QN[A-HJ-NP-Z2-9]{8}", code) for code in codes)


def test_a_code_is_read_aloud_in_groups() -> None:
    assert spaced("QN7K2M9QXD") == "QN 7K2M 9QXD"


def test_a_code_is_found_whatever_the_bank_did_to_it() -> None:
    for memo in ["QN7K2M9QXD", "qn7k2m9qxd", "MBVCB.123.QN7K 2M9Q-XD.CT tu 0011", "Thanh toan QN7K2M9QXDcam on"]:
        assert "QN7K2M9QXD" in codes_in(memo)


def test_a_word_that_looks_like_the_prefix_does_not_hide_the_code() -> None:
    assert codes_in("TIEN HANG QN QN7K2M9QXD") == ("QNQN7K2M9Q", "QN7K2M9QXD")


def test_no_code_is_no_code() -> None:
    assert codes_in("chuyen tien") == ()
    assert codes_in("QN7K2M9QX") == ()
    assert codes_in("QN7K2M9Q0D") == ()


@given(st.text(max_size=30), CODES, st.text(max_size=30))
def test_a_code_among_any_words_is_found(before: str, code: str, after: str) -> None:
    assert code in codes_in(f"{before} {code} {after}")


@given(CODES)
def test_a_code_read_aloud_is_found(code: str) -> None:
    assert code in codes_in(spaced(code))
