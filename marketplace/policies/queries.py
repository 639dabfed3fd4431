"""Reads of policies: the version of a day, the history, what somebody has not accepted yet."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ScalarSelect, Select, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.policies.models import PolicyAcceptance, PolicyKind, PolicyVersion


def in_force(kinds: Collection[PolicyKind], day: date) -> Select[PolicyVersion]:
    """Select the version of each kind that is good on that day: the latest that has begun."""
    begun = select(PolicyVersion).where(PolicyVersion.kind.in_(kinds), PolicyVersion.valid_from <= day)
    return begun.ext(distinct_on(PolicyVersion.kind)).order_by(PolicyVersion.kind, PolicyVersion.number.desc())


def current(kind: PolicyKind) -> PolicyVersion:
    """Give today's version of a page. Raises NotFound before the first."""
    return _found(db.session.scalar(in_force([kind], clock.today())))


def all_current() -> dict[PolicyKind, PolicyVersion]:
    """Give today's version of every page that has one."""
    return {version.kind: version for version in db.session.scalars(in_force(list(PolicyKind), clock.today()))}


def version_numbered(kind: PolicyKind, number: int) -> PolicyVersion:
    """Give one version, also one that is over or has not begun. Raises NotFound for one that is not there."""
    query = select(PolicyVersion).where(PolicyVersion.kind == kind, PolicyVersion.number == number)
    return _found(db.session.scalar(query))


def neighbours(version: PolicyVersion) -> tuple[PolicyVersion | None, PolicyVersion | None]:
    """Give the versions before and after this one, as far as there are any."""
    beside = select(PolicyVersion).where(
        PolicyVersion.kind == version.kind, PolicyVersion.number.in_((version.number - 1, version.number + 1))
    )
    found = {each.number: each for each in db.session.scalars(beside)}
    return found.get(version.number - 1), found.get(version.number + 1)


def accepted_version(kind: PolicyKind, at: datetime) -> ScalarSelect[int]:
    """Write, for an INSERT, which version of a page is accepted by whoever acts at this moment."""
    good = in_force([kind], clock.in_vietnam(at).date()).subquery()
    return select(good.c.id).scalar_subquery()


def history(kind: PolicyKind) -> Sequence[PolicyVersion]:
    """List the versions of a page, the youngest first, with who published them."""
    query = select(PolicyVersion).where(PolicyVersion.kind == kind).order_by(PolicyVersion.number.desc())
    return db.session.scalars(query.options(joinedload(PolicyVersion.published_by))).all()


def changed_since(user: User, kinds: Collection[PolicyKind]) -> Sequence[PolicyVersion]:
    """List what was changed (a second version or a later one) and the person has not accepted as it is today."""
    today = in_force(kinds, clock.today()).subquery()
    accepted = select(PolicyAcceptance.version_id).where(PolicyAcceptance.user_id == user.id)
    query = select(PolicyVersion).where(PolicyVersion.id.in_(select(today.c.id)), PolicyVersion.id.not_in(accepted))
    return db.session.scalars(query.where(PolicyVersion.number > 1).order_by(PolicyVersion.kind)).all()


def bound_before(version: PolicyVersion, *, after_user_id: int, limit: int) -> Sequence[User]:
    """List the people, by number, who accepted an earlier version of the page and can still sign in."""
    accepted = (
        select(PolicyAcceptance.user_id)
        .join(PolicyVersion, PolicyVersion.id == PolicyAcceptance.version_id)
        .where(PolicyVersion.kind == version.kind, PolicyVersion.number < version.number)
    )
    people = select(User).where(User.id.in_(accepted), User.id > after_user_id, User.active)
    return db.session.scalars(people.order_by(User.id).limit(limit)).all()


def _found(version: PolicyVersion | None) -> PolicyVersion:
    if version is None:
        raise NotFound
    return version
