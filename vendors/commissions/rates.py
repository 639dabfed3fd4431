"""What is taken of a line of goods: a pure function of the agreed terms."""

from dataclasses import dataclass
from enum import StrEnum

from marketplace.money import percent_of


class FixedPer(StrEnum):
    """What the fixed part is taken for."""

    UNIT = "unit"
    """Each piece that is sold."""
    LINE = "line"
    """Each line of an order, however many pieces it has."""


@dataclass(frozen=True)
class Rate:
    """A share in basis points and a fixed part, in sum never below the floor nor above the cap (đồng for a line)."""

    basis_points: int
    fixed_dong: int = 0
    fixed_per: FixedPer = FixedPer.UNIT
    floor_dong: int = 0
    cap_dong: int | None = None


def commission_of(rate: Rate, *, line_dong: int, quantity: int) -> int:
    """What is taken of so many pieces that cost `line_dong` together: whole đồng, from 0 to `line_dong`."""
    pieces = quantity if rate.fixed_per is FixedPer.UNIT else 1
    taken = percent_of(line_dong, rate.basis_points) + rate.fixed_dong * pieces
    if rate.cap_dong is not None:
        taken = min(taken, rate.cap_dong)
    return min(max(taken, rate.floor_dong), line_dong)
