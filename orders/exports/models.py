"""Exports: what was asked for, how far it is, and until when the file can be fetched."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Code, Key, Line, Moment, Ref, choice


class ExportKind(StrEnum):
    """What can be taken along."""

    LISTINGS = "listings"
    STOCK = "stock"
    ORDERS = "orders"
    MONEY = "money"
    EVERYTHING = "everything"
    """All of the above in one ZIP."""


PARTS: dict[ExportKind, tuple[ExportKind, ...]] = {
    kind: (kind,) for kind in ExportKind if kind is not ExportKind.EVERYTHING
} | {ExportKind.EVERYTHING: (ExportKind.LISTINGS, ExportKind.STOCK, ExportKind.ORDERS, ExportKind.MONEY)}


class ExportFormat(StrEnum):
    """As what tables are written."""

    XLSX = "xlsx"
    CSV = "csv"


class ExportStatus(StrEnum):
    """Where an export stands."""

    MAKING = "making"
    DONE = "done"
    EXPIRED = "expired"
    """Its file was deleted."""


class DataExport(Base):
    """One export: `pieces` are the keys of the tables made so far, in the order of its kind's parts.

    `with_buyers` says whether whoever asked may know to whom goods go.
    """

    __tablename__ = "data_export"
    __table_args__ = (
        CheckConstraint("(status = 'done') = (file_key IS NOT NULL)", name="done_has_its_file"),
        CheckConstraint("(status = 'making') = (ended_at IS NULL)", name="made_has_its_time"),
        Index("ix_data_export_vendor_id", "vendor_id", "id"),
        Index("ix_data_export_expires_at", "ended_at", postgresql_where=text("status = 'done'")),
        Index(
            "uq_data_export_making",
            "by_id",
            "vendor_id",
            "kind",
            "ending",
            unique=True,
            postgresql_where=text("status = 'making'"),
        ),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    by_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[ExportKind] = mapped_column(choice(ExportKind))
    ending: Mapped[ExportFormat] = mapped_column(choice(ExportFormat))
    language: Mapped[Code]
    with_buyers: Mapped[bool]
    status: Mapped[ExportStatus] = mapped_column(choice(ExportStatus), default=ExportStatus.MAKING)
    pieces: Mapped[list[str]] = mapped_column(JSONB, default=list)
    rows: Mapped[int] = mapped_column(default=0)
    file_key: Mapped[Line | None]
    asked_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]

    by: Mapped[User] = relationship(lazy="raise")

    @property
    def parts(self) -> tuple[ExportKind, ...]:
        """The tables that belong to it."""
        return PARTS[self.kind]
