"""What becomes of the orders of the demo: every ending and every state between, in believable shares. Pure."""

from dataclasses import dataclass
from enum import Enum, auto
from random import Random
from typing import Final

from marketplace.money import share_out
from orders.kinds import PaymentMethod


class Paying(Enum):
    """How the money of a transfer comes."""

    EXACT = auto()
    NEVER = auto()
    IN_TWO = auto()
    """Too little at first."""
    TOO_MUCH = auto()
    TWICE = auto()
    LATE = auto()
    """After the order has ended for want of it."""


class Course(Enum):
    """What becomes of the first part of an order; the others go well."""

    WELL = auto()
    REFUSED = auto()
    UNANSWERED = auto()
    CANCELLED = auto()
    """By the buyer, before it was packed."""
    CANCELLED_BY_STAFF = auto()
    RETURNED = auto()
    IN_PARTS = auto()
    """Sent in two parcels."""


class Basket(Enum):
    """What somebody buys, as far as there is such a thing on sale."""

    ANY = auto()
    SEVERAL = auto()
    """Different goods of one producer."""
    BY_WEIGHT = auto()
    AHEAD = auto()
    """Goods that are not there yet."""


class Account(Enum):
    """Which account a buyer names for a refund."""

    GOOD = auto()
    UNKNOWN = auto()
    """The bank says that there is none."""
    UNDECIDED = auto()
    """The bank takes its time."""
    NONE = auto()
    """The buyer has not said any."""


@dataclass(frozen=True)
class Script:
    """An order to be: placed between so many days ago, how it is paid, and what becomes of it."""

    least_days: float
    most_days: float
    method: PaymentMethod | None = None
    paying: Paying = Paying.EXACT
    course: Course = Course.WELL
    account: Account = Account.GOOD
    basket: Basket = Basket.ANY
    is_known: bool = False
    """Bought by the first of the people with whom a visitor may sign in."""


_CASH, _TRANSFER, _VNPAY = PaymentMethod.CASH, PaymentMethod.TRANSFER, PaymentMethod.VNPAY
_LONG_AGO = 8, 90

FINISHED: Final = Script(*_LONG_AGO)
SHARES: Final[tuple[tuple[int, Script], ...]] = (
    (67, FINISHED),
    (4, Script(*_LONG_AGO, _TRANSFER, Paying.NEVER)),
    (2, Script(*_LONG_AGO, _TRANSFER, Paying.IN_TWO)),
    (2, Script(*_LONG_AGO, _TRANSFER, Paying.TOO_MUCH)),
    (1, Script(*_LONG_AGO, _TRANSFER, Paying.TWICE)),
    (1, Script(*_LONG_AGO, _TRANSFER, Paying.LATE)),
    (3, Script(*_LONG_AGO, _TRANSFER, course=Course.REFUSED)),
    (2, Script(*_LONG_AGO, _CASH, course=Course.REFUSED)),
    (1, Script(1.6, 6, _TRANSFER, course=Course.REFUSED, account=Account.NONE)),
    (2, Script(*_LONG_AGO, _TRANSFER, course=Course.UNANSWERED)),
    (1, Script(2.6, 9, _TRANSFER, course=Course.UNANSWERED, account=Account.UNKNOWN)),
    (2, Script(*_LONG_AGO, _TRANSFER, course=Course.CANCELLED)),
    (2, Script(*_LONG_AGO, _CASH, course=Course.CANCELLED)),
    (1, Script(2.6, 6, _TRANSFER, course=Course.CANCELLED, account=Account.UNDECIDED)),
    (1, Script(*_LONG_AGO, _TRANSFER, Paying.NEVER, Course.CANCELLED)),
    (1, Script(*_LONG_AGO, _TRANSFER, course=Course.CANCELLED_BY_STAFF)),
    (2, Script(12, 90, _TRANSFER, course=Course.RETURNED)),
    (1, Script(12, 90, _CASH, course=Course.RETURNED)),
    (1, Script(5.3, 5.7, _CASH, course=Course.RETURNED)),  # on its way back
    (2, Script(0.05, 0.9, _TRANSFER, Paying.NEVER)),  # the transfer is awaited
    (1, Script(*_LONG_AGO, PaymentMethod.MOMO)),
    (1, Script(0.05, 0.9, _VNPAY, Paying.NEVER)),  # the buyer has not gone to the gateway yet
    (3, Script(0.05, 0.12, _CASH)),  # waits for the vendor
    (1, Script(0.05, 0.12, _TRANSFER)),  # is paid and waits for the vendor
    (2, Script(0.43, 0.6)),  # accepted
    (2, Script(1.1, 1.19)),  # packed
    (4, Script(1.95, 2.25)),  # on its way
    (5, Script(4.5, 5.2)),  # delivered, within the hold
    (2, Script(*_LONG_AGO, course=Course.IN_PARTS, basket=Basket.SEVERAL)),
    (0, Script(1.95, 2.05, _CASH, course=Course.IN_PARTS, basket=Basket.SEVERAL, is_known=True)),  # one parcel is out
    (0, Script(4.5, 5.2, _CASH, basket=Basket.BY_WEIGHT, is_known=True)),
    (0, Script(0.05, 0.2, _CASH, basket=Basket.AHEAD, is_known=True)),
    (3, Script(8.6, 9, _TRANSFER)),  # the hold is over, the next payout takes it
)
"""In a hundred orders or so; where they are enough, one of each, also of those that are only to be shown (0).

The ages fit the hours that `cashier` and `unfolding` take for each step.
"""


def deal(count: int, chance: Random) -> list[Script]:
    """So many scripts in these shares, in a random order; each of them where there are orders enough."""
    least = [int(count >= len(SHARES))] * len(SHARES)
    shares = share_out(count - sum(least), [weight for weight, _ in SHARES])
    dealt = [script for (_, script), one, more in zip(SHARES, least, shares, strict=True) for _ in range(one + more)]
    chance.shuffle(dealt)
    return dealt
