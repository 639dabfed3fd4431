"""Where a person is signed in."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Key, Line, Moment, Ref


class SignIn(Base):
    """One sign-in on one device: good until it is ended here. Tokens are kept as SHA-256 only.

    `second_at` is when the second proof was given, `proved_at` when the person last proved anything here.
    """

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_user_id", "user_id", "ended_at", "seen_at"),)

    id: Mapped[Key]
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device_hash: Mapped[str] = mapped_column(String(64))
    label: Mapped[Line]
    address: Mapped[Line]
    made_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    proved_at: Mapped[Moment]
    second_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]

    user: Mapped[User] = relationship(lazy="raise")
