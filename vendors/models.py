"""Vendors, the people who act for them, and the states a vendor passes through."""

from enum import StrEnum

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Code, Day, Dong, Key, Line, Moment, Prose, Ref, choice
from marketplace.places.models import Commune


class VendorKind(StrEnum):
    """Kinds of producer that the OCOP programme knows (Decision 26/2026/QĐ-TTg, art. 2.3)."""

    COMPANY = "company"
    COOPERATIVE = "cooperative"
    COOPERATIVE_GROUP = "cooperative_group"
    FARM = "farm"
    HOUSEHOLD = "household"
    ASSOCIATION = "association"


class TaxStatus(StrEnum):
    """As what a vendor pays tax: the market withholds for the last three (Decree 252/2026/NĐ-CP, art. 43)."""

    ENTERPRISE = "enterprise"
    """A company or another organisation; declares its tax itself."""
    COOPERATIVE = "cooperative"
    """Declares its tax itself."""
    HOUSEHOLD = "household"
    INDIVIDUAL = "individual"
    NONRESIDENT = "nonresident"
    """An individual who does not live in Vietnam."""


USUAL_TAX_STATUS: dict[VendorKind, TaxStatus] = {
    VendorKind.COMPANY: TaxStatus.ENTERPRISE,
    VendorKind.COOPERATIVE: TaxStatus.COOPERATIVE,
    VendorKind.COOPERATIVE_GROUP: TaxStatus.HOUSEHOLD,
    VendorKind.FARM: TaxStatus.HOUSEHOLD,
    VendorKind.HOUSEHOLD: TaxStatus.HOUSEHOLD,
    VendorKind.ASSOCIATION: TaxStatus.ENTERPRISE,
}
"""How each kind of producer is taxed unless staff, having seen its papers, says otherwise.

A cooperative group has no legal personality (Civil Code 2015, art. 101), and a farm is run by a household.
"""


class VendorStatus(StrEnum):
    """Where a vendor stands with the market."""

    APPLYING = "applying"
    """Fills in the application."""
    SUBMITTED = "submitted"
    """Waits for a decision."""
    RETURNED = "returned"
    """Sent back with notes to mend."""
    APPROVED = "approved"
    """Sells."""
    REJECTED = "rejected"
    """Refused with a reason."""
    SUSPENDED = "suspended"
    """Sells nothing new; open orders are finished."""
    CLOSED = "closed"
    """Has left the market."""


VENDOR_MOVES: dict[VendorStatus, frozenset[VendorStatus]] = {
    VendorStatus.APPLYING: frozenset({VendorStatus.SUBMITTED, VendorStatus.CLOSED}),
    VendorStatus.SUBMITTED: frozenset({VendorStatus.APPROVED, VendorStatus.RETURNED, VendorStatus.REJECTED}),
    VendorStatus.RETURNED: frozenset({VendorStatus.SUBMITTED, VendorStatus.REJECTED, VendorStatus.CLOSED}),
    VendorStatus.APPROVED: frozenset({VendorStatus.SUSPENDED, VendorStatus.CLOSED}),
    VendorStatus.SUSPENDED: frozenset({VendorStatus.APPROVED, VendorStatus.CLOSED}),
    VendorStatus.REJECTED: frozenset(),
    VendorStatus.CLOSED: frozenset(),
}


class MemberRole(StrEnum):
    """What a person may do for a vendor."""

    OWNER = "owner"
    """Everything, also the team and the payout account."""
    MANAGER = "manager"
    """Listings, stock and orders."""
    PACKER = "packer"
    """Orders and stock."""
    ACCOUNTANT = "accountant"
    """Money, read only elsewhere."""


class Vendor(Base):
    """A producer with a storefront."""

    __tablename__ = "vendor"
    __table_args__ = (
        CheckConstraint("(status = 'suspended') = (suspended_at IS NOT NULL)", name="suspended_has_its_time"),
        CheckConstraint("status NOT IN ('approved', 'suspended') OR approved_at IS NOT NULL", name="approved_once"),
        CheckConstraint("minimum_order_dong >= 0", name="minimum_not_negative"),
        CheckConstraint("rest_weekdays <@ '{1,2,3,4,5,6,7}' AND cardinality(rest_weekdays) < 7", name="works_some_day"),
        Index("ix_vendor_status_applied_at", "status", "submitted_at"),
    )

    id: Mapped[Key]
    slug: Mapped[Line] = mapped_column(unique=True)
    name: Mapped[Line]
    name_sort_key: Mapped[Line]
    kind: Mapped[VendorKind] = mapped_column(choice(VendorKind))
    tax_status: Mapped[TaxStatus] = mapped_column(
        choice(TaxStatus), default=lambda context: USUAL_TAX_STATUS[context.get_current_parameters()["kind"]]
    )
    status: Mapped[VendorStatus] = mapped_column(choice(VendorStatus), default=VendorStatus.APPLYING)
    tax_code: Mapped[Code | None]
    representative: Mapped[Line]
    phone: Mapped[Code]
    email: Mapped[Line | None]
    commune_code: Mapped[Code] = mapped_column(ForeignKey("commune.code"), index=True)
    street: Mapped[Line]
    story_vi: Mapped[Prose] = mapped_column(default="")
    story_en: Mapped[Prose] = mapped_column(default="")
    story_fr: Mapped[Prose] = mapped_column(default="")
    banner_key: Mapped[Line | None]
    logo_key: Mapped[Line | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    opening_hours: Mapped[Line] = mapped_column(default="")
    rest_weekdays: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger), default=list)
    """Days of each week on which the shop rests: 1 is Monday, 7 is Sunday."""
    minimum_order_dong: Mapped[Dong] = mapped_column(default=0)
    return_terms: Mapped[Prose] = mapped_column(default="")
    applied_at: Mapped[Moment]
    submitted_at: Mapped[Moment | None]
    approved_at: Mapped[Moment | None]
    suspended_at: Mapped[Moment | None]

    commune: Mapped[Commune] = relationship(lazy="raise")
    members: Mapped[list["Member"]] = relationship(lazy="raise", back_populates="vendor", order_by="Member.id")
    status_changes: Mapped[list["VendorStatusChange"]] = relationship(
        lazy="raise", order_by="VendorStatusChange.id", back_populates="vendor"
    )

    @property
    def may_sell(self) -> bool:
        """Whether new orders may be placed with this vendor."""
        return self.status is VendorStatus.APPROVED


class VendorStatusChange(Base):
    """A step in a vendor's life with the market: from, to, when, by whom and why."""

    __tablename__ = "vendor_status_change"
    __table_args__ = (Index("ix_vendor_status_change_vendor_id", "vendor_id"),)

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    from_status: Mapped[VendorStatus] = mapped_column(choice(VendorStatus, named="from_status"))
    to_status: Mapped[VendorStatus] = mapped_column(choice(VendorStatus, named="to_status"))
    at: Mapped[Moment]
    by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[Prose] = mapped_column(default="")

    vendor: Mapped[Vendor] = relationship(lazy="raise", back_populates="status_changes")
    by: Mapped[User | None] = relationship(lazy="raise")


class Member(Base):
    """A person who acts for a vendor."""

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("vendor_id", "user_id"), Index("ix_member_user_id", "user_id"))

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    role: Mapped[MemberRole] = mapped_column(choice(MemberRole))
    since: Mapped[Moment]

    vendor: Mapped[Vendor] = relationship(lazy="raise", back_populates="members")
    user: Mapped[User] = relationship(lazy="raise")


class OfficerConsent(Base):
    """A vendor's recorded consent that an officer of its commune acts in its name until the end of a day."""

    __tablename__ = "officer_consent"
    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_somebody"),
        Index(
            "uq_officer_consent_standing",
            "vendor_id",
            "officer_id",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_officer_consent_officer_id", "officer_id"),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    officer_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    given_by_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    given_at: Mapped[Moment]
    ends_on: Mapped[Day]
    """The last day on which the officer may act."""
    withdrawn_at: Mapped[Moment | None]
    withdrawn_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    vendor: Mapped[Vendor] = relationship(lazy="raise")
    officer: Mapped[User] = relationship(lazy="raise", foreign_keys=officer_id)
    given_by: Mapped[User] = relationship(lazy="raise", foreign_keys=given_by_id)
