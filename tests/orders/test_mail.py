"""What buyers and vendors are told of orders: each once, each vendor of its own part only."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.gateways.bank.payouts import TransferOutcome, TransferState
from marketplace.money import format_dong
from marketplace.notices.models import Channel, Notice
from orders.answering.links import answer_link
from orders.fulfilment import deadlines, operations
from orders.fulfilment.endings import cancel
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.payments import expiry, refunds
from orders.payments.models import Refund
from orders.queries import payment_of
from tests.factories.fulfilment import a_part, owner_of, parts_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.payments import pay
from tests.factories.people import a_person
from tests.factories.vendors import a_member
from vendors.models import MemberRole
from workers import outbox
from workers.subscriptions import SUBSCRIPTIONS, name_of

S = VendorOrderStatus
TRANSFER = PaymentMethod.TRANSFER


@pytest.fixture(autouse=True)
def _market(app):
    """The application."""


def letters(recipient: str | None = None) -> list[Notice]:
    """What goes out by mail once everything is delivered, to one person or to all."""
    outbox.drain()
    query = select(Notice).where(Notice.channel == Channel.MAIL).order_by(Notice.id)
    return [each for each in db.session.scalars(query) if recipient in (None, each.recipient)]


def keys(recipient: str) -> list[str]:
    return [letter.key.partition("/")[0] for letter in letters(recipient)]


def the_letter(recipient: str, key: str) -> Notice:
    [letter] = [each for each in letters(recipient) if each.key.startswith(f"{key}/")]
    return letter


def part_vendor(part):
    db.session.refresh(part, ["vendor"])
    return part.vendor


def part_order(part):
    db.session.refresh(part, ["order"])
    return part.order


def test_the_buyer_gets_one_confirmation_and_each_vendor_hears_of_its_part() -> None:
    buyer = a_person("Trần Thu Hà")
    honey, squid = a_listing(a_shop("Mật ong Ba Chẽ"), "Mật ong"), a_listing(a_shop("Chả mực Hạ Long"), "Chả mực")
    order = an_order(honey, squid, buyer=buyer)
    placed = the_letter(buyer.email, "order-placed")
    assert order.number in placed.subject
    assert all(words in placed.text for words in ("Mật ong Ba Chẽ", "Chả mực Hạ Long", format_dong(order.total_dong)))
    for part, own, other in zip(parts_of(order), ("Mật ong", "Chả mực"), ("Chả mực", "Mật ong"), strict=True):
        [told] = letters(owner_of(part).email)
        assert own in told.text
        assert other not in told.text
        assert told.link == f"/seller/orders/{part.number}"
    assert keys(buyer.email) == ["order-placed"]


def test_a_vendor_reads_nothing_of_who_the_buyer_is() -> None:
    part = a_part()
    [told] = letters(owner_of(part).email)
    written = told.subject + told.text + told.html
    assert all(secret not in written for secret in ("Trần Thu Hà", "987", "12 Hàng Bài"))


def test_each_member_gets_a_link_of_their_own_to_answer_by() -> None:
    part = a_part()
    [told] = letters(owner_of(part).email)
    assert answer_link(part, owner_of(part)) in told.text
    assert answer_link(part, owner_of(part)) in told.html


def test_a_vendor_hears_nothing_of_an_order_before_it_is_paid() -> None:
    part = a_part(method=TRANSFER, paid=False)
    assert letters(owner_of(part).email) == []
    cancel(part, by=None)
    assert letters(owner_of(part).email) == []


def test_a_transfer_is_explained_and_its_arrival_confirmed() -> None:
    buyer = a_person()
    order = an_order(method=TRANSFER, buyer=buyer)
    explained = the_letter(buyer.email, "order-placed")
    assert payment_of(order).memo in explained.text
    assert payment_of(order).memo in explained.html
    pay(order)
    assert keys(buyer.email) == ["order-placed", "order-paid"]
    assert keys(owner_of(parts_of(order)[0]).email) == ["vendor-order-new"]


def test_a_guest_gets_the_link_with_the_key() -> None:
    order = an_order()
    order.email = "ha@example.vn"
    [told] = letters("ha@example.vn")
    assert told.link == f"/orders/{order.number}?key={order.access_token}"
    assert told.user_id is None


def test_a_guest_without_an_address_is_not_written_to() -> None:
    part = a_part()
    assert {letter.recipient for letter in letters()} == {owner_of(part).email}


def test_a_parcel_is_announced_once_with_its_code() -> None:
    buyer = a_person()
    part = a_part(status=S.PACKED, buyer=buyer)
    operations.ship(part, by=owner_of(part), carrier="Viettel Post", tracking_code="VTP62171")
    told = the_letter(buyer.email, "parcel-sent")
    assert "VTP62171" in told.text
    assert "tiền mặt" in told.text


@pytest.mark.parametrize("method", [PaymentMethod.CASH, PaymentMethod.TRANSFER])
def test_a_refusal_is_told_with_its_reason_and_the_refund(method) -> None:
    buyer = a_person()
    part = a_part(method=method, buyer=buyer)
    operations.refuse(part, by=owner_of(part), reason="Bão, tàu không ra khơi")
    told = the_letter(buyer.email, "vendor-order-ended")
    assert "Bão, tàu không ra khơi" in told.text
    assert ("hoàn lại" in told.text) == (method is TRANSFER)


def test_a_parcel_that_turns_back_is_told_with_its_reason_and_its_end_with_the_refund() -> None:
    buyer = a_person()
    part = a_part(status=S.SHIPPED, method=TRANSFER, buyer=buyer)
    operations.turn_back(part, by=owner_of(part), reason="Khách không nghe máy")
    assert "Khách không nghe máy" in the_letter(buyer.email, "vendor-order-returning").text
    operations.take_back(part, by=owner_of(part))
    told = the_letter(buyer.email, "vendor-order-ended")
    assert "Khách không nghe máy" in told.text
    assert "hoàn lại" in told.text


def test_a_cancelled_part_is_told_to_both_sides() -> None:
    buyer = a_person()
    part = a_part(buyer=buyer)
    cancel(part, by=buyer, reason="Đặt nhầm")
    assert keys(buyer.email) == ["order-placed", "vendor-order-ended"]
    told = the_letter(owner_of(part).email, "vendor-order-cancelled")
    assert "Đặt nhầm" in told.text


def test_reminders_go_only_to_those_who_handle_orders() -> None:
    part = a_part()
    packer = a_member(part_vendor(part), a_person("Vũ Văn Bình"), role=MemberRole.PACKER)
    accountant = a_member(part_vendor(part), a_person("Đỗ Thị Nga"), role=MemberRole.ACCOUNTANT)
    with clock.at(part.reply_by):
        deadlines.remind(part.id)
        assert keys(packer.email)[-1] == "vendor-order-reminder"
    assert keys(accountant.email) == []


def test_a_reminder_that_comes_late_is_not_sent() -> None:
    part = a_part()
    with clock.at(part.reply_by):
        deadlines.remind(part.id)
        operations.accept(part, by=owner_of(part))
        assert "vendor-order-reminder" not in keys(owner_of(part).email)


def test_an_order_that_expired_is_told_to_the_buyer_alone() -> None:
    buyer = a_person()
    part = a_part(method=TRANSFER, paid=False, buyer=buyer)
    with clock.at(payment_of(part_order(part)).expires_at + timedelta(seconds=1)):
        expiry.expire(part.order_id)
    assert keys(buyer.email) == ["order-placed", "order-expired"]
    assert letters(owner_of(part).email) == []


def test_money_beyond_what_is_due_is_asked_about() -> None:
    buyer = a_person()
    order = an_order(method=TRANSFER, buyer=buyer)
    pay(order, order.total_dong + 5_000)
    told = the_letter(buyer.email, "refund-due")
    assert format_dong(5_000) in told.subject


def test_a_refused_refund_account_is_asked_for_again() -> None:
    buyer = a_person()
    part = a_part(method=TRANSFER, buyer=buyer)
    cancel(part, by=buyer)
    refund = db.session.scalars(select(Refund)).one()
    refunds._follow(refund, TransferOutcome("", refund.reference, TransferState.FAILED, "Tài khoản không tồn tại"))
    assert keys(buyer.email)[-1] == "refund-failed"


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_letters_are_written_in_their_readers_language(locale) -> None:
    buyer = a_person()
    buyer.locale = locale
    an_order(buyer=buyer)
    assert f'<html lang="{locale}"' in the_letter(buyer.email, "order-placed").html


def test_nobody_is_told_twice_when_a_fact_arrives_twice() -> None:
    a_part(status=S.SHIPPED, buyer=a_person())
    before = len(letters())
    for reactions in SUBSCRIPTIONS.values():
        assert len({name_of(each) for each in reactions}) == len(reactions)
    db.session.execute(db.text("UPDATE outbox_delivery SET state = 'waiting', done_at = NULL"))
    assert len(letters()) == before
