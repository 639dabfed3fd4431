"""People, their addresses, and what staff may do."""

from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import Base, Code, Key, Line, Moment, Ref, choice
from marketplace.places.models import Commune, Province


class StaffRole(StrEnum):
    """What a member of the market's staff is."""

    ADMINISTRATOR = "administrator"
    """Decides on vendors, orders and money."""
    OFFICER = "officer"
    """Helps the producers of some communes and sees only these."""


class User(UserMixin, Base):
    """A person with an account: signs in with an e-mail address or a Vietnamese phone number."""

    __tablename__ = "user_account"
    __table_args__ = (
        CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="can_be_reached"),
        CheckConstraint("email = lower(email)", name="email_is_folded"),
        CheckConstraint(r"phone ~ '^\+84\d{9,10}$'", name="phone_is_e164"),
    )

    id: Mapped[Key]
    email: Mapped[Line | None] = mapped_column(unique=True)
    phone: Mapped[Code | None] = mapped_column(unique=True)
    full_name: Mapped[Line]
    password_hash: Mapped[Line | None]
    locale: Mapped[str] = mapped_column(String(5), default="vi")
    staff_role: Mapped[StaffRole | None] = mapped_column(choice(StaffRole))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    session_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Moment]

    addresses: Mapped[list["Address"]] = relationship(lazy="raise", back_populates="user", order_by="Address.id")
    officer_communes: Mapped[list["OfficerCommune"]] = relationship(lazy="raise")

    @property
    def is_active(self) -> bool:
        """Whether the person may sign in."""
        return self.active

    def get_id(self) -> str:
        """Name the person in a session; a new `session_version` ends all earlier sessions."""
        return f"{self.id}:{self.session_version}"

    @property
    def is_administrator(self) -> bool:
        """Whether the person decides for the market."""
        return self.staff_role is StaffRole.ADMINISTRATOR


class OfficerCommune(Base):
    """A commune whose producers an officer helps."""

    __tablename__ = "officer_commune"
    __table_args__ = (UniqueConstraint("user_id", "commune_code"),)

    id: Mapped[Key]
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    commune_code: Mapped[Code] = mapped_column(ForeignKey("commune.code"))

    commune: Mapped[Commune] = relationship(lazy="raise")


class Address(Base):
    """Where a person wants goods to be brought."""

    __tablename__ = "address"
    __table_args__ = (
        Index("uq_address_default", "user_id", unique=True, postgresql_where=text("is_default")),
        Index("ix_address_user_id", "user_id"),
    )

    id: Mapped[Key]
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    full_name: Mapped[Line]
    phone: Mapped[Code]
    province_code: Mapped[Code] = mapped_column(ForeignKey("province.code"))
    commune_code: Mapped[Code] = mapped_column(ForeignKey("commune.code"))
    street: Mapped[Line]
    is_default: Mapped[bool] = mapped_column(Boolean, default=False)

    user: Mapped[User] = relationship(lazy="raise", back_populates="addresses")
    province: Mapped[Province] = relationship(lazy="raise")
    commune: Mapped[Commune] = relationship(lazy="raise")
