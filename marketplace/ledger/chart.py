"""Every account of the market, and on which side it rests.

An account is a kind, and for the kinds that are kept for each vendor, the vendor's id as `owner_id`.
"""

from dataclasses import dataclass
from enum import StrEnum


class AccountKind(StrEnum):
    """What an account holds."""

    BANK = "bank"
    """Our money at the bank (asset)."""
    UNMATCHED = "unmatched"
    """Money that came without an order that could be found (liability, until a person decides)."""
    RECEIPTS = "receipts"
    """Part payments of orders that are not yet paid in full (liability to buyers)."""
    HELD = "held"
    """Buyers' money for paid orders that are not yet delivered or cancelled (liability)."""
    REFUNDS_DUE = "refunds_due"
    """Money that goes back to buyers (liability)."""
    VENDOR_PENDING = "vendor_pending"
    """A vendor's earnings within the hold after delivery (liability, for each vendor)."""
    VENDOR_PAYABLE = "vendor_payable"
    """A vendor's earnings that the next payout takes (liability, for each vendor)."""
    VENDOR_DEBT = "vendor_debt"
    """What a vendor owes us: commission on cash it took itself, refunds after its payout (asset, for each vendor)."""
    PAYOUTS_ON_WAY = "payouts_on_way"
    """Payouts claimed or sent and not yet confirmed by the bank (liability)."""
    COMMISSION = "commission"
    """The market's commission (income)."""


DEBIT_SIDE = frozenset({AccountKind.BANK, AccountKind.VENDOR_DEBT})
"""Kinds whose balance is debits less credits; every other kind rests on the credit side."""

PER_VENDOR = frozenset({AccountKind.VENDOR_PENDING, AccountKind.VENDOR_PAYABLE, AccountKind.VENDOR_DEBT})
"""Kinds that are kept for each vendor apart."""

NEVER_NEGATIVE = frozenset(
    {
        AccountKind.UNMATCHED,
        AccountKind.RECEIPTS,
        AccountKind.HELD,
        AccountKind.REFUNDS_DUE,
        AccountKind.VENDOR_PENDING,
        AccountKind.VENDOR_PAYABLE,
        AccountKind.VENDOR_DEBT,
        AccountKind.PAYOUTS_ON_WAY,
    }
)
"""Kinds whose balance below zero means a mistake: the audit reports it."""


@dataclass(frozen=True)
class AccountName:
    """Which account: a kind, and its vendor where the kind is kept for each vendor."""

    kind: AccountKind
    owner_id: int | None = None

    def __post_init__(self) -> None:
        """Refuse a vendor's account without its vendor, and a market's account with one."""
        if (self.kind in PER_VENDOR) != (self.owner_id is not None):
            raise ValueError(f"account {self.kind} does not fit owner {self.owner_id}")


@dataclass(frozen=True)
class Move:
    """So many đồng from the credit account to the debit account (amount above zero)."""

    debit: AccountName
    credit: AccountName
    amount_dong: int

    def __post_init__(self) -> None:
        """Refuse amounts of nothing or less, and moves from an account to itself."""
        if self.amount_dong <= 0 or self.debit == self.credit:
            raise ValueError(f"not a move: {self}")


def market(kind: AccountKind) -> AccountName:
    """Name one of the market's own accounts."""
    return AccountName(kind)


def of_vendor(kind: AccountKind, vendor_id: int) -> AccountName:
    """Name a vendor's account."""
    return AccountName(kind, vendor_id)
