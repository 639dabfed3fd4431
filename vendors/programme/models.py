"""The register: producers and products as the province counts them, their stars, and the province's spreadsheets."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.audit import guard_growth
from marketplace.database import Base, Code, Day, Json, Key, Line, Moment, Prose, Ref, Small, choice
from marketplace.places.models import Commune
from vendors.models import Vendor, VendorKind


class RegisterProducer(Base):
    """A producer as the register names it; `vendor_id` is its shop on this market, if it has one."""

    __tablename__ = "register_producer"
    __table_args__ = (
        Index("ix_register_producer_name_fold", "name_fold", "commune_code"),
        Index("ix_register_producer_tax_code", "tax_code"),
    )

    id: Mapped[Key]
    name: Mapped[Line]
    name_fold: Mapped[Line]
    kind: Mapped[VendorKind] = mapped_column(choice(VendorKind))
    tax_code: Mapped[Code | None]
    """Digits only."""
    commune_code: Mapped[Code] = mapped_column(ForeignKey("commune.code"), index=True)
    vendor_id: Mapped[Ref | None] = mapped_column(ForeignKey("vendor.id"), unique=True)

    vendor: Mapped[Vendor | None] = relationship(lazy="raise")
    commune: Mapped[Commune] = relationship(lazy="raise")


class RegisterProduct(Base):
    """A product of the register with the star it has now; none while it is registered without one.

    `stem` is the lasting part of the product code (province, commune, serial): star and year follow it and change.
    `expires_on` is the last day of the star. `gone_on`: since when the province's list has it no more.
    """

    __tablename__ = "register_product"
    __table_args__ = (
        CheckConstraint("star BETWEEN 3 AND 5", name="star_of_a_certificate"),
        CheckConstraint("issued_on < expires_on", name="dates_have_an_order"),
        CheckConstraint("star IS NOT NULL OR expires_on IS NULL", name="only_stars_expire"),
        Index("ix_register_product_name_fold", "producer_id", "name_fold"),
        Index("ix_register_product_expires_on", "expires_on"),
    )

    id: Mapped[Key]
    producer_id: Mapped[Ref] = mapped_column(ForeignKey("register_producer.id"))
    code: Mapped[Line | None]
    stem: Mapped[Line | None] = mapped_column(unique=True)
    name: Mapped[Line]
    name_fold: Mapped[Line]
    category_number: Mapped[Small | None] = mapped_column(ForeignKey("category.number"), index=True)
    commune_code: Mapped[Code] = mapped_column(ForeignKey("commune.code"), index=True)
    star: Mapped[Small | None]
    decision: Mapped[Line] = mapped_column(default="")
    issued_on: Mapped[Day | None]
    expires_on: Mapped[Day | None]
    registered_on: Mapped[Day]
    gone_on: Mapped[Day | None]
    listing_id: Mapped[Ref | None] = mapped_column(ForeignKey("listing.id"), unique=True)
    """The goods of the market from which the register was begun, where it was."""

    producer: Mapped[RegisterProducer] = relationship(lazy="raise")
    ratings: Mapped[list["RegisterRating"]] = relationship(
        lazy="raise", order_by="RegisterRating.issued_on, RegisterRating.id"
    )


class RegisterRating(Base):
    """A star that a product was given, as some spreadsheet told it; these rows only grow."""

    __tablename__ = "register_rating"
    __table_args__ = (
        CheckConstraint("star BETWEEN 3 AND 5", name="star_of_a_certificate"),
        Index("ix_register_rating_product_id", "product_id"),
    )

    id: Mapped[Key]
    product_id: Mapped[Ref] = mapped_column(ForeignKey("register_product.id"))
    import_id: Mapped[Ref | None] = mapped_column(ForeignKey("register_import.id"))
    code: Mapped[Line | None]
    star: Mapped[Small]
    decision: Mapped[Line] = mapped_column(default="")
    issued_on: Mapped[Day | None]
    expires_on: Mapped[Day | None]
    told_at: Mapped[Moment]


guard_growth(RegisterRating)


class RegisterStatus(StrEnum):
    """Where a spreadsheet of the register stands."""

    READING = "reading"
    """Waits for a worker."""
    CHECKED = "checked"
    """Compared with what is known; a person decides."""
    APPLIED = "applied"
    FAILED = "failed"
    """No register that we can read; `failure` says why."""
    DISCARDED = "discarded"


class RegisterImport(Base):
    """A spreadsheet of the province: who sent it, what was found in it, who decided.

    `base_id` is the import applied last when this one was compared: after another, it is compared again. `unused`
    lists heads that mean nothing here. The counts are those of the comparison.
    """

    __tablename__ = "register_import"
    __table_args__ = (
        CheckConstraint("(status = 'failed') = (failure <> '')", name="failure_has_its_reason"),
        CheckConstraint("(status = 'applied') = (applied_at IS NOT NULL)", name="applied_has_its_time"),
        CheckConstraint("(applied_at IS NULL) = (decided_by_id IS NULL)", name="applied_by_somebody"),
    )

    id: Mapped[Key]
    by_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[Line]
    file_key: Mapped[Line]
    language: Mapped[Code]
    status: Mapped[RegisterStatus] = mapped_column(choice(RegisterStatus), default=RegisterStatus.READING)
    failure: Mapped[Prose] = mapped_column(default="")
    unused: Mapped[list[str]] = mapped_column(JSONB, default=list)
    base_id: Mapped[Ref | None] = mapped_column(ForeignKey("register_import.id"))
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    older: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)
    gone: Mapped[int] = mapped_column(default=0)
    drops_gone: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[Moment]
    applied_at: Mapped[Moment | None]
    decided_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    by: Mapped[User] = relationship(lazy="raise", foreign_keys=by_id)
    decided_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=decided_by_id)


class RowState(StrEnum):
    """What a row of the spreadsheet says beside what is known."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    OLDER = "older"
    """An earlier star of a product of which another row has the present one."""
    BAD = "bad"
    """Not understood; `problems` say why."""
    GONE = "gone"
    """No row: a product that is known and that the spreadsheet does not have."""


class RegisterRow(Base):
    """A row of the spreadsheet as it was understood: `values` by column, `changes` as [column, before, after].

    `problems` and `remarks` are sentences; `number` is the row in the file, 0 for what is gone.
    """

    __tablename__ = "register_row"
    __table_args__ = (
        CheckConstraint("state <> 'bad' OR problems <> '[]'", name="bad_has_its_reason"),
        Index("ix_register_row_state", "import_id", "state", "number"),
    )

    id: Mapped[Key]
    import_id: Mapped[Ref] = mapped_column(ForeignKey("register_import.id"))
    number: Mapped[int]
    state: Mapped[RowState] = mapped_column(choice(RowState))
    name: Mapped[Line]
    producer_name: Mapped[Line]
    values: Mapped[Json]
    changes: Mapped[list[list[str]]] = mapped_column(JSONB, default=list)
    problems: Mapped[list[str]] = mapped_column(JSONB, default=list)
    remarks: Mapped[list[str]] = mapped_column(JSONB, default=list)
    product_id: Mapped[Ref | None] = mapped_column(ForeignKey("register_product.id"))


class RegisterMaker(Base):
    """A producer as a spreadsheet names it, and whom of the known it is: surely, or as a person has said.

    `known` and each of `candidates` is {"producer": id or null, "vendor": id or null, "name", "why"}; one without both
    ids is new. `rows` is how many rows name it, `key` tells it from the others of the same file.
    """

    __tablename__ = "register_maker"
    __table_args__ = (
        UniqueConstraint("import_id", "key"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_somebody"),
    )

    id: Mapped[Key]
    import_id: Mapped[Ref] = mapped_column(ForeignKey("register_import.id"))
    key: Mapped[Prose]
    name: Mapped[Line]
    kind: Mapped[VendorKind] = mapped_column(choice(VendorKind))
    tax_code: Mapped[Code | None]
    commune_code: Mapped[Code] = mapped_column(ForeignKey("commune.code"))
    rows: Mapped[int]
    known: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    answered_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[Moment | None]

    commune: Mapped[Commune] = relationship(lazy="raise")
