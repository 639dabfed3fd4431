"""An OCOP certificate: number, star and dates (Decision 26/2026/QĐ-TTg, art. 3 and 4)."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import Base, Day, Key, Line, Moment, Prose, Ref, Small
from vendors.models import Vendor


class Certificate(Base):
    """A star that a product of a vendor was given, valid for 36 months unless withdrawn.

    Only 3, 4 and 5 stars carry a certificate. `verified_at` is set by staff; before that no star is shown.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("star BETWEEN 3 AND 5", name="star_of_a_certificate"),
        CheckConstraint("issued_on < expires_on", name="dates_have_an_order"),
        CheckConstraint("renews_id <> id", name="renews_another"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason = '')", name="withdrawal_has_its_reason"),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"), index=True)
    number: Mapped[Line] = mapped_column(unique=True)
    product_name: Mapped[Line]
    star: Mapped[Small]
    decision: Mapped[Line] = mapped_column(default="")
    issuer: Mapped[Line]
    issued_on: Mapped[Day]
    expires_on: Mapped[Day] = mapped_column(index=True)
    scan_key: Mapped[Line | None]
    scan_kind: Mapped[Line | None]
    verified_at: Mapped[Moment | None]
    withdrawn_at: Mapped[Moment | None]
    withdrawn_reason: Mapped[Prose] = mapped_column(default="")
    created_at: Mapped[Moment]
    renews_id: Mapped[Ref | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    """The vendor's certificate whose place this one takes."""

    vendor: Mapped[Vendor] = relationship(lazy="raise")
