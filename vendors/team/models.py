"""Invitations into a vendor's team."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import Base, Key, Line, Moment, Ref, Small, choice
from marketplace.phones import format_phone
from vendors.models import MemberRole, Vendor


class Invitation(Base):
    """An offer to join a team, sent as a signed link to `login`: an e-mail address (folded) or a phone number (E.164).

    It is open until it is accepted, withdrawn, or `ends_at` is over; sending it again moves the end.
    """

    __tablename__ = "team_invitation"
    __table_args__ = (
        CheckConstraint("(accepted_at IS NULL) = (accepted_by_id IS NULL)", name="accepted_by_somebody"),
        CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name="accepted_or_withdrawn"),
        CheckConstraint("login = lower(login)", name="login_is_folded"),
        CheckConstraint("times_sent >= 1", name="sent_at_least_once"),
        Index(
            "uq_team_invitation_open",
            "vendor_id",
            "login",
            unique=True,
            postgresql_where=text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        ),
        Index("ix_team_invitation_vendor_id", "vendor_id", "invited_at"),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    login: Mapped[Line]
    role: Mapped[MemberRole] = mapped_column(choice(MemberRole))
    invited_by_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    invited_at: Mapped[Moment]
    sent_at: Mapped[Moment]
    times_sent: Mapped[Small] = mapped_column(default=1)
    ends_at: Mapped[Moment]
    withdrawn_at: Mapped[Moment | None]
    accepted_at: Mapped[Moment | None]
    accepted_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    vendor: Mapped[Vendor] = relationship(lazy="raise")
    invited_by: Mapped[User] = relationship(lazy="raise", foreign_keys=invited_by_id)
    accepted_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=accepted_by_id)

    @property
    def is_open(self) -> bool:
        """Whether it can be accepted now."""
        return self.accepted_at is None and self.withdrawn_at is None and clock.now() < self.ends_at

    @property
    def by_phone(self) -> bool:
        """Whether it goes to a phone number."""
        return self.login.startswith("+")

    @property
    def shown_login(self) -> str:
        """To whom it goes, as people write it."""
        return format_phone(self.login) if self.by_phone else self.login
