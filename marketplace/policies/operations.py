"""Publishing a version, and accepting those of today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, literal, select, true
from sqlalchemy.dialects.postgresql import insert

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.policies.events import PolicyNewsDue
from marketplace.policies.models import ACCEPTED_BY_SELLERS, PolicyAcceptance, PolicyKind, PolicyVersion
from marketplace.policies.queries import history, in_force
from marketplace.web.templates import day

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("vi", "en", "fr")
FIRST_DAY = date(2026, 1, 1)
NOTICE = timedelta(days=5)
"""How long before a change binds them people hear of it."""
_VERSIONS_ARE_NUMBERED = 20_27


class BeginsTooEarly(Invalid):
    """A version begins neither in the past nor before the one it follows, nor before people have heard of it."""

    def __init__(self, soonest: date) -> None:
        """Name the first day that is possible."""
        words = _("Bản mới có hiệu lực sớm nhất từ ngày %(day)s.", day=day(soonest))
        super().__init__(words, field="valid_from")


class SaysNothingNew(Invalid):
    """The texts are those of the version before."""

    sentence = _l("Nội dung không khác bản trước.")


@dataclass(frozen=True)
class Wording:
    """A page in the three languages."""

    vi: str
    en: str
    fr: str


def publish(kind: PolicyKind, wording: Wording, *, valid_from: date, by: User) -> PolicyVersion:
    """Publish the next version of a page, good from a day on; earlier ones stay to be read.

    Whoever accepted an earlier one of rules is told. Raises BeginsTooEarly and SaysNothingNew.
    """
    db.session.execute(select(func.pg_advisory_xact_lock(_VERSIONS_ARE_NUMBERED)))
    earlier = next(iter(history(kind)), None)
    if valid_from < (soonest := soonest_day(kind, earlier)):
        raise BeginsTooEarly(soonest)
    if earlier and (earlier.text_vi, earlier.text_en, earlier.text_fr) == (wording.vi, wording.en, wording.fr):
        raise SaysNothingNew(field="text_vi")
    version = _write(kind, wording, number=(earlier.number if earlier else 0) + 1, valid_from=valid_from, by=by)
    audit.record("policy published", version, by=by, kind=kind, number=version.number)
    if earlier and kind in ACCEPTED_BY_SELLERS:
        outbox.record(PolicyNewsDue(version.id, 0))
    return version


def soonest_day(kind: PolicyKind, earlier: PolicyVersion | None) -> date:
    """Give the first day on which a version after `earlier` can begin: rules are announced before they bind."""
    today = clock.today()
    if earlier is None:
        return today
    return max(earlier.valid_from, today + NOTICE if kind in ACCEPTED_BY_SELLERS else today)


def accept(user: User, kinds: Collection[PolicyKind], *, shown: Collection[int] | None = None) -> None:
    """Note that the person accepts today's versions of these; again without harm. One statement.

    With `shown` only those of these numbers: the ones that the person had before their eyes.
    """
    person, moment = literal(user.id).label("user_id"), literal(clock.now()).label("at")
    today = in_force(kinds, clock.today()).subquery()
    which = select(person, today.c.id, moment).where(today.c.id.in_(shown) if shown is not None else true())
    accepted = insert(PolicyAcceptance).from_select(["user_id", "version_id", "at"], which)
    db.session.execute(accepted.on_conflict_do_nothing())


def load_policies() -> int:
    """Write the first version of each page that has none, as it comes with the market; give how many were written."""
    known = set(db.session.scalars(select(PolicyVersion.kind)))
    missing = [kind for kind in PolicyKind if kind not in known]
    for kind in missing:
        texts = [(TEXTS / f"{kind}.{language}.txt").read_text(encoding="utf-8").strip() for language in LANGUAGES]
        _write(kind, Wording(*texts), number=1, valid_from=FIRST_DAY, by=None)
    return len(missing)


def _write(kind: PolicyKind, wording: Wording, *, number: int, valid_from: date, by: User | None) -> PolicyVersion:
    version = PolicyVersion(
        kind=kind,
        number=number,
        valid_from=valid_from,
        text_vi=wording.vi,
        text_en=wording.en,
        text_fr=wording.fr,
        published_at=clock.now(),
        published_by_id=by.id if by else None,
    )
    db.session.add(version)
    db.session.flush()
    return version
