"""Imports of goods: a file on its way into the shop, and its rows."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Code, Json, Key, Line, Moment, Prose, Ref, choice
from vendors.models import Vendor


class ImportStatus(StrEnum):
    """Where an import stands."""

    READING = "reading"
    """The file waits to be opened."""
    CHECKING = "checking"
    """Its rows are looked at; nothing is written."""
    CHECKED = "checked"
    """The vendor decides."""
    SAVING = "saving"
    PICTURES = "pictures"
    """All rows are written; their pictures are being fetched."""
    DONE = "done"
    FAILED = "failed"
    """The file is no table that we can read; `failure` says why."""
    DISCARDED = "discarded"


IMPORT_MOVES: dict[ImportStatus, frozenset[ImportStatus]] = {
    ImportStatus.READING: frozenset({ImportStatus.CHECKING, ImportStatus.FAILED}),
    ImportStatus.CHECKING: frozenset({ImportStatus.CHECKED}),
    ImportStatus.CHECKED: frozenset({ImportStatus.SAVING, ImportStatus.DISCARDED}),
    ImportStatus.SAVING: frozenset({ImportStatus.PICTURES}),
    ImportStatus.PICTURES: frozenset({ImportStatus.DONE}),
    ImportStatus.DONE: frozenset(),
    ImportStatus.FAILED: frozenset(),
    ImportStatus.DISCARDED: frozenset(),
}
ENDED = frozenset({ImportStatus.DONE, ImportStatus.FAILED, ImportStatus.DISCARDED})
WORKING = frozenset({ImportStatus.READING, ImportStatus.CHECKING, ImportStatus.SAVING, ImportStatus.PICTURES})


class ImportMode(StrEnum):
    """What the vendor chose to save."""

    WHOLE = "whole"
    """Every row; only where none is bad."""
    GOOD_ROWS = "good_rows"


class ImportJob(Base):
    """A file that a vendor sent, how far the work on it is, and what came of it.

    `step` counts the transactions done; a fact that names an earlier one is an echo. `unused` lists the heads of
    columns that mean nothing here.
    """

    __tablename__ = "import_job"
    __table_args__ = (
        CheckConstraint("(status = 'failed') = (failure <> '')", name="failure_has_its_reason"),
        CheckConstraint("status NOT IN ('saving', 'pictures', 'done') OR mode IS NOT NULL", name="saved_was_wanted"),
        CheckConstraint("mode IS DISTINCT FROM 'whole' OR good = rows", name="whole_without_a_bad_row"),
        CheckConstraint("checked <= rows AND saved <= good AND pictures_done <= pictures", name="counted_once"),
        CheckConstraint("file_key IS NOT NULL OR ended_at IS NOT NULL", name="open_has_its_file"),
        Index("ix_import_job_vendor_id", "vendor_id", "id"),
        Index("ix_import_job_kept", "uploaded_at", postgresql_where=text("file_key IS NOT NULL")),
        Index(
            "uq_import_job_open_file",
            "vendor_id",
            "file_sha256",
            unique=True,
            postgresql_where=text("status NOT IN ('done', 'failed', 'discarded')"),
        ),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    by_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[Line]
    file_key: Mapped[Line | None]
    """Nothing once the file is deleted, some days after its end."""
    file_sha256: Mapped[Line]
    """Of the table and the pictures together."""
    pictures_key: Mapped[Line | None]
    language: Mapped[Code]
    status: Mapped[ImportStatus] = mapped_column(choice(ImportStatus), default=ImportStatus.READING)
    mode: Mapped[ImportMode | None] = mapped_column(choice(ImportMode))
    step: Mapped[int] = mapped_column(default=0)
    failure: Mapped[Prose] = mapped_column(default="")
    unused: Mapped[list[str]] = mapped_column(JSONB, default=list)
    rows: Mapped[int] = mapped_column(default=0)
    checked: Mapped[int] = mapped_column(default=0)
    good: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)
    saved: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    pictures: Mapped[int] = mapped_column(default=0)
    pictures_done: Mapped[int] = mapped_column(default=0)
    result_key: Mapped[Line | None]
    uploaded_at: Mapped[Moment]
    checked_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]

    vendor: Mapped[Vendor] = relationship(lazy="raise")
    by: Mapped[User] = relationship(lazy="raise")


class RowState(StrEnum):
    """Where a row stands."""

    WAITING = "waiting"
    GOOD = "good"
    BAD = "bad"
    SAVED = "saved"
    PICTURED = "pictured"
    """Saved, and its pictures were seen to."""


class ImportRow(Base):
    """A line of the file: its cells by column as they were written, and what is wrong with them.

    `problems` is a list of [column, sentence in the vendor's language]; `number` is the line of the file.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("job_id", "number"),
        CheckConstraint("state <> 'bad' OR problems <> '[]'", name="bad_has_its_reason"),
        Index("ix_import_row_state", "job_id", "state", "number"),
    )

    id: Mapped[Key]
    job_id: Mapped[Ref] = mapped_column(ForeignKey("import_job.id", ondelete="CASCADE"))
    number: Mapped[int]
    cells: Mapped[Json]
    problems: Mapped[list[list[str]]] = mapped_column(JSONB, default=list)
    state: Mapped[RowState] = mapped_column(choice(RowState), default=RowState.WAITING)
    listing_id: Mapped[Ref | None] = mapped_column(ForeignKey("listing.id"))
