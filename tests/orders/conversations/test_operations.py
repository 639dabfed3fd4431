"""Asking, answering, reading, and what is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.errors import Invalid, NotFound
from marketplace.gateways.wiring import gateways
from marketplace.papers import UnreadablePaper
from orders.conversations import operations, publishing, queries
from orders.conversations.models import Conversation, Side
from orders.conversations.operations import NotGivenYet, NothingSaid, Said, TooManyMessages
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.muting.operations import Muted, Writer, mute, standing_mute, unmute
from tests.factories.fulfilment import a_part, owner_of, parts_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.papers import A_PDF
from tests.factories.people import a_person, an_administrator
from tests.factories.pictures import a_picture
from tests.factories.talking import a_question, the_conversation
from tests.factories.vendors import a_vendor
from vendors.listings.models import Listing
from vendors.models import Vendor

CALL_ME = "Gọi tôi 0912 345 678 nhé"


@pytest.fixture
def goods(app) -> Listing:
    return a_listing(a_shop())


def words_in(conversation: Conversation) -> list[str]:
    thread = queries.thread_of(conversation)
    return [thread.words_of(each) for each in thread.messages]


def test_a_person_has_one_conversation_about_a_listing(goods) -> None:
    person = a_person()
    first, second = a_question(goods, by=person), a_question(goods, "Có loại 1 kg không?", by=person)
    other = a_question(goods)
    assert first.conversation_id == second.conversation_id != other.conversation_id
    assert len(words_in(first.conversation)) == 2


def test_what_waits_is_first_until_it_is_answered(goods) -> None:
    vendor = db.session.get_one(Vendor, goods.vendor_id)
    older, newer = a_question(goods).conversation, a_question(goods).conversation
    operations.write(older, Said("Được 12 tháng ạ."), side=Side.VENDOR, by=a_person())
    listed = list(db.session.scalars(queries.conversations_of_vendor(vendor)))
    assert [each.id for each in listed] == [newer.id, older.id]
    assert queries.waiting_count(vendor) == 1
    operations.need_no_answer(newer)
    assert queries.waiting_count(vendor) == 0


def test_a_second_question_does_not_make_the_wait_shorter(goods) -> None:
    person = a_person()
    since = a_question(goods, by=person).conversation.waits_since
    with clock.at(clock.now() + timedelta(hours=2)):
        assert a_question(goods, "Ạ?", by=person).conversation.waits_since == since


def test_contacts_are_covered_until_there_is_an_order(goods) -> None:
    buyer = a_person("Trần Thu Hà")
    conversation = a_question(goods, CALL_ME, by=buyer).conversation
    assert words_in(conversation) == ["Gọi tôi ••• nhé"]
    a_part(a_listing(a_shop("HTX Khác")), buyer=buyer)
    assert words_in(conversation) == ["Gọi tôi ••• nhé"], "an order from another vendor"
    part = a_part(goods, buyer=buyer)
    assert words_in(conversation) == [CALL_ME]
    part.status = VendorOrderStatus.CANCELLED
    assert words_in(conversation) == ["Gọi tôi ••• nhé"]


def test_a_guest_talks_about_their_order_alone(goods) -> None:
    part = a_part(goods)
    conversation = operations.about_part(part)
    operations.write(conversation, Said(CALL_ME), side=Side.BUYER, by=None)
    assert conversation.buyer_id is None
    assert operations.about_part(part).id == conversation.id
    assert words_in(conversation) == [CALL_ME]


def test_a_part_that_its_vendor_was_not_given_is_not_talked_about(goods) -> None:
    [part] = parts_of(an_order(goods, method=PaymentMethod.TRANSFER))
    with pytest.raises(NotGivenYet):
        operations.about_part(part)


def test_files_are_kept_privately_and_made_anew(goods) -> None:
    said = Said("", [a_picture(), A_PDF])
    message = operations.ask(goods, said, by=a_person())
    keys = [file.key for file in message.files]
    assert all(key.startswith("private/messages/") for key in keys)
    assert gateways().files.get(keys[0]).content_type == "image/webp"
    assert gateways().files.get(keys[1]).content_type == "application/pdf"


@pytest.mark.parametrize("raw", [b"<svg onload=alert(1)>", b"<html>", b"", b"MZ\x90"])
def test_what_is_no_picture_and_no_paper_is_refused(goods, raw) -> None:
    with pytest.raises(UnreadablePaper) as refused:
        operations.ask(goods, Said("Đây", [raw]), by=a_person())
    assert refused.value.field == "files"


@pytest.mark.parametrize("said", [Said(""), Said("  \n\x00 ")])
def test_nothing_is_no_message(goods, said) -> None:
    with pytest.raises(NothingSaid):
        operations.ask(goods, said, by=a_person())


def test_too_long_and_too_many_files_are_told(goods) -> None:
    for said, field in ((Said("a" * 2001), "text"), (Said("a", [b"x"] * 4), "files")):
        with pytest.raises(Invalid) as refused:
            operations.ask(goods, said, by=a_person())
        assert refused.value.field == field


def test_a_writer_must_take_breath(goods) -> None:
    person = a_person()
    conversation = a_question(goods, by=person).conversation
    for _ in range(operations.MOST_IN_AN_HOUR - 1):
        a_question(goods, by=person)
    with pytest.raises(TooManyMessages):
        a_question(goods, by=person)
    a_question(goods)
    with clock.at(clock.now() + timedelta(hours=1, minutes=1)):
        operations.write(conversation, Said("Còn đó không?"), side=Side.BUYER, by=person)


def test_nobody_asks_every_shop_at_once(goods) -> None:
    person, vendor = a_person(), db.session.get_one(Vendor, goods.vendor_id)
    others = [a_listing(vendor, f"Hàng {number}") for number in range(operations.MOST_QUESTIONS_IN_A_DAY + 1)]
    for listing in others[:-1]:
        a_question(listing, by=person)
    with pytest.raises(TooManyMessages):
        a_question(others[-1], by=person)
    a_question(others[0], "Còn không?", by=person)


def test_whoever_was_silenced_says_nothing(goods) -> None:
    person, master = a_person(), an_administrator()
    mute(Writer(person.id), by=master, reason="Quấy rối")
    mute(Writer(person.id), by=master, reason="Lần nữa")
    with pytest.raises(Muted):
        a_question(goods, by=person)
    unmute(standing_mute(Writer(person.id)), by=master)
    a_question(goods, by=person)
    acts = select(func.count()).where(AuditEntry.action.in_(["writer muted", "writer unmuted"]))
    assert db.session.scalar(acts.where(AuditEntry.subject_kind == "muted_writer")) == 2


def test_a_silenced_guest_is_that_of_one_order(goods) -> None:
    silent, free = a_part(goods), a_part(goods)
    mute(Writer(None, silent.order_id), by=an_administrator(), reason="Chửi bới")
    with pytest.raises(Muted):
        operations.write(operations.about_part(silent), Said("Này"), side=Side.BUYER, by=None)
    operations.write(operations.about_part(free), Said("Chào"), side=Side.BUYER, by=None)


def test_unread_is_what_the_other_side_said_since(goods) -> None:
    buyer = a_person()
    conversation = a_question(goods, by=buyer).conversation
    operations.write(conversation, Said("Dạ"), side=Side.VENDOR, by=a_person())
    last = operations.write(conversation, Said("Còn ạ"), side=Side.VENDOR, by=a_person())
    assert queries.unread_of_buyer(buyer) == 2
    assert queries.glances([conversation], side=Side.BUYER)[conversation.id].unread == 2
    operations.mark_read(conversation, side=Side.BUYER, until=last.id)
    assert queries.unread_of_buyer(buyer) == 0
    operations.mark_read(conversation, side=Side.BUYER, until=1)
    assert the_conversation(conversation.id).buyer_read_id == last.id


def test_a_conversation_is_found_by_its_two_sides_alone(goods) -> None:
    conversation = a_question(goods).conversation
    with pytest.raises(NotFound):
        queries.conversation_with(a_vendor("HTX Khác"), conversation.id)
    with pytest.raises(NotFound):
        queries.own_conversation(conversation.id, a_person())


def test_a_published_answer_names_only_those_who_agreed(goods) -> None:
    hidden, named = a_question(goods, CALL_ME).conversation, a_question(goods).conversation
    named.may_name = True
    owner = a_person()
    for each in (hidden, named):
        found = queries.conversation_with(db.session.get_one(Vendor, goods.vendor_id), each.id)
        publishing.publish(found, question=CALL_ME, answer="Dạ, xem mien.vn nhé", by=owner)
    shown = queries.public_answers(goods)
    assert [each.asker for each in shown] == ["Hà", ""]
    assert {(each.question, each.answer) for each in shown} == {("Gọi tôi ••• nhé", "Dạ, xem ••• nhé")}
    publishing.withdraw(shown[0], by=owner)
    assert len(queries.public_answers(goods)) == 1


def test_only_what_was_asked_of_a_listing_is_published(goods) -> None:
    part = a_part(goods)
    with pytest.raises(publishing.NotAQuestion):
        publishing.publish(operations.about_part(part), question="?", answer="!", by=owner_of(part))


def test_ready_words_are_kept_once_and_are_the_vendors_own(goods) -> None:
    vendor, other = db.session.get_one(Vendor, goods.vendor_id), a_vendor("HTX Khác")
    publishing.keep_ready(vendor, "Dạ  còn hàng ạ ")
    publishing.keep_ready(vendor, "Dạ còn hàng ạ")
    [kept] = queries.quick_answers(vendor)
    assert kept.text == "Dạ còn hàng ạ"
    with pytest.raises(NotFound):
        queries.quick_answer(other, kept.id)
    with pytest.raises(Invalid):
        publishing.keep_ready(vendor, "a" * 201)
    publishing.drop(kept)
    assert not queries.quick_answers(vendor)
