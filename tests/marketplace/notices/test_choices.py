"""What people choose is kept and respected: by kind, by channel, by hour; a letter's link ends its kind."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.mail import Letter, _message
from marketplace.letters import Written
from marketplace.notices import choices, operations
from marketplace.notices.models import Channel, Notice, NoticeKind
from tests.factories.people import a_person, come_in

SAID = Written(subject="Hàng mới", text="Có hàng mới.\n", html="<html><body><p>Có hàng mới.</p></body></html>")
NIGHT = datetime(2026, 11, 23, 23, 30, tzinfo=clock.VIETNAM)
MORNING = datetime(2026, 11, 24, 6, 0, tzinfo=clock.VIETNAM)


@pytest.fixture
def person(app: Flask) -> User:
    return a_person()


def told(person: User, kind: NoticeKind = NoticeKind.FOLLOWS) -> dict[Channel, Notice]:
    operations.tell(f"x/{kind}", SAID, user=person, mail_to=person.email, kind=kind)
    return {row.channel: row for row in db.session.scalars(db.select(Notice).where(Notice.user_id == person.id))}


def test_people_who_said_nothing_hear_of_all_but_news(person: User) -> None:
    assert set(told(person)) == {Channel.APP, Channel.MAIL}
    assert not any(row.kind is NoticeKind.NEWS for row in told(person, NoticeKind.NEWS).values())


def test_what_is_not_wanted_is_not_told(person: User) -> None:
    choices.choose(person, {(NoticeKind.FOLLOWS, Channel.MAIL): False}, quiet=None)
    assert set(told(person)) == {Channel.APP}


def test_news_come_by_the_way_that_was_asked_for(person: User) -> None:
    choices.choose(person, {(NoticeKind.NEWS, Channel.MAIL): True}, quiet=None)
    assert set(told(person, NoticeKind.NEWS)) == {Channel.MAIL}


def test_quiet_hours_hold_a_letter_back_but_none_about_an_order(person: User) -> None:
    choices.choose(person, {}, quiet=(22, 6))
    with clock.at(NIGHT):
        assert told(person)[Channel.MAIL].next_try_at == MORNING
        operations.tell("order", SAID, mail_to="guest@example.vn", user=person)
    at_once = db.session.scalars(db.select(Notice).where(Notice.recipient == "guest@example.vn")).one()
    assert at_once.next_try_at == NIGHT


@given(st.integers(0, 23), st.integers(0, 23), st.integers(0, 24 * 60 - 1))
@trying(max_examples=60)
def test_quiet_hours_end_within_a_day_and_never_early(from_hour: int, until_hour: int, minute: int) -> None:
    moment = datetime(2026, 11, 23, tzinfo=clock.VIETNAM) + timedelta(minutes=minute)
    end = choices.ends_at(moment, from_hour, until_hour)
    assert moment <= end < moment + timedelta(days=1)
    assert end == moment or end.hour == until_hour
    assert choices.ends_at(end, from_hour, until_hour) == end


def test_one_click_ends_letters_of_a_kind_for_a_person(person: User, client: FlaskClient) -> None:
    way = choices.unsubscribe_path(NoticeKind.FOLLOWS, user_id=person.id, mailbox=person.email or "")
    db.session.commit()
    assert "Thôi nhận thư này" in client.get(way).text
    assert choices.choices_of(person)[NoticeKind.FOLLOWS, Channel.MAIL]
    assert client.post(way, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert set(told(person)) == {Channel.APP}


def test_a_guest_ends_letters_to_their_mailbox(app: Flask) -> None:
    way = choices.unsubscribe_path(NoticeKind.REVIEWS, user_id=None, mailbox="Khach@example.vn")
    choices.unsubscribe(way.rpartition("/")[2])
    operations.tell("ask", SAID, mail_to="khach@example.vn", kind=NoticeKind.REVIEWS)
    assert db.session.scalars(db.select(Notice).where(Notice.key == "ask")).all() == []


def test_a_forged_link_ends_nothing(app: Flask, client: FlaskClient) -> None:
    assert client.post("/unsubscribe/WyJmb2xsb3dzIiwxLCJ4Il0.forged").status_code == 404


def test_letters_say_how_to_get_no_more_of_them(person: User) -> None:
    letter = operations._letter(told(person)[Channel.MAIL])
    assert letter.unsubscribe in letter.text
    assert letter.unsubscribe in (letter.html or "")
    message = _message(letter, sender="cho@example.vn")
    assert message["List-Unsubscribe"] == f"<{letter.unsubscribe}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_letters_about_orders_have_no_such_way() -> None:
    letter = Letter(to="a@example.vn", subject="Đơn", text="Đã gửi", message_id="<1@x>")
    assert _message(letter, sender="cho@example.vn")["List-Unsubscribe"] is None


def test_choices_are_kept_on_their_page(person: User, client: FlaskClient) -> None:
    come_in(client, person)
    sent = {"messages_app": "y", "messages_mail": "y", "quiet_from": "22", "quiet_until": "6", "locale": "fr"}
    client.post("/account/notices", data=sent)
    db.session.refresh(person)
    assert person.locale == "fr"
    kept = choices.choices_of(person)
    assert kept[NoticeKind.MESSAGES, Channel.MAIL]
    assert not kept[NoticeKind.FOLLOWS, Channel.APP]
    assert 'selected value="22"' in client.get("/account/notices").text


@pytest.mark.parametrize("hours", [{"quiet_from": "22"}, {"quiet_until": "6"}, {"quiet_from": "6", "quiet_until": "6"}])
def test_half_an_answer_about_quiet_hours_is_asked_again(
    person: User, client: FlaskClient, hours: dict[str, str]
) -> None:
    come_in(client, person)
    assert client.post("/account/notices", data={**hours, "locale": "vi"}).status_code == 422
    assert choices.quiet_hours_of(person) is None
