"""Writing and handing over messages, each once for each person and channel."""

import hashlib
from datetime import timedelta

import structlog
from flask_babel import force_locale, gettext
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.mail import Letter, LetterRefused, MailUnavailable
from marketplace.gateways.wiring import gateways
from marketplace.letters import Written
from marketplace.notices.choices import next_loud_moment, refused, unsubscribe_path
from marketplace.notices.models import Channel, Notice, NoticeKind, NoticeState
from marketplace.web.links import absolute

log = structlog.get_logger()
MOST_TRIES = 12
FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(hours=2)


def tell(
    key: str,
    letter: Written,
    *,
    user: User | None = None,
    mail_to: str | None = None,
    link: str = "",
    kind: NoticeKind = NoticeKind.ORDERS,
) -> None:
    """Write the message for the app (to `user`) and for the post (to `mail_to`), where given and not refused.

    `key` says which message it is: writing it again to the same person changes nothing. A letter that is not about an
    order waits for the end of the person's quiet hours, and says how to get no more of its kind.
    """
    unwanted = refused(kind, user=user, mail_to=mail_to)
    rows = []
    if user and Channel.APP not in unwanted:
        rows.append(_row(key, letter, Channel.APP, str(user.id), user=user, link=link))
    if mail_to and Channel.MAIL not in unwanted:
        rows.append(_row(key, letter, Channel.MAIL, mail_to, user=user, link=link))
        rows[-1] |= _by_choice(kind, letter, mail_to, user)
    if rows:
        db.session.execute(insert(Notice).values([{**row, "kind": kind} for row in rows]).on_conflict_do_nothing())


def _by_choice(kind: NoticeKind, letter: Written, mail_to: str, user: User | None) -> dict[str, object]:
    if kind is NoticeKind.ORDERS:
        return {}
    way = absolute(unsubscribe_path(kind, user_id=user.id if user else None, mailbox=mail_to))
    with force_locale(user.locale if user else "vi"):
        words = gettext("Thôi nhận thư loại này")
    below = f'<p class="why"><a href="{way}">{words}</a></p>\n  </body>'
    return {
        "text": f"{letter.text}{words}: {way}\n",
        "html": letter.html.replace("</body>", below),
        "next_try_at": next_loud_moment(user),
    }


def _row(
    key: str, letter: Written, channel: Channel, recipient: str, *, user: User | None, link: str
) -> dict[str, object]:
    now = clock.now()
    in_app = channel is Channel.APP
    return {
        "key": key,
        "channel": channel,
        "recipient": recipient,
        "user_id": user.id if user else None,
        "subject": letter.subject[:200],
        "text": letter.text,
        "html": "" if in_app else letter.html,
        "link": link,
        "state": NoticeState.SENT if in_app else NoticeState.WAITING,
        "attempts": 0,
        "written_at": now,
        "next_try_at": now,
        "sent_at": now if in_app else None,
    }


def due_notices(limit: int = 100) -> list[int]:
    """List the letters that wait to be handed over, oldest first."""
    waiting = select(Notice.id).where(Notice.state == NoticeState.WAITING, Notice.next_try_at <= clock.now())
    return list(db.session.scalars(waiting.order_by(Notice.id).limit(limit)))


def deliver(notice_id: int) -> None:
    """Hand one letter over, or note why not and when to try again; one that somebody else has is left to them.

    The Message-ID follows from the letter's key, so that a mailbox shows a letter once even if it was sent twice.
    """
    notice = db.session.scalar(
        select(Notice)
        .where(Notice.id == notice_id, Notice.state == NoticeState.WAITING)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if notice is None:
        return
    notice.attempts += 1
    try:
        gateways().mail.send(_letter(notice))
    except LetterRefused as refusal:
        _give_up(notice, refusal)
    except MailUnavailable as error:
        _try_later(notice, error)
    else:
        notice.state, notice.sent_at = NoticeState.SENT, clock.now()


def _letter(notice: Notice) -> Letter:
    way = unsubscribe_path(notice.kind, user_id=notice.user_id, mailbox=notice.recipient)
    name = hashlib.sha256(f"{notice.key}|{notice.recipient}".encode()).hexdigest()[:32]
    return Letter(
        to=notice.recipient,
        subject=notice.subject,
        text=notice.text,
        html=notice.html or None,
        message_id=f"<{name}@marketplace>",
        unsubscribe="" if notice.kind is NoticeKind.ORDERS else absolute(way),
    )


def _give_up(notice: Notice, error: Exception) -> None:
    notice.state, notice.last_error = NoticeState.FAILED, str(error)[:500]
    log.warning("letter_given_up", notice=notice.id, attempts=notice.attempts)


def _try_later(notice: Notice, error: Exception) -> None:
    if notice.attempts >= MOST_TRIES:
        _give_up(notice, error)
        return
    notice.next_try_at = clock.now() + min(FIRST_PAUSE * 2 ** (notice.attempts - 1), LONGEST_PAUSE)
    notice.last_error = str(error)[:500]


def mark_read(user: User) -> None:
    """Note that the person has seen all that is in the app."""
    db.session.execute(
        update(Notice)
        .where(Notice.user_id == user.id, Notice.channel == Channel.APP, Notice.read_at.is_(None))
        .values(read_at=clock.now())
    )
