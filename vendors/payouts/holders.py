"""Whether an account is held by the vendor or its representative, as far as banks' spelling lets one tell."""

import re
from enum import StrEnum

from marketplace.text import capitals_without_marks
from vendors.models import Vendor


class HolderMatch(StrEnum):
    """Whose name stands on an account."""

    VENDOR = "vendor"
    REPRESENTATIVE = "representative"
    NEITHER = "neither"
    """Perhaps a spelling, perhaps somebody else: a person looks."""


SHORT_FORMS = {
    "CONG TY": "CTY",
    "TRACH NHIEM HUU HAN": "TNHH",
    "CO PHAN": "CP",
    "MOT THANH VIEN": "MTV",
    "HOP TAC XA": "HTX",
    "LIEN HIEP": "LH",
    "TO HOP TAC": "THT",
    "HO KINH DOANH": "HKD",
    "CO SO SAN XUAT": "CSSX",
    "DOANH NGHIEP TU NHAN": "DNTN",
}
"""What banks and registers write short, one here and the other there."""
_CTCP = re.compile(r"\bCTCP\b")


def match_of(holder: str, vendor: Vendor) -> HolderMatch:
    """Compare the account's holder with the vendor's registered name and its representative, folded to capitals."""
    name = _folded(holder)
    if name and name == _folded(vendor.name):
        return HolderMatch.VENDOR
    if name and name == _folded(vendor.representative):
        return HolderMatch.REPRESENTATIVE
    return HolderMatch.NEITHER


def _folded(name: str) -> str:
    capitals = _CTCP.sub("CTY CP", capitals_without_marks(name))
    for long, short in SHORT_FORMS.items():
        capitals = re.sub(rf"\b{long}\b", short, capitals)
    return capitals
