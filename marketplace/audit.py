"""Who did what to which thing: a trail that only grows (a trigger refuses changes)."""

from typing import Any, Protocol

from sqlalchemy import DDL, ForeignKey, Index, Select, event, select, text
from sqlalchemy.orm import Mapped, mapped_column
from structlog.contextvars import bind_contextvars, get_contextvars

from marketplace import clock
from marketplace.database import Base, Json, Key, Line, Moment, Ref, db


class Actor(Protocol):
    """A person who acts."""

    @property
    def id(self) -> int:
        """The person's number."""


class Subject(Protocol):
    """A record that something is done to."""

    __tablename__: str

    @property
    def id(self) -> int:
        """The record's number."""


class AuditEntry(Base):
    """One act: when, by whom (none: the market's own workers), what, on which record, with which details."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "subject_kind", "subject_id"),
        Index("ix_audit_entry_on_behalf_of", "on_behalf_of", "id", postgresql_where=text("on_behalf_of IS NOT NULL")),
    )

    id: Mapped[Key]
    at: Mapped[Moment] = mapped_column(index=True)
    actor_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    action: Mapped[Line]
    subject_kind: Mapped[Line]
    subject_id: Mapped[Ref]
    detail: Mapped[Json]
    request_id: Mapped[Line | None]
    on_behalf_of: Mapped[Ref | None]
    """The vendor in whose name, and with whose consent, a member of staff acted."""


APPEND_ONLY_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def append_only(table_name: str) -> str:
    """Write the SQL of the trigger that lets a table only grow."""
    return (
        f"CREATE TRIGGER {table_name}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table_name} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


GROWING: set[str] = set()
"""Tables that only grow; the migrations hold their triggers."""


def guard_growth(model: type[Base]) -> None:
    """Let the table of `model` only grow wherever it is created from the models."""
    GROWING.add(model.__tablename__)
    event.listen(model.__table__, "after_create", DDL(APPEND_ONLY_FUNCTION.replace("%", "%%")))
    event.listen(model.__table__, "after_create", DDL(append_only(model.__tablename__)))


guard_growth(AuditEntry)


def act_on_behalf_of(vendor_id: int) -> None:
    """Write into every later entry of this request in whose name it was done."""
    bind_contextvars(on_behalf_of=vendor_id)


def was_recorded() -> bool:
    """Whether this request has written into the trail what it did in a vendor's name."""
    mine = (AuditEntry.request_id == get_contextvars().get("request_id"), AuditEntry.on_behalf_of.is_not(None))
    return db.session.scalar(select(AuditEntry.id).where(*mine).limit(1)) is not None


def record(action: str, subject: Subject, *, by: Actor | None, **detail: Any) -> None:
    """Write an act into the trail, in the running transaction. `detail` must be plain JSON without secrets."""
    db.session.add(
        AuditEntry(
            at=clock.now(),
            actor_id=by.id if by else None,
            action=action,
            subject_kind=subject.__tablename__,
            subject_id=subject.id,
            detail=detail,
            request_id=get_contextvars().get("request_id"),
            on_behalf_of=get_contextvars().get("on_behalf_of"),
        )
    )


def entries(*, subject_kind: str | None = None, action: str | None = None) -> Select[AuditEntry]:
    """Select the trail, newest first, narrowed to a kind of record or an action."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc())
    if subject_kind:
        query = query.where(AuditEntry.subject_kind == subject_kind)
    return query.where(AuditEntry.action == action) if action else query
