"""Reads of messages."""

from sqlalchemy import Select, func, select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.notices.models import Channel, Notice, NoticeState


def inbox(user: User) -> Select[Notice]:
    """Select the person's messages in the app, newest first."""
    return select(Notice).where(Notice.user_id == user.id, Notice.channel == Channel.APP).order_by(Notice.id.desc())


def unread(user: User) -> int:
    """Count what the person has not seen."""
    counted = select(func.count()).select_from(inbox(user).where(Notice.read_at.is_(None)).order_by(None).subquery())
    return db.session.scalar(counted) or 0


def failed(limit: int = 50) -> list[Notice]:
    """List letters that were given up, newest first, for the desk."""
    query = select(Notice).where(Notice.state == NoticeState.FAILED).order_by(Notice.id.desc()).limit(limit)
    return list(db.session.scalars(query))
