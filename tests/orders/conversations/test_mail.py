"""Who is told of a message, and how often."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.notices.models import Channel, Notice
from orders.conversations import operations
from orders.conversations.mail import tell_other_side
from orders.conversations.models import Side
from orders.conversations.operations import Said
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import a_person, an_administrator
from tests.factories.talking import a_question
from tests.factories.vendors import a_member
from vendors.listings.models import Listing
from vendors.models import MemberRole, Vendor


@pytest.fixture
def goods(app) -> Listing:
    return a_listing(a_shop())


def told(channel: Channel = Channel.APP) -> list[Notice]:
    found = select(Notice).where(Notice.key.like("message/%"), Notice.channel == channel)
    return list(db.session.scalars(found.order_by(Notice.id)))


def test_the_vendors_people_are_told_once_while_they_have_not_read(goods) -> None:
    vendor = db.session.get_one(Vendor, goods.vendor_id)
    a_member(vendor, role=MemberRole.ACCOUNTANT)
    buyer, packer = a_person(), a_member(vendor, role=MemberRole.PACKER)
    first = a_question(goods, "Gọi 0912345678", by=buyer)
    second = a_question(goods, "Alo?", by=buyer)
    for message in (first, second, first):
        tell_other_side(message.id)
    assert packer.id in {each.user_id for each in told()}
    assert len({each.user_id for each in told()}) == len(told())
    assert all("•••" in each.text and "0912345678" not in each.text for each in told())
    operations.mark_read(first.conversation, side=Side.VENDOR, until=second.id)
    before = len(told())
    tell_other_side(second.id)
    assert len(told()) == before
    db.session.refresh(first.conversation)
    tell_other_side(a_question(goods, "Còn hàng không?", by=buyer).id)
    assert len(told()) == 2 * before


def test_what_stays_unread_is_told_again_on_another_day(goods) -> None:
    buyer = a_person()
    tell_other_side(a_question(goods, by=buyer).id)
    once = len(told())
    with clock.at(clock.now() + timedelta(days=1)):
        tell_other_side(a_question(goods, by=buyer).id)
    assert len(told()) == 2 * once


def test_a_guest_is_told_by_mail_behind_the_orders_key(goods) -> None:
    part = a_part(goods)
    part.order.email = "khach@example.vn"
    conversation = operations.about_part(part)
    tell_other_side(operations.write(conversation, Said("Mai gửi ạ"), side=Side.VENDOR, by=a_person()).id)
    [letter] = told(Channel.MAIL)
    assert letter.recipient == "khach@example.vn"
    assert letter.link == f"/orders/{part.order.number}/parts/{part.number}/messages?key={part.order.access_token}"
    assert "Mai gửi ạ" in letter.text


def test_of_what_was_hidden_nobody_is_told(goods) -> None:
    message = a_question(goods)
    operations.hide(message, by=an_administrator(), reason="Tục tĩu")
    tell_other_side(message.id)
    assert told() == []
