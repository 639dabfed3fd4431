"""One-time codes. A code stands nowhere, not even hashed: it follows from the row's seed and the market's secret."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Base, Code, Key, Line, Moment, Ref, Small, choice


class CodePurpose(StrEnum):
    """What a code opens."""

    ENTER = "enter"
    """The account of the phone or mailbox; a new one when there is none."""
    RESET = "reset"
    """A new password."""
    ADD = "add"
    """The phone or mailbox becomes another way into an account."""
    CONFIRM = "confirm"
    """A step that is asked for twice, in the account of the person."""


class LoginCode(Base):
    """One code on its way to a phone or a mailbox. `full_name` and `password_hash` wait here for a new account."""

    __tablename__ = "login_code"
    __table_args__ = (
        CheckConstraint("(email IS NULL) <> (phone IS NULL)", name="goes_to_one_place"),
        CheckConstraint("wrong_tries BETWEEN 0 AND 5", name="few_tries"),
        CheckConstraint("purpose NOT IN ('add', 'confirm') OR user_id IS NOT NULL", name="asked_by_somebody"),
        Index("ix_login_code_phone", "phone", "made_at"),
        Index("ix_login_code_email", "email", "made_at"),
        Index("ix_login_code_made_at", "made_at"),
    )

    id: Mapped[Key]
    purpose: Mapped[CodePurpose] = mapped_column(choice(CodePurpose))
    email: Mapped[Line | None]
    phone: Mapped[Code | None]
    seed: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    full_name: Mapped[Line | None]
    password_hash: Mapped[Line | None]
    locale: Mapped[str] = mapped_column(String(5), default="vi")
    wrong_tries: Mapped[Small] = mapped_column(default=0)
    made_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    used_at: Mapped[Moment | None]
