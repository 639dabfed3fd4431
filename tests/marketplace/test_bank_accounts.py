"""A bank account as people type it."""

import pytest

from marketplace.bank_accounts import BankAccount, masked, read_account
from marketplace.errors import Invalid

VIETCOMBANK = "970436"


@pytest.mark.parametrize("number", ["1023456789", "1023 456 789", "1023.456.789", " 1023-456-789 "])
def test_it_is_read_as_banks_write_it(number: str) -> None:
    account = read_account(bank_bin=VIETCOMBANK, number=number, holder="  Đặng Thị  Huệ ")
    assert account == BankAccount(VIETCOMBANK, "1023456789", "DANG THI HUE")


@pytest.mark.parametrize(
    ("bank_bin", "number", "holder", "field"),
    [
        ("", "1023456789", "Mai", "bank_bin"),
        ("970400x", "1023456789", "Mai", "bank_bin"),
        (VIETCOMBANK, "", "Mai", "number"),
        (VIETCOMBANK, "²²²²²", "Mai", "number"),
        (VIETCOMBANK, "1023456789", "", "holder"),
        (VIETCOMBANK, "1023456789", "M" * 51, "holder"),
    ],
)
def test_what_is_no_account_is_refused_at_its_field(*, bank_bin: str, number: str, holder: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_account(bank_bin=bank_bin, number=number, holder=holder)
    assert refused.value.field == field


@pytest.mark.parametrize(("number", "shown"), [("1023456789", "••••••6789"), ("1234", "1234")])
def test_four_digits_are_shown(number: str, shown: str) -> None:
    assert masked(number) == shown
