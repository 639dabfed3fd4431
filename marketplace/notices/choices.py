"""What people want to hear of, by which way, and when they sleep."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.notices.models import Channel, NoticeChoice, NoticeKind, QuietHours

CHOSEN = tuple(kind for kind in NoticeKind if kind is not NoticeKind.ORDERS)
"""Kinds that people choose; of their orders and account they always hear."""
CHANNELS = (Channel.APP, Channel.MAIL)
Way = tuple[NoticeKind, Channel]


def usually(kind: NoticeKind) -> bool:
    """Whether people hear of it who said nothing: news are sent to those alone who ask (Decree 91/2020, art. 13)."""
    return kind is not NoticeKind.NEWS


def choices_of(person: User) -> dict[Way, bool]:
    """Give what a person chose of every kind and channel, with what is usual for the rest."""
    rows = db.session.scalars(select(NoticeChoice).where(NoticeChoice.user_id == person.id))
    said = {(row.kind, row.channel): row.wanted for row in rows}
    return {(kind, channel): usually(kind) for kind in CHOSEN for channel in CHANNELS} | said


def choose(person: User, wanted: Mapping[Way, bool], *, quiet: tuple[int, int] | None) -> None:
    """Keep what a person chose, and the hours (from, until; in Vietnam's time) in which no letter comes.

    Hours that end when they begin are none.
    """
    for (kind, channel), wants in wanted.items():
        _say(kind, channel, wanted=wants, user_id=person.id)
    db.session.execute(delete(QuietHours).where(QuietHours.user_id == person.id))
    if quiet is not None and quiet[0] != quiet[1]:
        db.session.add(QuietHours(user_id=person.id, from_hour=quiet[0], until_hour=quiet[1]))
    db.session.flush()


def quiet_hours_of(person: User) -> QuietHours | None:
    """Give the hours in which a person wants no letters."""
    return db.session.scalar(select(QuietHours).where(QuietHours.user_id == person.id))


def refused(kind: NoticeKind, *, user: User | None, mail_to: str | None) -> set[Channel]:
    """Give the channels by which this person, or whoever reads this mailbox, does not want to hear of the kind."""
    if kind is NoticeKind.ORDERS or not (user or mail_to):
        return set()
    whose = [NoticeChoice.user_id == user.id] if user else []
    whose += [NoticeChoice.email == mail_to.lower()] if mail_to else []
    rows = list(db.session.scalars(select(NoticeChoice).where(NoticeChoice.kind == kind, or_(*whose))))
    said: Iterable[Channel] = {row.channel for row in rows}
    unwanted = {row.channel for row in rows if not row.wanted}
    return unwanted | (set() if usually(kind) else set(CHANNELS) - set(said))


def next_loud_moment(user: User | None) -> datetime:
    """Give now, or the end of the person's quiet hours when they have begun."""
    now = clock.now()
    quiet = quiet_hours_of(user) if user else None
    return ends_at(now, quiet.from_hour, quiet.until_hour) if quiet else now


def ends_at(moment: datetime, from_hour: int, until_hour: int) -> datetime:
    """Give when the quiet hours end in which the moment lies, else the moment; they may pass midnight."""
    here = clock.in_vietnam(moment)
    since = (here.hour - from_hour) % 24
    if since >= (until_hour - from_hour) % 24:
        return moment
    end = datetime.combine(here.date(), time(until_hour), tzinfo=clock.VIETNAM)
    return end if end > here else end + timedelta(days=1)


def unsubscribe_path(kind: NoticeKind, *, user_id: int | None, mailbox: str) -> str:
    """Give the signed address at which one click ends letters of this kind to this mailbox (RFC 8058)."""
    return "/unsubscribe/" + _signer().dumps([kind.value, user_id or 0, mailbox])


def read_unsubscribing(token: str) -> tuple[NoticeKind, int, str]:
    """Give the kind, the person (0: a guest) and the mailbox of a link. Raises NotFound for one that is not ours."""
    try:
        kind, user_id, mailbox = _signer().loads(token)
        return NoticeKind(kind), int(user_id), str(mailbox)
    except (BadSignature, ValueError, TypeError) as wrong:
        raise NotFound from wrong


def unsubscribe(token: str) -> NoticeKind:
    """End letters of the link's kind. Raises NotFound for a link that is not ours."""
    kind, user_id, mailbox = read_unsubscribing(token)
    if user_id and db.session.get(User, user_id):
        _say(kind, Channel.MAIL, wanted=False, user_id=user_id)
    else:
        _say(kind, Channel.MAIL, wanted=False, email=mailbox.lower())
    return kind


def _say(
    kind: NoticeKind, channel: Channel, *, wanted: bool, user_id: int | None = None, email: str | None = None
) -> None:
    row = {"user_id": user_id, "email": email, "kind": kind, "channel": channel, "wanted": wanted}
    said = insert(NoticeChoice).values(row)
    whose = "user_id" if user_id else "email"
    db.session.execute(
        said.on_conflict_do_update(index_elements=[whose, "kind", "channel"], set_={"wanted": said.excluded.wanted})
    )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="unsubscribe")
