"""Series of numbers, the documents that took them, and the files made of those. Documents and files only grow."""

from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.audit import guard_growth
from marketplace.database import Base, Code, Json, Key, Line, Moment, Ref, Small, choice


class IssuerKind(StrEnum):
    """Who numbers its own documents."""

    MARKET = "market"
    VENDOR = "vendor"


class DocumentKind(StrEnum):
    """What a document is; each kind has its own series of numbers."""

    PAYOUT_STATEMENT = "payout_statement"
    """What one payout settles (sao kê lần chi)."""
    COMMISSION_INVOICE = "commission_invoice"
    """The market's commission of one month (bảng kê hoa hồng)."""
    TAX_CERTIFICATE = "tax_certificate"
    """What was withheld from one vendor in one year (chứng từ khấu trừ thuế)."""
    DECLARATION = "declaration"
    """What was withheld from everybody in one month (số liệu khai thuế)."""
    CREDIT_NOTE = "credit_note"
    """What went back to a buyer (phiếu hoàn tiền)."""
    DUES_NOTICE = "dues_notice"
    """What a vendor owes the market and is to pay (giấy báo phí)."""
    CONTRACT = "contract"
    """What a buyer and the sellers of one order agreed on (hợp đồng mua bán)."""


PREFIXES: Final[dict[DocumentKind, str]] = {
    DocumentKind.PAYOUT_STATEMENT: "SK",
    DocumentKind.COMMISSION_INVOICE: "HH",
    DocumentKind.TAX_CERTIFICATE: "KT",
    DocumentKind.DECLARATION: "TK",
    DocumentKind.CREDIT_NOTE: "HT",
    DocumentKind.DUES_NOTICE: "BP",
    DocumentKind.CONTRACT: "HD",
}
"""What the number of each kind begins with."""


class FileFormat(StrEnum):
    """In which form a document can be had; the value is the ending of its file."""

    PDF = "pdf"
    XLSX = "xlsx"


FORMS: Final[dict[DocumentKind, tuple[FileFormat, ...]]] = {
    kind: (FileFormat.PDF,) if kind is DocumentKind.CONTRACT else tuple(FileFormat) for kind in DocumentKind
}
"""In which forms each kind is made: nobody reckons with a contract."""


class DocumentSeries(Base):
    """The numbers of one issuer, kind and year; a number is taken with this row locked.

    `issuer_id` is the vendor's number, or 0 for the market.
    """

    __tablename__ = "document_series"
    __table_args__ = (
        UniqueConstraint("issuer_kind", "issuer_id", "kind", "year"),
        UniqueConstraint("id", "kind", "year"),
        CheckConstraint("(issuer_kind = 'market') = (issuer_id = 0)", name="the_market_is_nobodys_vendor"),
        CheckConstraint("year BETWEEN 2020 AND 2999", name="year_is_a_year"),
        CheckConstraint("last_number >= 0", name="numbers_begin_at_one"),
    )

    id: Mapped[Key]
    issuer_kind: Mapped[IssuerKind] = mapped_column(choice(IssuerKind))
    issuer_id: Mapped[Ref]
    kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind))
    year: Mapped[Small]
    last_number: Mapped[Ref]


class Document(Base):
    """A paper as it was issued: its number, whom it is for, and every word and figure on it (`figures`).

    `subject` says what it is about ('payout/17'). There is one document of a kind about a subject, and at most one
    correction of each, which is a document of its own.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("series_id", "number"),
        UniqueConstraint("id", "kind", "subject"),
        ForeignKeyConstraint(
            ["series_id", "kind", "year"],
            ["document_series.id", "document_series.kind", "document_series.year"],
            name="fk_document_series_id_document_series",
        ),
        ForeignKeyConstraint(
            ["corrects_id", "kind", "subject"],
            ["document.id", "document.kind", "document.subject"],
            name="fk_document_corrects_id_document",
        ),
        CheckConstraint("number > 0", name="number_above_zero"),
        CheckConstraint(
            r"full_number ~ '^[A-Z]{2}-\d{4}-\d{6,}$' AND split_part(full_number, '-', 2)::int = year "
            "AND split_part(full_number, '-', 3)::bigint = number",
            name="written_as_numbered",
        ),
        CheckConstraint("corrects_id <> id", name="corrects_another"),
        Index("uq_document_subject", "kind", "subject", unique=True, postgresql_where=text("corrects_id IS NULL")),
        Index("uq_document_corrects_id", "corrects_id", unique=True),
        Index("ix_document_owner_id", "owner_id", "id"),
    )

    id: Mapped[Key]
    series_id: Mapped[Ref]
    kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind))
    year: Mapped[Small]
    number: Mapped[Ref]
    full_number: Mapped[Code]
    subject: Mapped[Line]
    owner_id: Mapped[Ref | None]
    issued_at: Mapped[Moment] = mapped_column(index=True)
    figures: Mapped[Json]
    template_version: Mapped[Small]
    corrects_id: Mapped[Ref | None]


class DocumentFile(Base):
    """A file made of a document: where it rests, and the SHA-256 by which it is known for good."""

    __tablename__ = "document_file"
    __table_args__ = (
        UniqueConstraint("document_id", "format"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="hash_is_sha256"),
        CheckConstraint("size_bytes > 0", name="not_empty"),
    )

    id: Mapped[Key]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    format: Mapped[FileFormat] = mapped_column(choice(FileFormat))
    key: Mapped[Line]
    sha256: Mapped[Line]
    size_bytes: Mapped[Ref]
    made_at: Mapped[Moment]


guard_growth(Document)
guard_growth(DocumentFile)
