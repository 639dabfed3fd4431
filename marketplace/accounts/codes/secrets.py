"""The digits of a code: from its seed and the market's secret, so that no table can tell them."""

import hashlib
import hmac

from marketplace.accounts.codes.models import LoginCode
from marketplace.settings import settings

DIGITS = 6


def digits_of(code: LoginCode) -> str:
    """Give the six digits of a code (the dynamic truncation of RFC 4226, section 5.3)."""
    key = hashlib.sha256(f"one-time codes|{settings().secret_key}".encode()).digest()
    whole = hmac.new(key, f"{code.id}|{code.purpose.value}|{code.seed}".encode(), hashlib.sha256).digest()
    start = whole[-1] & 15
    return f"{(int.from_bytes(whole[start : start + 4]) & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}d}"


def fits(code: LoginCode, typed: str) -> bool:
    """Whether what was typed (spaces do not count) is the code; takes as long for right as for wrong."""
    return hmac.compare_digest("".join(typed.split()).encode(), digits_of(code).encode())
