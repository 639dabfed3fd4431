"""What followers are told: all that is new in their shops in one message, one at most on a day."""

from collections.abc import Sequence

from flask_babel import force_locale
from sqlalchemy import ColumnElement, select, update

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.letters import write
from marketplace.notices.models import NoticeKind
from marketplace.notices.operations import tell
from vendors.follows.models import Follow
from vendors.storefront.cards import in_language
from vendors.storefront.models import CatalogueEntry

FOLLOWING = "/account/following"
MOST_TOLD = 12
MOST_AT_ONCE = 500


def people_to_tell() -> Sequence[int]:
    """Name people in whose shops there is something new, and who were told nothing today."""
    told = select(Follow.user_id).where(Follow.told_on == clock.today())
    query = (
        select(Follow.user_id)
        .join(CatalogueEntry, _is_new())
        .where(Follow.user_id.not_in(told))
        .group_by(Follow.user_id)
        .order_by(Follow.user_id)
    )
    return db.session.scalars(query.limit(MOST_AT_ONCE)).all()


def tell_new_goods(user_id: int) -> None:
    """Tell one person of what is new in the shops that they follow, unless they were told something today."""
    person = db.session.get(User, user_id, with_for_update=True)
    if person is None or not person.active or _was_told_today(user_id):
        return
    news = select(CatalogueEntry).join(Follow, _is_new()).where(Follow.user_id == user_id)
    ordered = news.order_by(CatalogueEntry.published_at.desc(), CatalogueEntry.listing_id)
    entries = db.session.scalars(ordered.limit(MOST_TOLD)).all()
    if not entries:
        return
    _tell(person, entries)
    seen = update(Follow).where(Follow.user_id == user_id)
    db.session.execute(seen.values(seen_until=clock.now(), told_on=clock.today()))


def _tell(person: User, entries: Sequence[CatalogueEntry]) -> None:
    with force_locale(person.locale):
        goods = [(in_language(entry, "title"), entry.vendor_name, _address(entry)) for entry in entries]
    shops = list(dict.fromkeys(entry.vendor_name for entry in entries))
    link = f"/shop/{entries[0].vendor_slug}" if len(shops) == 1 else FOLLOWING
    letter = write("follows/new_goods", person.locale, person=person, goods=goods, shops=shops, link=link)
    told = f"new-goods/{person.id}/{clock.today()}"
    tell(told, letter, user=person, mail_to=person.email, link=link, kind=NoticeKind.FOLLOWS)


def _address(entry: CatalogueEntry) -> str:
    return f"/p/{entry.vendor_slug}/{entry.slug}"


def _is_new() -> ColumnElement[bool]:
    return (CatalogueEntry.vendor_id == Follow.vendor_id) & (CatalogueEntry.published_at > Follow.seen_until)


def _was_told_today(user_id: int) -> bool:
    told = select(Follow.id).where(Follow.user_id == user_id, Follow.told_on == clock.today()).limit(1)
    return db.session.scalar(told) is not None
