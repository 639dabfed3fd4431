"""Payout accounts, payouts, and which ledger transfers each payout has claimed."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.bank_accounts import masked
from marketplace.database import Base, Code, Dong, Key, Line, Moment, Prose, Ref, Small, choice
from marketplace.gateways.banks import bank_by_bin
from marketplace.ledger.chart import Till
from vendors.models import Vendor


class PayoutAccount(Base):
    """A bank account that a vendor is paid to; the latest that is not replaced counts.

    `holder` is written in capitals without marks, as banks write it. `verified_at` is set by staff before the
    first payout. One that took the place of another rests until `cools_until`; `objected_at` says that an owner did
    not want it, and stops payouts until staff has looked.
    """

    __tablename__ = "payout_account"
    __table_args__ = (
        CheckConstraint(r"bank_bin ~ '^\d{6}$'", name="bank_is_a_bin"),
        CheckConstraint(r"number ~ '^\d{4,19}$'", name="number_is_digits"),
        Index("uq_payout_account_current", "vendor_id", unique=True, postgresql_where=text("replaced_at IS NULL")),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    bank_bin: Mapped[Code]
    number: Mapped[Code]
    holder: Mapped[Line]
    created_at: Mapped[Moment]
    verified_at: Mapped[Moment | None]
    cools_until: Mapped[Moment | None]
    objected_at: Mapped[Moment | None]
    replaced_at: Mapped[Moment | None]

    vendor: Mapped[Vendor] = relationship(lazy="raise")

    @property
    def bank_name(self) -> str:
        """The short name of the bank, or its number when it is not known any more."""
        bank = bank_by_bin(self.bank_bin)
        return bank.short_name if bank else self.bank_bin

    @property
    def masked_number(self) -> str:
        """The number with only its last four digits shown."""
        return masked(self.number)


class Cadence(StrEnum):
    """How often a vendor is paid."""

    DAILY = "daily"
    WEEKLY = "weekly"
    """On one day of the week."""
    TWICE_MONTHLY = "twice_monthly"
    """On the 1st and the 15th."""
    MONTHLY = "monthly"
    """On the 1st."""
    ON_REQUEST = "on_request"
    """When the vendor asks."""


class PayoutTerms(Base):
    """When a vendor is paid and from which amount on; the latest that is not replaced counts, the others are history.

    What is empty is as the market has it. `weekday` is 1 for Monday to 7 for Sunday; `by` chose these terms.
    """

    __tablename__ = "payout_terms"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday_of_a_week"),
        CheckConstraint("(COALESCE(cadence, '') = 'weekly') = (weekday IS NOT NULL)", name="weekly_has_its_day"),
        CheckConstraint("minimum_dong > 0", name="minimum_above_zero"),
        CheckConstraint("hold_days BETWEEN 0 AND 60", name="hold_is_short"),
        Index("uq_payout_terms_current", "vendor_id", unique=True, postgresql_where=text("replaced_at IS NULL")),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"), index=True)
    cadence: Mapped[Cadence | None] = mapped_column(choice(Cadence))
    weekday: Mapped[Small | None]
    minimum_dong: Mapped[Dong | None]
    hold_days: Mapped[Small | None]
    since: Mapped[Moment]
    by_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    replaced_at: Mapped[Moment | None]

    by: Mapped[User] = relationship(lazy="raise")


class PayoutStatus(StrEnum):
    """Where a payout stands."""

    REQUESTED = "requested"
    """The earnings are claimed."""
    SENDING = "sending"
    """About to be handed to the bank, committed before the bank is called; or in a file not yet handed over."""
    SENT = "sent"
    """The bank has it."""
    CONFIRMED = "confirmed"
    """It arrived."""
    FAILED = "failed"
    """The bank refused it, or it was taken back before it left; the earnings are payable again."""
    RETURNED = "returned"
    """It arrived and came back; the earnings are payable again."""


OPEN = (PayoutStatus.REQUESTED, PayoutStatus.SENDING, PayoutStatus.SENT)
"""States in which the money is on its way; a vendor has one open payout at most."""

GIVEN_BACK = (PayoutStatus.FAILED, PayoutStatus.RETURNED)
"""States in which the vendor was not paid: what was claimed can be claimed again."""

PAYOUT_MOVES: dict[PayoutStatus, frozenset[PayoutStatus]] = {
    PayoutStatus.REQUESTED: frozenset({PayoutStatus.SENDING, PayoutStatus.FAILED}),
    PayoutStatus.SENDING: frozenset({PayoutStatus.SENT, PayoutStatus.FAILED, PayoutStatus.REQUESTED}),
    PayoutStatus.SENT: frozenset({PayoutStatus.CONFIRMED, PayoutStatus.FAILED}),
    PayoutStatus.CONFIRMED: frozenset({PayoutStatus.RETURNED}),
    PayoutStatus.FAILED: frozenset(),
    PayoutStatus.RETURNED: frozenset(),
}
"""From SENDING back to REQUESTED goes only what stands in a file that was never handed to the bank."""


class PayoutWay(StrEnum):
    """How a payout leaves; kept with each, so that another setting does not change those on their way."""

    PROVIDER = "provider"
    """A service sends it."""
    BATCH = "batch"
    """It stands in a file that somebody hands to the bank; the bank's statement confirms it."""


class Payout(Base):
    """A sum on its way to a vendor's bank account; never sent twice (`reference` is the bank's idempotency key)."""

    __tablename__ = "payout"
    __table_args__ = (
        CheckConstraint("amount_dong > 0", name="amount_above_zero"),
        CheckConstraint(
            "(status IN ('confirmed', 'returned')) = (confirmed_at IS NOT NULL)", name="confirmed_has_its_time"
        ),
        CheckConstraint("(status = 'returned') = (returned_at IS NOT NULL)", name="returned_has_its_time"),
        CheckConstraint("(status = 'failed') = (failed_at IS NOT NULL)", name="failed_has_its_time"),
        CheckConstraint(
            "status NOT IN ('sent', 'confirmed', 'returned') OR sent_at IS NOT NULL", name="sent_has_its_time"
        ),
        Index("ix_payout_vendor_id", "vendor_id", "id"),
        Index("ix_payout_amount_dong", "amount_dong"),
        Index(
            "uq_payout_open",
            "vendor_id",
            unique=True,
            postgresql_where=text("status IN ('requested', 'sending', 'sent')"),
        ),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    account_id: Mapped[Ref] = mapped_column(ForeignKey("payout_account.id"))
    amount_dong: Mapped[Dong]
    paid_from: Mapped[Till] = mapped_column(choice(Till, named="paid_from"), default=Till.BANK)
    way: Mapped[PayoutWay] = mapped_column(choice(PayoutWay), default=PayoutWay.PROVIDER)
    status: Mapped[PayoutStatus] = mapped_column(choice(PayoutStatus), default=PayoutStatus.REQUESTED)
    bank_reference: Mapped[Line | None]
    failure: Mapped[Prose] = mapped_column(default="")
    requested_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]
    confirmed_at: Mapped[Moment | None]
    failed_at: Mapped[Moment | None]
    returned_at: Mapped[Moment | None]

    vendor: Mapped[Vendor] = relationship(lazy="raise")
    account: Mapped[PayoutAccount] = relationship(lazy="raise")
    claims: Mapped[list["PayoutClaim"]] = relationship(lazy="raise", back_populates="payout")


class PayoutClaim(Base):
    """A ledger transfer on the vendor's payable account that this payout settles.

    A transfer is in at most one payout that stands; a failed payout lets go of its claims.
    """

    __tablename__ = "payout_claim"
    __table_args__ = (
        Index("uq_payout_claim_standing", "transfer_id", unique=True, postgresql_where=text("released_at IS NULL")),
        Index("ix_payout_claim_payout_id", "payout_id"),
    )

    id: Mapped[Key]
    payout_id: Mapped[Ref] = mapped_column(ForeignKey("payout.id"))
    transfer_id: Mapped[Ref] = mapped_column(ForeignKey("ledger_transfer.id"))
    released_at: Mapped[Moment | None]

    payout: Mapped[Payout] = relationship(lazy="raise", back_populates="claims")
