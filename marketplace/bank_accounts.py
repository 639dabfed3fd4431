"""A bank account as somebody names it: checked, and written as banks write it."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from marketplace.errors import Invalid
from marketplace.gateways.banks import banks_for_transfer
from marketplace.text import capitals_without_marks

SHORTEST_NUMBER, LONGEST_NUMBER = 4, 19
SHORTEST_HOLDER, LONGEST_HOLDER = 2, 50


class UnknownBank(Invalid):
    """No money can be sent to a bank of this number."""

    sentence = _l("Hãy chọn ngân hàng trong danh sách.")


class UnusableNumber(Invalid):
    """The account number is not one."""

    sentence = _l("Số tài khoản gồm 4 đến 19 chữ số.")


class UnusableHolder(Invalid):
    """The holder's name has no letters, or too many."""

    sentence = _l("Hãy ghi tên chủ tài khoản như ngân hàng ghi, không quá 50 chữ.")


@dataclass(frozen=True)
class BankAccount:
    """An account that money can be sent to: the bank's BIN, digits, the holder in capitals without marks."""

    bank_bin: str
    number: str
    holder: str


def read_account(*, bank_bin: str, number: str, holder: str) -> BankAccount:
    """Read an account as a person typed it: the number with spaces, dots or hyphens, the holder with marks.

    Raises UnknownBank, UnusableNumber or UnusableHolder, each for the field of its name.
    """
    return BankAccount(_known_bank(bank_bin), _digits(number), _capitals(holder))


def masked(number: str) -> str:
    """Give the number with only its last four digits shown."""
    return "•" * max(len(number) - 4, 0) + number[-4:]


def _known_bank(bank_bin: str) -> str:
    if bank_bin not in {bank.bin for bank in banks_for_transfer()}:
        raise UnknownBank(field="bank_bin")
    return bank_bin


def _digits(number: str) -> str:
    digits = "".join(number.split()).replace(".", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit() and SHORTEST_NUMBER <= len(digits) <= LONGEST_NUMBER):
        raise UnusableNumber(field="number")
    return digits


def _capitals(holder: str) -> str:
    name = capitals_without_marks(holder)
    if not SHORTEST_HOLDER <= len(name) <= LONGEST_HOLDER:
        raise UnusableHolder(field="holder")
    return name
