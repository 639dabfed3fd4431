"""Writing a review of a delivered line, changing it, answering it once, and taking it out of sight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.gateways.wiring import gateways
from marketplace.pictures import UnreadablePicture, keep_picture
from marketplace.settings import settings
from marketplace.text import given_name
from orders.kinds import DELIVERED
from orders.models import Order, OrderLine, VendorOrder
from orders.muting.operations import Writer, require_voice
from orders.reviews.models import Review, ReviewPhoto, ReviewVersion
from vendors.ratings.operations import count

LONGEST = 3000
"""Characters of a review or an answer."""
MOST_PHOTOS = 6
FOLDER = "public/reviews"


class NotDelivered(MoveNotAllowed):
    """The line is not with its buyer, or was taken back whole."""

    sentence = _l("Chỉ hàng đã giao mới đánh giá được.")


class TooLateToChange(MoveNotAllowed):
    """The time in which a review may be changed is over."""

    sentence = _l("Đã quá hạn sửa đánh giá này.")


class AnsweredAlready(MoveNotAllowed):
    """The vendor has answered; an answer stands."""

    sentence = _l("Bạn đã trả lời đánh giá này rồi. Mỗi đánh giá được trả lời một lần.")


@dataclass(frozen=True)
class Opinion:
    """What a buyer thinks: stars from 1 to 5, words, and photos as they came."""

    stars: int
    text: str = ""
    photos: Sequence[bytes] = ()


def may_review(line: OrderLine, part: VendorOrder) -> bool:
    """Whether the buyer has something of this line to speak of."""
    return part.status in DELIVERED and line.credited_quantity < line.quantity


def review(line: OrderLine, part: VendorOrder, opinion: Opinion, *, by: User | None) -> Review:
    """Review a delivered line, or change the review that it has: one for each line; nothing is paid for it.

    Raises NotDelivered, TooLateToChange, Invalid, Muted.
    """
    order = db.session.scalars(select(Order).where(Order.id == part.order_id).with_for_update(key_share=True)).one()
    require_voice(writer_of(order, by))
    _require_sense(opinion)
    written = db.session.scalar(select(Review).where(Review.order_line_id == line.id))
    if written is not None:
        return _changed(written, opinion)
    if not may_review(line, part):
        raise NotDelivered
    new = Review(
        order_line_id=line.id,
        listing_id=line.listing_id,
        vendor_id=part.vendor_id,
        by_id=by.id if by else None,
        name=given_name(order.full_name),
        stars=opinion.stars,
        text=_plain(opinion.text),
        written_at=clock.now(),
        photos=[ReviewPhoto(key=key) for key in _kept(opinion.photos)],
    )
    db.session.add(new)
    db.session.flush()
    count(new.listing_id, reviews=1, stars=new.stars)
    return new


def may_change(written: Review) -> bool:
    """Whether its writer may still change it."""
    until = written.written_at + timedelta(days=settings().review_edit_days)
    return written.hidden_at is None and clock.now() < until


def answer(written: Review, words: str, *, by: User) -> None:
    """Answer a review in the vendor's name, once. Raises AnsweredAlready, Invalid."""
    _lock(written)
    if written.answered_at is not None:
        raise AnsweredAlready
    said = _plain(words)
    if not said or len(said) > LONGEST:
        raise Invalid(_l("Hãy viết vài lời, không quá %(most)s chữ.", most=LONGEST), field="answer")
    written.answer, written.answered_at = said, clock.now()
    audit.record("review answered", written, by=by, vendor_id=written.vendor_id)


def hide(written: Review, *, by: User, reason: str) -> None:
    """Take a review out of sight and out of the rating; it stays in the market's log with the reason."""
    _lock(written)
    if written.hidden_at is None:
        written.hidden_at, written.hidden_because = clock.now(), reason
        count(written.listing_id, reviews=-1, stars=-written.stars)
        audit.record("review hidden", written, by=by, reason=reason)


def writer_of(order: Order, by: User | None) -> Writer:
    """Who reviews, as the market silences writers: the person, or the guest behind the order."""
    return Writer(by.id) if by else Writer(order.buyer_id, None if order.buyer_id else order.id)


def _changed(written: Review, opinion: Opinion) -> Review:
    _lock(written)
    if not may_change(written):
        raise TooLateToChange
    db.session.add(ReviewVersion(review_id=written.id, stars=written.stars, text=written.text, until=clock.now()))
    count(written.listing_id, reviews=0, stars=opinion.stars - written.stars)
    written.stars, written.text, written.edited_at = opinion.stars, _plain(opinion.text), clock.now()
    if opinion.photos:
        db.session.refresh(written, ["photos"])
        written.photos = []
        db.session.flush()
        written.photos = [ReviewPhoto(key=key) for key in _kept(opinion.photos)]
    db.session.flush()
    return written


def _lock(written: Review) -> None:
    db.session.flush()
    db.session.refresh(written, ["stars", "text", "answered_at", "hidden_at"], with_for_update=True)


def _require_sense(opinion: Opinion) -> None:
    if opinion.stars not in range(1, 6):
        raise Invalid(_l("Hãy chọn từ 1 đến 5 sao."), field="stars")
    if len(opinion.text) > LONGEST:
        raise Invalid(_l("Đánh giá dài quá: tối đa %(most)s chữ.", most=LONGEST), field="text")
    if len(opinion.photos) > MOST_PHOTOS:
        raise Invalid(_l("Tối đa %(most)s ảnh.", most=MOST_PHOTOS), field="photos")


def _kept(photos: Sequence[bytes]) -> list[str]:
    """Keep the photos anew, without what the camera wrote into them; the same photo once."""
    try:
        keys = [keep_picture(gateways().files, raw, folder=FOLDER, square=False) for raw in photos]
    except UnreadablePicture as refused:
        raise UnreadablePicture(refused.words, field="photos") from refused
    return list(dict.fromkeys(keys))


def _plain(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()
