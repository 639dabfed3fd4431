"""Telling people that rules which they accepted will change; called by the workers' subscriptions, ids only."""

from flask_babel import force_locale

from marketplace import outbox
from marketplace.database import db
from marketplace.letters import Written, write
from marketplace.notices.operations import tell
from marketplace.policies.events import PolicyNewsDue
from marketplace.policies.models import PolicyVersion
from marketplace.policies.queries import bound_before
from marketplace.policies.words import NAMES
from marketplace.web.templates import day

AT_ONCE = 300


def tell_next(version_id: int, after_user_id: int) -> None:
    """Tell the next people who accepted an earlier version, in the app and by letter, and record that more are due."""
    version = db.session.get_one(PolicyVersion, version_id)
    link = f"/policies/{version.kind}/versions/{version.number}"
    people = bound_before(version, after_user_id=after_user_id, limit=AT_ONCE)
    letters = {locale: _letter(version, locale, link) for locale in {person.locale for person in people}}
    for person in people:
        tell(f"policy/{version.id}", letters[person.locale], user=person, mail_to=person.email, link=link)
    if len(people) == AT_ONCE:
        outbox.record(PolicyNewsDue(version.id, people[-1].id))


def _letter(version: PolicyVersion, locale: str, link: str) -> Written:
    with force_locale(locale):
        said = {"page_name": str(NAMES[version.kind]), "begins": day(version.valid_from)}
    return write("policies/changed", locale, link=link, **said)
