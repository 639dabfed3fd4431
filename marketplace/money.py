"""Amounts of money: whole đồng as int, written, read and shared out without losing one."""

import re
from collections.abc import Sequence

MOST_DONG = 10**12
"""The largest amount that a person may type: a thousand billion đồng."""

_UNITS = {"k": 1_000, "nghìn": 1_000, "ngàn": 1_000, "tr": 1_000_000, "triệu": 1_000_000}
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+")
_WITH_UNIT = re.compile(
    r"(?P<whole>[0-9]+)(?:[.,](?P<decimals>[0-9]{1,2}))?(?P<unit>k|nghìn|ngàn|triệu|tr)(?P<after>[0-9]{0,3})",
)
_CURRENCY = re.compile(r"(?:₫|đồng|đ|vnđ|vnd)$")


class NotAnAmount(ValueError):
    """What was typed cannot be read as one amount of đồng."""


def format_dong(amount_dong: int) -> str:
    """The amount as Vietnamese write it, with a space that does not break: 380.000 ₫."""
    return grouped(amount_dong) + "\u00a0₫"


def grouped(amount_dong: int) -> str:
    """The amount alone, for columns whose head says that they are đồng: 380.000."""
    return f"{amount_dong:,}".replace(",", ".")


def parse_dong(text: str) -> int:
    """The amount that a person typed, from 0 to MOST_DONG.

    Reads 350000, 350.000, 350,000, 350k, 1tr2 (1.200.000), 1,5 triệu, with or without đ, ₫ or VND behind. Raises
    NotAnAmount for anything else, also where two readings are possible (1,5 or 1.250k).
    """
    typed = _CURRENCY.sub("", re.sub(r"\s+", "", text).lower())
    if found := _WITH_UNIT.fullmatch(typed):
        amount = _amount_with_unit(found)
    elif _GROUPED.fullmatch(typed):
        amount = int(re.sub("[.,]", "", typed)[:20])
    else:
        raise NotAnAmount(text)
    if amount > MOST_DONG:
        raise NotAnAmount(text)
    return amount


def _amount_with_unit(found: re.Match[str]) -> int:
    """`1tr2` and `1,2tr` both say a whole number of units and a part of one more."""
    if found["decimals"] and found["after"]:
        raise NotAnAmount(found[0])
    unit = _UNITS[found["unit"]]
    part = found["decimals"] or found["after"]
    return int(found["whole"][:20]) * unit + (int(part) * unit // 10 ** len(part) if part else 0)


def share_out(total: int, weights: Sequence[int]) -> list[int]:
    """Share the total in proportion to the weights, so that the shares add up to it exactly.

    By the largest remainder; the earlier place wins a tie. When all weights are zero the shares are equal. A negative
    total gives the negatives of the positive one's shares. Raises ValueError for a negative weight, and for a total
    other than zero with nobody to take it.
    """
    if any(weight < 0 for weight in weights) or (total and not weights):
        message = f"cannot share {total} out by {list(weights)}"
        raise ValueError(message)
    if total < 0:
        return [-share for share in share_out(-total, weights)]
    if not any(weights):
        weights = [1] * len(weights)
    return _by_largest_remainder(total, weights)


def _by_largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    shares, remainders = [], []
    for weight in weights:
        share, remainder = divmod(total * weight, sum(weights))
        shares.append(share)
        remainders.append(remainder)
    by_remainder = sorted(range(len(weights)), key=lambda place: -remainders[place])
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares


def percent_of(amount_dong: int, basis_points: int) -> int:
    """So many hundredths of a percent of the amount, a half rounded up (away from zero).

    A refund's negative amount therefore gives exactly the negative.
    """
    rounded = (abs(amount_dong) * basis_points + 5_000) // 10_000
    return rounded if amount_dong >= 0 else -rounded
