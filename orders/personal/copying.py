"""The worker's side of a copy: all that the market knows of a person, for programs (JSON) and for people (HTML)."""

import json
import secrets
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import ColumnElement, Select, inspect, select

from marketplace import clock
from marketplace.accounts.devices.models import SignIn
from marketplace.accounts.factors.models import Passkey
from marketplace.accounts.models import Address, User
from marketplace.audit import AuditEntry
from marketplace.database import Base, db
from marketplace.gateways.wiring import gateways
from marketplace.letters import write
from marketplace.notices.models import Notice, NoticeChoice, QuietHours
from marketplace.notices.operations import tell
from marketplace.policies.models import PolicyAcceptance
from orders.carts.models import Cart, CartLine
from orders.models import Order, OrderLine, VendorOrder
from orders.personal.models import PersonalRequest, RequestStatus
from orders.personal.operations import KEPT
from orders.returns.models import ReturnCase
from vendors.follows.models import Follow
from vendors.wishes.models import Wish

FOLDER = "private/personal"
LINK = "/account/data"
NOT_TOLD = {"password_hash", "token_hash", "device_hash", "access_token", "checkout_key", "session_version", "html"}
NOT_TOLD |= {"public_key", "credential_id", "token"}
"""Secrets of the market's own, which say nothing of the person."""
MOST_ROWS = 5000


def make_copy(request_id: int) -> None:
    """Make the ZIP and tell the person where it is; a copy that was made is not made again."""
    query = select(PersonalRequest).where(PersonalRequest.id == request_id).with_for_update()
    request = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if request.status is not RequestStatus.WAITING:
        return
    person = db.session.get_one(User, request.user_id)
    with force_locale(person.locale):
        packed = _packed(person)
    request.file_key = f"{FOLDER}/{secrets.token_hex(16)}.zip"
    gateways().files.put(request.file_key, packed, "application/zip")
    request.status, request.ended_at = RequestStatus.DONE, clock.now()
    letter = write("orders/personal_copy", person.locale, person=person, days=KEPT.days, link=LINK)
    tell(f"personal-copy/{request.id}", letter, user=person, mail_to=person.email, link=LINK)


def forget_copies() -> int:
    """Delete the files of copies that were made KEPT ago; give how many."""
    old = select(PersonalRequest).where(
        PersonalRequest.file_key.is_not(None), PersonalRequest.ended_at < clock.now() - KEPT
    )
    found = db.session.scalars(old.limit(200).with_for_update(skip_locked=True)).all()
    for request in found:
        forget_file(request)
    return len(found)


def forget_file(request: PersonalRequest) -> None:
    """Delete the file of a copy, if there still is one."""
    if request.file_key:
        gateways().files.delete(request.file_key)
        request.file_key = None


def known_of(person: User) -> dict[str, list[dict[str, Any]]]:
    """Give every row about the person by its table, without the market's own secrets."""
    own = (Order.buyer_id == person.id,)
    parts = select(VendorOrder).join(Order, Order.id == VendorOrder.order_id).where(*own)
    lines = select(OrderLine).join(VendorOrder, VendorOrder.id == OrderLine.vendor_order_id)
    asked: Sequence[Select[Any]] = (
        select(User).where(User.id == person.id),
        _of(Address, Address.user_id == person.id),
        _of(Order, *own),
        parts,
        lines.join(Order, Order.id == VendorOrder.order_id).where(*own),
        select(CartLine).join(Cart, Cart.id == CartLine.cart_id).where(Cart.user_id == person.id),
        _of(ReturnCase, ReturnCase.asked_by_id == person.id),
        _of(Wish, Wish.user_id == person.id),
        _of(Follow, Follow.user_id == person.id),
        _of(NoticeChoice, NoticeChoice.user_id == person.id),
        _of(QuietHours, QuietHours.user_id == person.id),
        _of(Notice, Notice.user_id == person.id),
        _of(SignIn, SignIn.user_id == person.id),
        _of(Passkey, Passkey.user_id == person.id),
        _of(PolicyAcceptance, PolicyAcceptance.user_id == person.id),
        _of(PersonalRequest, PersonalRequest.user_id == person.id),
        _of(AuditEntry, AuditEntry.actor_id == person.id),
    )
    return dict(_table(query) for query in asked)


def _of(model: type[Base], *conditions: ColumnElement[bool]) -> Select[Any]:
    return select(model).where(*conditions)


def _table(query: Select[Any]) -> tuple[str, list[dict[str, Any]]]:
    model = query.column_descriptions[0]["entity"]
    names = [column.key for column in inspect(model).column_attrs if column.key not in NOT_TOLD]
    newest = [column.desc() for column in inspect(model).primary_key]
    rows = db.session.scalars(query.order_by(*newest).limit(MOST_ROWS))
    return model.__tablename__, [{name: getattr(row, name) for name in names} for row in rows]


def _packed(person: User) -> bytes:
    known, packed = known_of(person), BytesIO()
    page = current_app.jinja_env.get_template("orders/personal/copy.html")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(known, ensure_ascii=False, indent=1, default=str))
        archive.writestr("data.html", page.render(person=person, known=known, at=clock.now()))
    return packed.getvalue()
