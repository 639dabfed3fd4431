"""VietQR: the code that a buyer's bank app scans to fill in a transfer.

NAPAS' application of EMVCo Merchant Presented Mode: fields of a two-digit id, a two-digit length and a value, closed
by CRC-16/CCITT-FALSE. The fields and the test vectors are those of github.com/xuannghia/vietnam-qr-pay (MIT).
"""

import binascii
import io
import re
from dataclasses import dataclass

import segno

LONGEST_MEMO = 25
"""Characters that banks pass on without cutting."""

_NAPAS = "A000000727"
_TO_ACCOUNT = "QRIBFTTA"
_DONG = "704"
_BIN = re.compile(r"[0-9]{6}")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}")
_MEMO = re.compile(rf"[ -~]{{0,{LONGEST_MEMO}}}")
_MOST_DIGITS = 13


class UnreadableQr(ValueError):
    """The text is not a VietQR transfer to an account, or its check sum does not fit."""


@dataclass(frozen=True)
class QrTransfer:
    """What a code asks for; without an amount the payer types it."""

    bank_bin: str
    account: str
    amount_dong: int | None = None
    memo: str = ""


def payload(bank_bin: str, account: str, *, amount_dong: int | None = None, memo: str = "") -> str:
    """The text inside the code.

    Raises ValueError for a BIN that is not six digits, an account that is not 1 to 19 letters and digits, an amount
    below 1 or above 13 digits, and a memo that is not plain ASCII of at most LONGEST_MEMO characters.
    """
    _check(QrTransfer(bank_bin, account, amount_dong, memo))
    beneficiary = _field(0, bank_bin) + _field(1, account)
    fields = [
        _field(0, "01"),
        _field(1, "11" if amount_dong is None else "12"),
        _field(38, _field(0, _NAPAS) + _field(1, beneficiary) + _field(2, _TO_ACCOUNT)),
        _field(53, _DONG),
        "" if amount_dong is None else _field(54, str(amount_dong)),
        _field(58, "VN"),
        _field(62, _field(8, memo)) if memo else "",
    ]
    unsigned = "".join(fields) + "6304"
    return unsigned + _checksum(unsigned)


def parse(text: str) -> QrTransfer:
    """The transfer that a code asks for. Raises UnreadableQr; a check sum in lower case is accepted."""
    if not text.isascii() or _checksum(text[:-4]) != text[-4:].upper():
        raise UnreadableQr(text)
    fields = _fields(text)
    napas = _fields(fields.get("38", ""))
    beneficiary = _fields(napas.get("01", ""))
    if napas.get("00") != _NAPAS or napas.get("02") != _TO_ACCOUNT or fields.get("53") != _DONG:
        raise UnreadableQr(text)
    amount = fields.get("54")
    memo = _fields(fields.get("62", "")).get("08", "")
    try:
        return _check(
            QrTransfer(beneficiary.get("00", ""), beneficiary.get("01", ""), int(amount) if amount else None, memo)
        )
    except ValueError as unfit:
        raise UnreadableQr(text) from unfit


def svg(text: str, *, title: str) -> str:
    """The code as an SVG element without a size of its own: black on white with its quiet zone, named by the title."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", border=4, light="white", title=title, omitsize=True, xmldecl=False, svgclass="vietqr"
    )
    return drawn.getvalue().decode()


def _check(transfer: QrTransfer) -> QrTransfer:
    amount = transfer.amount_dong
    fits = (
        _BIN.fullmatch(transfer.bank_bin)
        and _ACCOUNT.fullmatch(transfer.account)
        and _MEMO.fullmatch(transfer.memo)
        and (amount is None or 1 <= amount < 10**_MOST_DIGITS)
    )
    if not fits:
        message = f"a VietQR cannot carry {transfer}"
        raise ValueError(message)
    return transfer


def _field(number: int, value: str) -> str:
    return f"{number:02}{len(value):02}{value}"


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    while text:
        number, length = text[:2], text[2:4]
        if not re.fullmatch(r"[0-9]{2}", number) or not re.fullmatch(r"[0-9]{2}", length):
            raise UnreadableQr(text)
        found[number], text = text[4 : 4 + int(length)], text[4 + int(length) :]
    return found


def _checksum(text: str) -> str:
    return f"{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"
