"""What a person can prove themself with a second time."""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Base, Key, Line, Moment, Ref


class TotpKey(Base):
    """The key that a person's application shares with us (RFC 6238), sealed; it counts once it is confirmed.

    `last_step` is the newest step whose code was used: no code is good twice.
    """

    __tablename__ = "totp_key"

    id: Mapped[Key]
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), unique=True)
    sealed: Mapped[Line]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    made_at: Mapped[Moment]
    confirmed_at: Mapped[Moment | None]


class Passkey(Base):
    """A passkey (WebAuthn level 2): what the device told us, none of it secret."""

    __tablename__ = "passkey"

    id: Mapped[Key]
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[Line]
    made_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class RecoveryCode(Base):
    """A code for the day the phone is lost: good once, kept hashed."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[Key]
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[Moment | None]
