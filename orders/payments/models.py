"""Payments, the bank's notices as they came, and refunds."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import Base, Code, Day, Dong, Json, Key, Line, Moment, Prose, Ref, choice
from marketplace.ledger.chart import Till
from orders.kinds import PaymentMethod
from orders.models import Order, VendorOrder


class PaymentStatus(StrEnum):
    """Where the payment of an order stands."""

    ON_DELIVERY = "on_delivery"
    """Cash, taken at the door."""
    AWAITING = "awaiting"
    """The transfer (or the gateway's word) has not come, or not in full."""
    PAID = "paid"
    DIRECT = "direct"
    """Goes straight to the vendors, part by part: each part's own payment says where it stands."""
    EXPIRED = "expired"
    """Did not come in time."""
    VOID = "void"
    """The order was cancelled before it was paid."""


class Payment(Base):
    """The payment of one order. `memo` is what the buyer's transfer must carry; tries at a gateway begin with it."""

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("amount_dong > 0 AND received_dong >= 0", name="amounts_not_negative"),
        CheckConstraint("(status = 'paid') = (paid_at IS NOT NULL)", name="paid_has_its_time"),
        CheckConstraint("status <> 'paid' OR received_dong >= amount_dong", name="paid_is_covered"),
        CheckConstraint("(method = 'cash') = (memo IS NULL)", name="all_but_cash_has_its_memo"),
        Index("ix_payment_awaiting", "expires_at", postgresql_where=text("status = 'awaiting'")),
    )

    id: Mapped[Key]
    order_id: Mapped[Ref] = mapped_column(ForeignKey("customer_order.id"), unique=True)
    method: Mapped[PaymentMethod] = mapped_column(choice(PaymentMethod))
    status: Mapped[PaymentStatus] = mapped_column(choice(PaymentStatus))
    amount_dong: Mapped[Dong]
    received_dong: Mapped[Dong] = mapped_column(default=0)
    memo: Mapped[Code | None] = mapped_column(unique=True)
    expires_at: Mapped[Moment | None]
    paid_at: Mapped[Moment | None]

    order: Mapped[Order] = relationship(lazy="raise")


class TryStatus(StrEnum):
    """Where one try to pay at a gateway stands."""

    WAITING = "waiting"
    """The gateway has not said what became of it."""
    PAID = "paid"
    FAILED = "failed"
    """Cancelled, turned down or never finished; `code` is the gateway's reason, empty for the last."""


class GatewayTry(Base):
    """One try to pay an order at a gateway, under a reference of its own. No money moves by it: that is a notice's.

    `ask_at` is when the gateway is asked next, if it has not told us.
    """

    __tablename__ = "gateway_try"
    __table_args__ = (
        CheckConstraint("method IN ('vnpay', 'momo')", name="at_a_gateway"),
        CheckConstraint("amount_dong > 0", name="amount_above_zero"),
        CheckConstraint("begun_at < expires_at", name="ends_after_it_begins"),
        Index("ix_gateway_try_waiting", "ask_at", postgresql_where=text("status = 'waiting'")),
    )

    id: Mapped[Key]
    payment_id: Mapped[Ref] = mapped_column(ForeignKey("payment.id"), index=True)
    method: Mapped[PaymentMethod] = mapped_column(choice(PaymentMethod))
    reference: Mapped[Code] = mapped_column(unique=True)
    amount_dong: Mapped[Dong]
    status: Mapped[TryStatus] = mapped_column(choice(TryStatus), default=TryStatus.WAITING)
    code: Mapped[Code] = mapped_column(default="")
    pay_url: Mapped[Prose] = mapped_column(default="")
    begun_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    ask_at: Mapped[Moment]

    payment: Mapped[Payment] = relationship(lazy="raise")


class NoticeOutcome(StrEnum):
    """What became of a notice of money."""

    NEW = "new"
    """Stored, not yet acted on."""
    EXACT = "exact"
    UNDER = "under"
    """Less than is due: the order waits for the rest."""
    OVER = "over"
    """More than is due: the rest goes back."""
    LATE = "late"
    """For an order that has ended: all goes back."""
    DUPLICATE = "duplicate"
    """For an order that was paid before: all goes back."""
    UNMATCHED = "unmatched"
    """No order has this memo: a person decides."""
    SETTLEMENT = "settlement"
    """Not a buyer's: a gateway, the partner or a carrier brought what it had, or a vendor paid what it owed."""
    RETURNED = "returned"
    """Nobody's here: a person sends it back to whoever sent it."""
    IGNORED = "ignored"
    """Not money to us (outgoing, or another account), or a payout that came back, which its own postings know."""


class BankNotice(Base):
    """Money as the bank told of a movement, or a gateway of a payment: stored raw, once, before anything is done.

    `try_id` is the try that a gateway's notice is about; `settles` whose money it is that came to the bank.
    """

    __tablename__ = "bank_notice"
    __table_args__ = (
        UniqueConstraint("provider", "provider_id"),
        Index("ix_bank_notice_open", "id", postgresql_where=text("outcome IN ('new', 'unmatched')")),
    )

    id: Mapped[Key]
    provider: Mapped[Code]
    provider_id: Mapped[Line]
    raw: Mapped[Json]
    came_to: Mapped[Till] = mapped_column(choice(Till, named="came_to"), default=Till.BANK)
    amount_dong: Mapped[Dong]
    content: Mapped[Prose]
    outcome: Mapped[NoticeOutcome] = mapped_column(choice(NoticeOutcome), default=NoticeOutcome.NEW)
    payment_id: Mapped[Ref | None] = mapped_column(ForeignKey("payment.id"), index=True)
    try_id: Mapped[Ref | None] = mapped_column(ForeignKey("gateway_try.id"), index=True)
    settles: Mapped[Till | None] = mapped_column(choice(Till, named="settles"))
    carrier_statement_id: Mapped[Ref | None] = mapped_column(ForeignKey("carrier_statement.id"), index=True)
    received_at: Mapped[Moment]
    settled_at: Mapped[Moment | None]

    payment: Mapped[Payment | None] = relationship(lazy="raise")
    gateway_try: Mapped[GatewayTry | None] = relationship(lazy="raise")


class RefusedNotices(Base):
    """How many notices of a provider were refused on a day (in Vietnam), because it did not send them as they came."""

    __tablename__ = "refused_notices"

    provider: Mapped[Code] = mapped_column(primary_key=True)
    day: Mapped[Day] = mapped_column(primary_key=True)
    count: Mapped[int]


class RefundWay(StrEnum):
    """How money goes back: the way it came, by bank transfer for cash."""

    BANK = "bank"
    VNPAY = "vnpay"
    MOMO = "momo"
    VENDOR = "vendor"
    """The vendor, who had the money, gives it back itself."""


class RefundStatus(StrEnum):
    """Where a refund stands."""

    ACCOUNT_NEEDED = "account_needed"
    """The buyer has not yet said which account."""
    DUE = "due"
    SENDING = "sending"
    """About to be handed to the bank; committed before the bank is called."""
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    """The bank refused it; the buyer gives another account."""


class Refund(Base):
    """Money that goes back to a buyer: for a part that ended, a credit note, or money that came beyond what was due.

    Money that no order could be found for goes back to its sender, without an order. `through_id` is the payment at a
    gateway that it goes back through, `provider_id` the gateway's number of it.
    """

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint("amount_dong > 0", name="amount_above_zero"),
        CheckConstraint(
            "way <> 'bank' OR status IN ('account_needed', 'failed') "
            "OR (bank_bin IS NOT NULL AND account_number IS NOT NULL)",
            name="due_has_its_account",
        ),
        CheckConstraint("num_nonnulls(vendor_order_id, notice_id, credit_note_id) = 1", name="one_cause"),
        CheckConstraint("order_id IS NOT NULL OR notice_id IS NOT NULL", name="of_an_order_or_nobodys"),
        CheckConstraint("way NOT IN ('vnpay', 'momo') OR through_id IS NOT NULL", name="gateway_knows_the_payment"),
        Index("uq_refund_vendor_order", "vendor_order_id", unique=True),
        Index("uq_refund_notice", "notice_id", unique=True),
        Index("uq_refund_credit_note", "credit_note_id", unique=True),
        Index("ix_refund_order_id", "order_id"),
        Index("ix_refund_open", "id", postgresql_where=text("status <> 'done'")),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    order_id: Mapped[Ref | None] = mapped_column(ForeignKey("customer_order.id"))
    vendor_order_id: Mapped[Ref | None] = mapped_column(ForeignKey("vendor_order.id"))
    notice_id: Mapped[Ref | None] = mapped_column(ForeignKey("bank_notice.id"))
    credit_note_id: Mapped[Ref | None] = mapped_column(ForeignKey("credit_note.id"))
    amount_dong: Mapped[Dong]
    way: Mapped[RefundWay] = mapped_column(choice(RefundWay), default=RefundWay.BANK)
    left_from: Mapped[Till] = mapped_column(choice(Till, named="left_from"), default=Till.BANK)
    status: Mapped[RefundStatus] = mapped_column(choice(RefundStatus), default=RefundStatus.ACCOUNT_NEEDED)
    through_id: Mapped[Ref | None] = mapped_column(ForeignKey("bank_notice.id"), index=True)
    provider_id: Mapped[Line | None]
    bank_bin: Mapped[Code | None]
    account_number: Mapped[Code | None]
    account_holder: Mapped[Line | None]
    attempt: Mapped[int] = mapped_column(default=1)
    failure: Mapped[Prose] = mapped_column(default="")
    created_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]
    done_at: Mapped[Moment | None]

    order: Mapped[Order | None] = relationship(lazy="raise")
    through: Mapped[BankNotice | None] = relationship(lazy="raise", foreign_keys=[through_id])
    vendor_order: Mapped[VendorOrder | None] = relationship(lazy="raise")
