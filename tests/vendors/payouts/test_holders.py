"""Whose name stands on an account."""

import pytest

from vendors.models import Vendor
from vendors.payouts.holders import HolderMatch, match_of


@pytest.mark.parametrize(
    ("holder", "name", "representative", "expected"),
    [
        ("HTX CHA MUC DAI THANH", "Hợp tác xã Chả mực Đại Thành", "Hoàng Thị Mai", HolderMatch.VENDOR),
        ("HOP TAC XA CHA MUC DAI THANH", "HTX Chả mực Đại Thành", "Hoàng Thị Mai", HolderMatch.VENDOR),
        ("CONG TY TNHH BA CHE XANH", "Công ty trách nhiệm hữu hạn Ba Chẽ Xanh", "Lê A", HolderMatch.VENDOR),
        ("CTCP YEN TU", "Công ty cổ phần Yên Tử", "Lê A", HolderMatch.VENDOR),
        ("HOANG THI MAI", "HTX Chả mực Đại Thành", "Hoàng Thị Mai", HolderMatch.REPRESENTATIVE),
        ("HOANG THI MAI", "HTX Chả mực Đại Thành", "Hoàng Thị Mái", HolderMatch.REPRESENTATIVE),
        ("NGUYEN VAN DUNG", "HTX Chả mực Đại Thành", "Hoàng Thị Mai", HolderMatch.NEITHER),
        ("MAI", "HTX Chả mực Đại Thành", "Hoàng Thị Mai", HolderMatch.NEITHER),
        ("", "…", "…", HolderMatch.NEITHER),
    ],
)
def test_names_are_compared_as_banks_write_them(
    holder: str, name: str, representative: str, expected: HolderMatch
) -> None:
    assert match_of(holder, Vendor(name=name, representative=representative)) is expected
