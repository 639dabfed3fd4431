"""Versions of the market's pages, and who accepted which. Both only grow."""

from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.audit import guard_growth
from marketplace.database import Base, Day, Key, Moment, Prose, Ref, Small, choice


class PolicyKind(StrEnum):
    """A page of the market; the value is its address."""

    HELP = "help"
    OCOP = "ocop"
    CONTACT = "contact"
    DELIVERY = "delivery"
    RETURNS = "returns"
    TERMS = "terms"
    PRIVACY = "privacy"
    SELLING = "selling"


ACCEPTED_BY_ALL: Final = (PolicyKind.TERMS, PolicyKind.PRIVACY)
"""What everybody accepts who opens an account or orders."""
ACCEPTED_BY_SELLERS: Final = (*ACCEPTED_BY_ALL, PolicyKind.SELLING)


class PolicyVersion(Base):
    """One wording of a page, numbered from 1 within its kind, good from a day until the next one begins."""

    __tablename__ = "policy_version"
    __table_args__ = (
        UniqueConstraint("kind", "number"),
        CheckConstraint("number > 0", name="numbered_from_one"),
        CheckConstraint("text_vi <> '' AND text_en <> '' AND text_fr <> ''", name="said_in_three_languages"),
    )

    id: Mapped[Key]
    kind: Mapped[PolicyKind] = mapped_column(choice(PolicyKind))
    number: Mapped[Small]
    valid_from: Mapped[Day]
    text_vi: Mapped[Prose]
    text_en: Mapped[Prose]
    text_fr: Mapped[Prose]
    published_at: Mapped[Moment]
    published_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    published_by: Mapped[User | None] = relationship(lazy="raise")


class PolicyAcceptance(Base):
    """A person accepted a version."""

    __tablename__ = "policy_acceptance"

    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    version_id: Mapped[Ref] = mapped_column(ForeignKey("policy_version.id"), primary_key=True)
    at: Mapped[Moment]


guard_growth(PolicyVersion)
guard_growth(PolicyAcceptance)
