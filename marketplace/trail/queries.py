"""Reads of the audit trail for people."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select

from marketplace.accounts.models import User
from marketplace.audit import AuditEntry
from marketplace.database import db


@dataclass(frozen=True)
class Narrowing:
    """What of the trail is wanted; empty means all."""

    kind: str = ""
    record: int | None = None
    action: str = ""
    person: str = ""


def trail(wanted: Narrowing) -> Select[AuditEntry]:
    """Select the trail, newest first: of a kind of record, of one record, of an act, of people by name or login."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc())
    if wanted.kind:
        query = query.where(AuditEntry.subject_kind == wanted.kind)
    if wanted.record is not None:
        query = query.where(AuditEntry.subject_id == wanted.record)
    if wanted.action:
        query = query.where(AuditEntry.action == wanted.action)
    if wanted.person.strip():
        query = query.where(AuditEntry.actor_id.in_(_people_named(wanted.person.strip())))
    return query


def actors_of(entries: Iterable[AuditEntry]) -> dict[int, User]:
    """Give the people who acted, by id: one statement."""
    ids = {entry.actor_id for entry in entries if entry.actor_id is not None}
    return {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(ids)))} if ids else {}


def _people_named(words: str) -> Select[int]:
    by_name = User.full_name.icontains(words, autoescape=True)
    return select(User.id).where(by_name | (User.email == words.lower()) | (User.phone == words))
