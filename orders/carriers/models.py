"""What carriers told of parcels, as it came, and their statements of the cash they took."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Code, Day, Dong, Key, Line, Moment, Prose, Ref, choice
from marketplace.gateways.carriers.protocol import ParcelStage
from orders.models import VendorOrder
from vendors.delivery.models import Carrier


class NoticeFate(StrEnum):
    """What became of a carrier's notice."""

    NEW = "new"
    """Stored, not yet acted on."""
    NOTED = "noted"
    """The parcel is on its way; nothing changes for its order."""
    MOVED = "moved"
    """The part of the order followed the parcel."""
    LATE = "late"
    """The part had come to its end before; nothing was moved back."""
    UNKNOWN_PARCEL = "unknown_parcel"
    """No part has this tracking code (yet): a person looks."""
    UNKNOWN_STATUS = "unknown_status"
    """The carrier's word is not known, or needs a person: lost, damaged, cancelled."""
    SEEN = "seen"
    """A person has looked at it."""


TO_LOOK_AT = (NoticeFate.UNKNOWN_PARCEL, NoticeFate.UNKNOWN_STATUS)
"""Fates that wait for a person."""


class CarrierNotice(Base):
    """What a carrier told of a parcel, stored raw, once for each `key`, before anything is done."""

    __tablename__ = "carrier_notice"
    __table_args__ = (
        UniqueConstraint("carrier_id", "key"),
        Index("ix_carrier_notice_tracking_code", "carrier_id", "tracking_code"),
        Index(
            "ix_carrier_notice_open",
            "id",
            postgresql_where=text("fate IN ('new', 'unknown_parcel', 'unknown_status')"),
        ),
    )

    id: Mapped[Key]
    carrier_id: Mapped[Ref] = mapped_column(ForeignKey("carrier.id"))
    key: Mapped[Line]
    tracking_code: Mapped[Line]
    status: Mapped[Line]
    stage: Mapped[ParcelStage | None] = mapped_column(choice(ParcelStage))
    cash_dong: Mapped[Dong | None]
    raw: Mapped[Prose]
    fate: Mapped[NoticeFate] = mapped_column(choice(NoticeFate), default=NoticeFate.NEW)
    vendor_order_id: Mapped[Ref | None] = mapped_column(ForeignKey("vendor_order.id"), index=True)
    happened_at: Mapped[Moment]
    received_at: Mapped[Moment]
    acted_at: Mapped[Moment | None]

    carrier: Mapped[Carrier] = relationship(lazy="raise")
    vendor_order: Mapped[VendorOrder | None] = relationship(lazy="raise")


class CarrierStatement(Base):
    """A carrier's statement of the cash it took, stored raw (`file_key`), once; nothing is booked until it is accepted.

    `reference` is the carrier's own number, which its transfer carries as memo. `net_dong` is what it brings.
    """

    __tablename__ = "carrier_statement"
    __table_args__ = (
        UniqueConstraint("carrier_id", "sha256"),
        UniqueConstraint("carrier_id", "reference"),
        CheckConstraint("net_dong = collected_dong - fees_dong - transfer_fee_dong", name="net_adds_up"),
        CheckConstraint(
            "collected_dong >= 0 AND fees_dong >= 0 AND transfer_fee_dong >= 0 AND net_dong >= 0",
            name="amounts_not_negative",
        ),
        CheckConstraint("remitted_dong BETWEEN 0 AND net_dong", name="brings_no_more_than_its_net"),
        CheckConstraint("remitted_dong = 0 OR accepted_at IS NOT NULL", name="accepted_before_it_is_paid"),
        Index("ix_carrier_statement_unpaid", "carrier_id", "id", postgresql_where=text("remitted_dong < net_dong")),
    )

    id: Mapped[Key]
    carrier_id: Mapped[Ref] = mapped_column(ForeignKey("carrier.id"))
    reference: Mapped[Code]
    sha256: Mapped[Line]
    file_key: Mapped[Line]
    begins_on: Mapped[Day | None]
    ends_on: Mapped[Day | None]
    collected_dong: Mapped[Dong]
    fees_dong: Mapped[Dong]
    transfer_fee_dong: Mapped[Dong]
    net_dong: Mapped[Dong]
    remitted_dong: Mapped[Dong] = mapped_column(default=0)
    taken_at: Mapped[Moment]
    taken_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    accepted_at: Mapped[Moment | None]
    accepted_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    carrier: Mapped[Carrier] = relationship(lazy="raise")
    taken_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[taken_by_id])

    @property
    def owed_dong(self) -> int:
        """What the carrier has still to bring."""
        return self.net_dong - self.remitted_dong


class Finding(StrEnum):
    """How a row of a statement agrees with our books."""

    EXACT = "exact"
    FEE_ONLY = "fee_only"
    """No cash, and our books know of none that is still with the carrier: it came back, or was paid before."""
    MADE_UP = "made_up"
    """The carrier brings what an earlier row lacked."""
    LESS = "less"
    MORE = "more"
    UNKNOWN = "unknown"
    """No part has this tracking code."""
    UNDELIVERED = "undelivered"
    """Cash for a part that is not delivered in our books."""
    TWICE = "twice"
    """The cash of this part was reconciled before."""


NEEDS_NOBODY = (Finding.EXACT, Finding.FEE_ONLY, Finding.MADE_UP)
"""Findings that no person has to decide about."""


class Answer(StrEnum):
    """What a person decided about a row that does not agree."""

    CLAIMED = "claimed"
    """The carrier still owes what is missing."""
    BORNE = "borne"
    """The market bears what is missing."""
    SET_ASIDE = "set_aside"
    """The cash that our books do not know stays apart until the carrier has said whose it is."""
    GIVEN_UP = "given_up"
    """What was set aside was the carrier's own: it keeps as much of other cash."""


class CarrierStatementRow(Base):
    """One parcel of a statement. It is booked when the statement is accepted, and settled when nobody has to decide.

    `brings_cash`: this row reconciles the cash of its part; a part has one such row at most. `expected_dong` is what
    our books said, `apart_dong` what of its cash they do not know and is set aside.
    """

    __tablename__ = "carrier_statement_row"
    __table_args__ = (
        UniqueConstraint("statement_id", "tracking_code"),
        CheckConstraint("collected_dong >= 0 AND fee_dong >= 0", name="amounts_not_negative"),
        CheckConstraint("apart_dong BETWEEN 0 AND collected_dong", name="apart_is_of_the_cash"),
        CheckConstraint(
            "NOT brings_cash OR (vendor_order_id IS NOT NULL AND settled_at IS NOT NULL)", name="cash_of_a_part"
        ),
        CheckConstraint("(finding IS NULL) = (expected_dong IS NULL)", name="found_against_our_books"),
        Index("uq_carrier_statement_row_cash", "vendor_order_id", unique=True, postgresql_where=text("brings_cash")),
        Index("ix_carrier_statement_row_part", "vendor_order_id"),
        Index(
            "ix_carrier_statement_row_open",
            "statement_id",
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    statement_id: Mapped[Ref] = mapped_column(ForeignKey("carrier_statement.id"))
    line: Mapped[int]
    tracking_code: Mapped[Line]
    collected_dong: Mapped[Dong]
    fee_dong: Mapped[Dong]
    vendor_order_id: Mapped[Ref | None] = mapped_column(ForeignKey("vendor_order.id"))
    expected_dong: Mapped[Dong | None]
    finding: Mapped[Finding | None] = mapped_column(choice(Finding))
    answer: Mapped[Answer | None] = mapped_column(choice(Answer))
    apart_dong: Mapped[Dong] = mapped_column(default=0)
    brings_cash: Mapped[bool] = mapped_column(default=False)
    settled_at: Mapped[Moment | None]

    statement: Mapped[CarrierStatement] = relationship(lazy="raise")
    vendor_order: Mapped[VendorOrder | None] = relationship(lazy="raise")
