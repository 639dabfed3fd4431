"""A buyer's complaint about a delivered part: what is asked, where it stands, and each step that was taken.

Deadlines: Law 19/2023/QH15 on consumers' rights, art. 37 and 38; Decree 55/2024/NĐ-CP, art. 22 (30 days where what the
seller told was wrong).
"""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.audit import guard_growth
from marketplace.database import Base, Code, Key, Line, Moment, Prose, Ref, choice, values
from orders.credits.models import CreditNote
from orders.models import OrderLine, VendorOrder


class ReturnReason(StrEnum):
    """What is wrong with the goods."""

    DAMAGED = "damaged"
    SPOILED = "spoiled"
    WRONG = "wrong"
    MISSING = "missing"
    NOT_AS_TOLD = "not_as_told"
    """What the seller told of the goods was wrong: the law gives 30 days."""
    UNWANTED = "unwanted"


class ReturnWish(StrEnum):
    """What the buyer would like."""

    REFUND = "refund"
    REPLACEMENT = "replacement"


class ReturnState(StrEnum):
    """Where a complaint stands."""

    ASKED = "asked"
    """Waits for the vendor's answer."""
    AWAITING_GOODS = "awaiting_goods"
    """The vendor refunds as soon as it has the goods back."""
    REPLACING = "replacing"
    """The vendor sends other goods."""
    REFUSED = "refused"
    """The vendor does not agree; the buyer may call the market."""
    DISPUTED = "disputed"
    """The market decides."""
    REFUNDED = "refunded"
    REPLACED = "replaced"
    REJECTED = "rejected"
    """It stays as it is: the buyer let the refusal stand, or the market decided so."""
    WITHDRAWN = "withdrawn"


R = ReturnState
OPEN = (R.ASKED, R.AWAITING_GOODS, R.REPLACING, R.REFUSED, R.DISPUTED)
"""While one of these holds, the earning of the part is not released."""
RETURN_MOVES: dict[ReturnState, frozenset[ReturnState]] = {
    R.ASKED: frozenset({R.REFUNDED, R.AWAITING_GOODS, R.REPLACING, R.REFUSED, R.DISPUTED, R.WITHDRAWN}),
    R.AWAITING_GOODS: frozenset({R.REFUNDED, R.DISPUTED, R.WITHDRAWN}),
    R.REPLACING: frozenset({R.REPLACED, R.REFUNDED, R.DISPUTED, R.WITHDRAWN}),
    R.REFUSED: frozenset({R.REFUNDED, R.REPLACING, R.DISPUTED, R.REJECTED, R.WITHDRAWN}),
    R.DISPUTED: frozenset({R.REFUNDED, R.REJECTED, R.WITHDRAWN}),
    R.REFUNDED: frozenset(),
    R.REPLACED: frozenset(),
    R.REJECTED: frozenset(),
    R.WITHDRAWN: frozenset(),
}


class Side(StrEnum):
    """Who took a step."""

    BUYER = "buyer"
    VENDOR = "vendor"
    MARKET = "market"
    """Staff, or by itself when a deadline passed."""


class ReturnCase(Base):
    """One complaint about one delivered part; at most one is open at a time.

    `due_at` is the end of the clock that runs: the vendor's answer, the goods' way back, the buyer's objection, the
    market's decision.
    """

    __tablename__ = "return_case"
    __table_args__ = (
        CheckConstraint(f"(due_at IS NOT NULL) = (state IN {values(*OPEN)})", name="open_has_its_clock"),
        CheckConstraint("(credit_note_id IS NOT NULL) = (state = 'refunded')", name="refunded_by_a_credit_note"),
        CheckConstraint("words <> ''", name="says_what_is_wrong"),
        Index(
            "uq_return_case_open", "vendor_order_id", unique=True, postgresql_where=text(f"state IN {values(*OPEN)}")
        ),
        Index("ix_return_case_vendor_order_id", "vendor_order_id"),
        Index("ix_return_case_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    vendor_order_id: Mapped[Ref] = mapped_column(ForeignKey("vendor_order.id"))
    reason: Mapped[ReturnReason] = mapped_column(choice(ReturnReason))
    wish: Mapped[ReturnWish] = mapped_column(choice(ReturnWish))
    words: Mapped[Prose]
    state: Mapped[ReturnState] = mapped_column(choice(ReturnState), default=ReturnState.ASKED)
    asked_at: Mapped[Moment]
    asked_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    due_at: Mapped[Moment | None]
    credit_note_id: Mapped[Ref | None] = mapped_column(ForeignKey("credit_note.id"), unique=True)

    vendor_order: Mapped[VendorOrder] = relationship(lazy="raise")
    credit_note: Mapped[CreditNote | None] = relationship(lazy="raise")
    lines: Mapped[list["ReturnLine"]] = relationship(lazy="raise", order_by="ReturnLine.id")
    photos: Mapped[list["ReturnPhoto"]] = relationship(lazy="raise", order_by="ReturnPhoto.id")
    steps: Mapped[list["ReturnStep"]] = relationship(lazy="raise", order_by="ReturnStep.id")

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done."""
        return self.state in OPEN


class ReturnLine(Base):
    """So many of an order line that the complaint is about."""

    __tablename__ = "return_line"
    __table_args__ = (
        UniqueConstraint("case_id", "order_line_id"),
        CheckConstraint("quantity > 0", name="quantity_above_zero"),
    )

    id: Mapped[Key]
    case_id: Mapped[Ref] = mapped_column(ForeignKey("return_case.id"))
    order_line_id: Mapped[Ref] = mapped_column(ForeignKey("order_line.id"), index=True)
    quantity: Mapped[int]

    order_line: Mapped[OrderLine] = relationship(lazy="raise")


class ReturnPhoto(Base):
    """What the goods looked like; seen by both sides and the market only."""

    __tablename__ = "return_photo"
    __table_args__ = (UniqueConstraint("case_id", "key"),)

    id: Mapped[Key]
    case_id: Mapped[Ref] = mapped_column(ForeignKey("return_case.id"))
    key: Mapped[Line]


class ReturnStep(Base):
    """Something that was done or said, the state after it, by whom: rows only grow."""

    __tablename__ = "return_step"
    __table_args__ = (Index("ix_return_step_case_id", "case_id", "id"),)

    id: Mapped[Key]
    case_id: Mapped[Ref] = mapped_column(ForeignKey("return_case.id"))
    at: Mapped[Moment]
    side: Mapped[Side] = mapped_column(choice(Side))
    by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    state: Mapped[ReturnState] = mapped_column(choice(ReturnState))
    words: Mapped[Prose] = mapped_column(default="")

    case: Mapped[ReturnCase] = relationship(lazy="raise", back_populates="steps")
    by: Mapped[User | None] = relationship(lazy="raise")


def is_complained_of() -> ColumnElement[bool]:
    """Whether an open complaint holds a part's earning back."""
    held = select(ReturnCase.id).where(ReturnCase.vendor_order_id == VendorOrder.id, ReturnCase.state.in_(OPEN))
    return held.exists()


guard_growth(ReturnStep)
