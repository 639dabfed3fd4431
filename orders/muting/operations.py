"""Silencing writers, letting them write again, and asking whether somebody may."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import insert

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Forbidden
from orders.muting.models import MutedWriter


class Muted(Forbidden):
    """The writer was silenced by the market."""

    sentence = _l("Chợ đã tạm ngừng quyền viết của bạn vì một nội dung bị báo cáo. Hãy liên hệ chợ nếu bạn thấy nhầm.")


@dataclass(frozen=True)
class Writer:
    """Who writes: a person, or the guest behind an order. One of the two is None."""

    user_id: int | None
    order_id: int | None = None


def require_voice(writer: Writer) -> None:
    """Raise Muted when the market has silenced this writer."""
    if standing_mute(writer) is not None:
        raise Muted


def standing_mute(writer: Writer) -> MutedWriter | None:
    """The silence that this writer is under, if there is one."""
    return db.session.scalar(select(MutedWriter).where(_is(writer), MutedWriter.lifted_at.is_(None)))


def mute(writer: Writer, *, by: User, reason: str) -> None:
    """Let this writer write no more; one who is silent already stays so for the first reason."""
    values = {"user_id": writer.user_id, "order_id": writer.order_id, "reason": reason, "at": clock.now()}
    added = insert(MutedWriter).values(**values, by_id=by.id).on_conflict_do_nothing().returning(MutedWriter.id)
    muted_id = db.session.scalar(added)
    if muted_id is not None:
        audit.record("writer muted", db.session.get_one(MutedWriter, muted_id), by=by, reason=reason)


def unmute(muted: MutedWriter, *, by: User) -> None:
    """Let a silenced writer write again; nothing happens when that was done before."""
    if muted.lifted_at is None:
        muted.lifted_at = clock.now()
        audit.record("writer unmuted", muted, by=by)


def _is(writer: Writer) -> ColumnElement[bool]:
    if writer.user_id is not None:
        return MutedWriter.user_id == writer.user_id
    return MutedWriter.order_id == writer.order_id
