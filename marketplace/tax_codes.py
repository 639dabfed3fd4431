"""Vietnamese tax codes: ten digits of a company, three more for a branch, or the twelve of an identity number."""

import re
from typing import Final

WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)
"""Of the first nine digits; the tenth is 10 less the rest of their weighted sum by 11."""
OF_A_COMPANY, OF_A_BRANCH, OF_A_PERSON = 10, 13, 12
_BETWEEN = re.compile(r"[\s.\-]")


def read_tax_code(text: str) -> str | None:
    """Give the code as it is written officially ("0300588569", "0300588569-001"), or None when it cannot be one."""
    digits = _BETWEEN.sub("", text)
    if not digits.isascii() or not digits.isdigit():
        return None
    if len(digits) == OF_A_PERSON:
        return digits
    if len(digits) not in (OF_A_COMPANY, OF_A_BRANCH) or not _agrees(digits):
        return None
    return f"{digits[:10]}-{digits[10:]}" if len(digits) == OF_A_BRANCH else digits


def _agrees(digits: str) -> bool:
    weighted = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    return 10 - weighted % 11 == int(digits[9])
