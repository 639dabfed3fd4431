"""VietQR codes: the published vectors, reading back, and what cannot be carried."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.gateways.vietqr import QrTransfer, UnreadableQr, parse, payload, svg

WITH_AMOUNT = (
    "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA5303704540410005802VN"
    "62150811Chuyen tien6304BBB8"
)
WITHOUT_AMOUNT = "00020101021138580010A000000727012800069704070114190304136010180208QRIBFTTA53037045802VN63040283"

TRANSFERS = st.builds(
    QrTransfer,
    bank_bin=st.from_regex(r"[0-9]{6}", fullmatch=True),
    account=st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True),
    amount_dong=st.none() | st.integers(min_value=1, max_value=10**13 - 1),
    memo=st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=25),
)


def test_published_vectors() -> None:
    assert payload("970416", "257678859", amount_dong=1000, memo="Chuyen tien") == WITH_AMOUNT
    assert payload("970407", "19030413601018") == WITHOUT_AMOUNT


def test_vectors_are_read() -> None:
    assert parse(WITH_AMOUNT) == QrTransfer("970416", "257678859", 1000, "Chuyen tien")
    assert parse(WITHOUT_AMOUNT) == QrTransfer("970407", "19030413601018")


def test_some_banks_write_the_check_sum_in_lower_case() -> None:
    assert parse(WITH_AMOUNT[:-4] + "bbb8") == parse(WITH_AMOUNT)


@given(TRANSFERS)
def test_what_is_written_is_read(transfer: QrTransfer) -> None:
    text = payload(transfer.bank_bin, transfer.account, amount_dong=transfer.amount_dong, memo=transfer.memo)
    assert parse(text) == transfer


@given(st.integers(min_value=0, max_value=len(WITH_AMOUNT) - 1), st.characters(min_codepoint=33, max_codepoint=126))
def test_one_wrong_character_is_noticed(at: int, character: str) -> None:
    damaged = WITH_AMOUNT[:at] + character + WITH_AMOUNT[at + 1 :]
    if damaged.upper() != WITH_AMOUNT.upper():
        with pytest.raises(UnreadableQr):
            parse(damaged)


@given(st.text(max_size=120))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(UnreadableQr):
        parse(text)


@pytest.mark.parametrize(
    ("bank_bin", "account", "amount_dong", "memo"),
    [
        ("97041", "1", None, ""),
        ("970416", "", None, ""),
        ("970416", "1" * 20, None, ""),
        ("970416", "1", 0, ""),
        ("970416", "1", 10**13, ""),
        ("970416", "1", None, "Chuyển tiền"),
        ("970416", "1", None, "x" * 26),
    ],
)
def test_what_banks_would_not_take_is_refused(bank_bin: str, account: str, amount_dong: int | None, memo: str) -> None:
    with pytest.raises(ValueError, match="cannot carry"):
        payload(bank_bin, account, amount_dong=amount_dong, memo=memo)


def test_the_drawing_has_a_name_and_no_size_or_style_of_its_own() -> None:
    drawn = svg(WITH_AMOUNT, title="Mã QR <380.000 ₫>")
    assert drawn.startswith("<svg")
    assert "<title>Mã QR &lt;380.000 ₫&gt;</title>" in drawn
    assert "style=" not in drawn
    assert " width=" not in drawn
