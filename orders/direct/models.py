"""What a buyer pays straight to a vendor, and the steps by which a vendor gives it back. None of it is in our books."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.audit import guard_growth
from marketplace.database import Base, Code, Dong, Key, Line, Moment, Prose, Ref, choice
from orders.models import VendorOrder
from orders.payments.models import Refund


class DirectStatus(StrEnum):
    """Where the money of one part stands, as buyer and vendor say."""

    AWAITING = "awaiting"
    """Nobody has said anything yet."""
    CLAIMED = "claimed"
    """The buyer says that it was sent; the vendor is to look."""
    RECEIVED = "received"
    """The vendor has it."""
    NOT_RECEIVED = "not_received"
    """The vendor has looked and does not see it; the buyer looks again."""
    GIVEN_BACK = "given_back"
    """The part ended, and the buyer has all of it back."""
    VOID = "void"
    """The part ended before it was paid: nobody owes anything."""


S = DirectStatus
UNPAID = frozenset({S.AWAITING, S.NOT_RECEIVED})
"""States in which the buyer is asked for the transfer."""
PAID = frozenset({S.CLAIMED, S.RECEIVED})
"""States in which a part that ends is owed back: the vendor has the money, or the buyer says so."""


class DirectPayment(Base):
    """The transfer of one part into its vendor's own account, as that stood verified when the order was placed.

    `memo` is what the transfer carries: the part's number without hyphens, which banks take out.
    """

    __tablename__ = "direct_payment"
    __table_args__ = (
        CheckConstraint("amount_dong > 0", name="amount_above_zero"),
        CheckConstraint(r"bank_bin ~ '^\d{6}$'", name="bank_is_a_bin"),
        CheckConstraint(r"account_number ~ '^\d{4,19}$'", name="number_is_digits"),
        CheckConstraint("status <> 'claimed' OR claimed_at IS NOT NULL", name="claimed_has_its_time"),
        CheckConstraint(
            "(status IN ('received', 'given_back')) = (received_at IS NOT NULL)", name="received_has_its_time"
        ),
        CheckConstraint("status <> 'not_received' OR denied_at IS NOT NULL", name="denied_has_its_time"),
        CheckConstraint("(status = 'given_back') = (given_back_at IS NOT NULL)", name="given_back_has_its_time"),
        Index(
            "ix_direct_payment_unpaid", "expires_at", postgresql_where=text("status IN ('awaiting', 'not_received')")
        ),
        Index("ix_direct_payment_claimed", "claimed_at", postgresql_where=text("status = 'claimed'")),
    )

    id: Mapped[Key]
    vendor_order_id: Mapped[Ref] = mapped_column(ForeignKey("vendor_order.id"), unique=True)
    memo: Mapped[Code] = mapped_column(unique=True)
    amount_dong: Mapped[Dong]
    bank_bin: Mapped[Code]
    account_number: Mapped[Code]
    account_holder: Mapped[Line]
    status: Mapped[DirectStatus] = mapped_column(choice(DirectStatus), default=DirectStatus.AWAITING)
    expires_at: Mapped[Moment]
    claimed_at: Mapped[Moment | None]
    received_at: Mapped[Moment | None]
    received_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    denied_at: Mapped[Moment | None]
    denied_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    given_back_at: Mapped[Moment | None]

    vendor_order: Mapped[VendorOrder] = relationship(lazy="raise")


class StepKind(StrEnum):
    """What was said of money that a vendor gives back."""

    ACCOUNT = "account"
    """The buyer has said to which account."""
    IN_CASH = "in_cash"
    """The buyer wants it in cash."""
    GIVEN_BACK = "given_back"
    """The vendor has given it back; the words are its bank's reference, or say that it was cash."""
    CONFIRMED = "confirmed"
    """The buyer has it."""
    OBJECTED = "objected"
    """The buyer does not have it, and says why."""
    NEVER_CAME = "never_came"
    """The vendor says that the buyer's money never came, so that there is nothing to give back."""
    SETTLED = "settled"
    """Staff has heard both and closes it."""


class RefundStep(Base):
    """One thing that was said of a refund by the vendor: when, by whom (a guest: nobody by name) and in which words."""

    __tablename__ = "refund_step"
    __table_args__ = (Index("ix_refund_step_refund_id", "refund_id", "id"),)

    id: Mapped[Key]
    refund_id: Mapped[Ref] = mapped_column(ForeignKey("refund.id"))
    kind: Mapped[StepKind] = mapped_column(choice(StepKind))
    words: Mapped[Prose] = mapped_column(default="")
    at: Mapped[Moment]
    by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    refund: Mapped[Refund] = relationship(lazy="raise")
    by: Mapped[User | None] = relationship(lazy="raise")


guard_growth(RefundStep)
