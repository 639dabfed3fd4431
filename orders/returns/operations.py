"""What a buyer and a vendor do about a complaint. The money follows by a credit note in the same transaction.

`by` is the person who acts; a guest is nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.files import content_key
from marketplace.gateways.wiring import gateways
from marketplace.numbers import memo_code
from marketplace.pictures import UnreadablePicture, made_anew
from marketplace.settings import settings
from orders.kinds import DELIVERED
from orders.models import OrderLine, VendorOrder
from orders.returns.errors import (
    MoreThanDelivered,
    NotDelivered,
    NothingChosen,
    OneIsOpen,
    TooLate,
    TooManyPhotos,
    UnusablePhoto,
)
from orders.returns.models import (
    OPEN,
    ReturnCase,
    ReturnLine,
    ReturnPhoto,
    ReturnReason,
    ReturnState,
    ReturnWish,
    Side,
)
from orders.returns.steps import due_after, locked, move, needed, refund, write_step
from orders.steps import lock

PREFIX = "TH"
FOLDER = "private/returns"
MOST_PHOTOS = 8
WIDEST_PHOTO = 1600
DAYS_WHEN_TOLD_WRONG = 30
"""Law 19/2023/QH15, art. 38: what the seller told was missing or wrong."""


@dataclass(frozen=True)
class Complaint:
    """What a buyer asks: how many of each order line (by its id), why, and what they would like."""

    quantities: Mapping[int, int]
    reason: ReturnReason
    wish: ReturnWish
    words: str
    photos: Sequence[bytes] = ()


def may_ask(part: VendorOrder) -> bool:
    """Whether the days for any complaint about this part are still running."""
    return part.status in DELIVERED and not _is_late(part, ReturnReason.NOT_AS_TOLD)


def ask(part: VendorOrder, complaint: Complaint, *, by: User | None) -> ReturnCase:
    """Complain of goods that have arrived; the earning of the part is not released meanwhile.

    Raises NotDelivered, TooLate, OneIsOpen, NothingChosen, MoreThanDelivered, WordsMissing, TooManyPhotos and
    UnusablePhoto.
    """
    words, photos = needed(complaint.words), _photos(complaint.photos)
    lock(part)
    _refuse(part, complaint)
    case = ReturnCase(
        reference=memo_code(PREFIX),
        vendor_order_id=part.id,
        reason=complaint.reason,
        wish=complaint.wish,
        words=words,
        state=ReturnState.ASKED,
        asked_at=clock.now(),
        asked_by_id=by.id if by else None,
        due_at=due_after(ReturnState.ASKED),
        lines=_lines(part, complaint.quantities),
        photos=[ReturnPhoto(key=key) for key in photos],
    )
    db.session.add(case)
    db.session.flush()
    write_step(case, side=Side.BUYER, by=by, words=words)
    return case


def agree_to_refund(case: ReturnCase, *, by: User, words: str, goods_first: bool) -> None:
    """Let the vendor give the money back, at once or when it has the goods again. Raises MoveNotAllowed."""
    part, said = locked(case), needed(words)
    if goods_first:
        move(case, ReturnState.AWAITING_GOODS, side=Side.VENDOR, by=by, words=said)
    else:
        refund(case, part, quantities_of(case), side=Side.VENDOR, by=by, words=said)
    audit.record("return agreed", part, by=by, case=case.reference, goods_first=goods_first)


def have_goods_back(case: ReturnCase, *, by: User, restock: bool) -> None:
    """Note that the goods came back, and give the money back. Raises MoveNotAllowed."""
    part = locked(case)
    refund(case, part, quantities_of(case), side=Side.VENDOR, by=by, words=case.words, restock=restock)
    audit.record("returned goods received", part, by=by, case=case.reference, restock=restock)


def agree_to_replace(case: ReturnCase, *, by: User, words: str) -> None:
    """Let the vendor send other goods; `words` say when and how. Raises MoveNotAllowed."""
    part = locked(case)
    move(case, ReturnState.REPLACING, side=Side.VENDOR, by=by, words=needed(words))
    audit.record("replacement agreed", part, by=by, case=case.reference)


def refuse(case: ReturnCase, *, by: User, words: str) -> None:
    """Let the vendor say no, and why; the buyer may call the market. Raises MoveNotAllowed."""
    part = locked(case)
    move(case, ReturnState.REFUSED, side=Side.VENDOR, by=by, words=needed(words))
    audit.record("return refused", part, by=by, case=case.reference)


def contest(case: ReturnCase, *, by: User | None, words: str) -> None:
    """Let the buyer ask the market to decide. Raises MoveNotAllowed."""
    locked(case)
    move(case, ReturnState.DISPUTED, side=Side.BUYER, by=by, words=needed(words))


def have_replacement(case: ReturnCase, *, by: User | None) -> None:
    """Note that the buyer has the other goods. Raises MoveNotAllowed."""
    locked(case)
    move(case, ReturnState.REPLACED, side=Side.BUYER, by=by)


def withdraw(case: ReturnCase, *, by: User | None) -> None:
    """Let the buyer take the complaint back. Raises MoveNotAllowed."""
    locked(case)
    move(case, ReturnState.WITHDRAWN, side=Side.BUYER, by=by)


def quantities_of(case: ReturnCase) -> dict[int, int]:
    """How many of each order line the complaint is about."""
    lines = db.session.scalars(select(ReturnLine).where(ReturnLine.case_id == case.id))
    return {line.order_line_id: line.quantity for line in lines}


def _refuse(part: VendorOrder, complaint: Complaint) -> None:
    if part.status not in DELIVERED:
        raise NotDelivered
    if _is_late(part, complaint.reason):
        raise TooLate(field="reason")
    is_open = select(ReturnCase.id).where(ReturnCase.vendor_order_id == part.id, ReturnCase.state.in_(OPEN))
    if db.session.scalar(is_open) is not None:
        raise OneIsOpen


def _is_late(part: VendorOrder, reason: ReturnReason) -> bool:
    days = DAYS_WHEN_TOLD_WRONG if reason is ReturnReason.NOT_AS_TOLD else settings().return_days
    return part.delivered_at is None or clock.now() > part.delivered_at + timedelta(days=days)


def _lines(part: VendorOrder, quantities: Mapping[int, int]) -> list[ReturnLine]:
    lines = select(OrderLine).where(OrderLine.vendor_order_id == part.id)
    found = {line.id: line for line in db.session.scalars(lines.execution_options(populate_existing=True))}
    chosen = {line_id: quantity for line_id, quantity in quantities.items() if quantity}
    if not chosen:
        raise NothingChosen
    for line_id, quantity in chosen.items():
        line = found.get(line_id)
        if line is None or not 0 < quantity <= line.quantity - line.credited_quantity:
            raise MoreThanDelivered(field=f"line_{line_id}")
    return [ReturnLine(order_line_id=line_id, quantity=quantity) for line_id, quantity in chosen.items()]


def _photos(raws: Sequence[bytes]) -> list[str]:
    """Keep the photos, made anew, and give their keys; the same one sent twice is kept once."""
    if len(raws) > MOST_PHOTOS:
        raise TooManyPhotos(field="photos")
    keys: dict[str, None] = {}
    for raw in raws:
        try:
            picture = made_anew(raw, widest=WIDEST_PHOTO)
        except UnreadablePicture as refused:
            raise UnusablePhoto(refused.words, field="photos") from refused
        key = content_key(FOLDER, picture, ".webp")
        gateways().files.put(key, picture, "image/webp")
        keys[key] = None
    return list(keys)
