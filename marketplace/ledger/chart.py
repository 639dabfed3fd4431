"""Every account of the market, and on which side it rests.

An account is a kind, and for the kinds that are kept for each vendor or each carrier, its id as `owner_id`. Amounts are
whole đồng and every sharing out is by largest remainder, so there is no account for rounding.
"""

from dataclasses import dataclass
from enum import StrEnum


class AccountKind(StrEnum):
    """What an account holds."""

    BANK = "bank"
    """Our money at the bank (asset)."""
    AT_VNPAY = "at_vnpay"
    """What buyers paid by VNPay and VNPay has not yet brought to our bank (asset)."""
    AT_MOMO = "at_momo"
    """What buyers paid by MoMo and MoMo has not yet brought to our bank (asset)."""
    AT_PARTNER = "at_partner"
    """Buyers' money that a licensed partner keeps, and from which it pays at our word (asset; never ours to use)."""
    CARRIER_CASH = "carrier_cash"
    """Cash that a carrier took for us at the door and has not yet brought (asset, for each carrier)."""
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
    """What a vendor owes us: commission and tax on money it took itself, refunds after its payout, carriage (asset, for
    each vendor)."""
    PAYOUTS_ON_WAY = "payouts_on_way"
    """Payouts claimed or sent and not yet confirmed by the bank (liability)."""
    COMMISSION = "commission"
    """The market's commission (income)."""
    TAX_TO_REMIT = "tax_to_remit"
    """Tax withheld from households and individuals, until it is paid to the State Treasury (liability)."""
    DELIVERY = "delivery"
    """Carriage that vendors are charged, less what the carriers charge us (income, below zero when it costs us)."""
    PROMOTION = "promotion"
    """What coupons of the market paid vendors in their buyers' stead (expense)."""


class Purpose(StrEnum):
    """What a transfer is for: statements are read by it."""

    GOODS = "goods"
    DELIVERY = "delivery"
    """What the buyer pays for bringing the goods."""
    COMMISSION = "commission"
    VAT = "vat"
    """Value added tax withheld."""
    PIT = "pit"
    """Personal income tax withheld."""
    PROMOTION = "promotion"
    """What a coupon of the market pays of goods and delivery in the buyer's stead."""
    CARRIAGE = "carriage"
    """What a carrier charges."""
    DEBT = "debt"
    """Something owed is set off or paid."""
    MONEY = "money"
    """Money on its way: received, held, sent, refunded."""


DEBIT_SIDE = frozenset(
    {
        AccountKind.BANK,
        AccountKind.AT_VNPAY,
        AccountKind.AT_MOMO,
        AccountKind.AT_PARTNER,
        AccountKind.CARRIER_CASH,
        AccountKind.VENDOR_DEBT,
        AccountKind.PROMOTION,
    }
)
"""Kinds whose balance is debits less credits; every other kind rests on the credit side."""

PER_VENDOR = frozenset({AccountKind.VENDOR_PENDING, AccountKind.VENDOR_PAYABLE, AccountKind.VENDOR_DEBT})
"""Kinds that are kept for each vendor apart."""

OWNED = PER_VENDOR | {AccountKind.CARRIER_CASH}
"""Kinds that are kept for each owner apart: a vendor, or a carrier."""

NEVER_NEGATIVE = frozenset(
    {
        AccountKind.UNMATCHED,
        AccountKind.RECEIPTS,
        AccountKind.HELD,
        AccountKind.REFUNDS_DUE,
        AccountKind.VENDOR_PENDING,
        AccountKind.VENDOR_PAYABLE,
        AccountKind.PAYOUTS_ON_WAY,
        AccountKind.AT_PARTNER,
        AccountKind.CARRIER_CASH,
        AccountKind.PROMOTION,
    }
)
"""Kinds whose balance below zero means a mistake: the audit reports it.

A gateway's is none: it gives money back also after it has brought the day's sum, and keeps that from the next one.
A vendor's debt is not among them: who paid its invoice before goods came back, or paid too much, has a credit.
"""


@dataclass(frozen=True)
class AccountName:
    """Which account: a kind, and its owner where the kind is kept for each vendor or carrier."""

    kind: AccountKind
    owner_id: int | None = None

    def __post_init__(self) -> None:
        """Refuse an owned account without its owner, and a market's account with one."""
        if (self.kind in OWNED) != (self.owner_id is not None):
            raise ValueError(f"account {self.kind} does not fit owner {self.owner_id}")


@dataclass(frozen=True)
class Move:
    """So many đồng from the credit account to the debit account (amount above zero)."""

    debit: AccountName
    credit: AccountName
    amount_dong: int
    purpose: Purpose = Purpose.MONEY

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


def of_carrier(carrier_id: int) -> AccountName:
    """Name the account of the cash that a carrier took for us."""
    return AccountName(AccountKind.CARRIER_CASH, carrier_id)


class Till(StrEnum):
    """Where buyers' money comes to, and refunds and payouts leave from."""

    BANK = AccountKind.BANK.value
    AT_VNPAY = AccountKind.AT_VNPAY.value
    AT_MOMO = AccountKind.AT_MOMO.value
    AT_PARTNER = AccountKind.AT_PARTNER.value

    @property
    def account(self) -> AccountName:
        """The account of what it holds."""
        return AccountName(AccountKind(self.value))
