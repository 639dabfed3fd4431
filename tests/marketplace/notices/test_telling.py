"""Messages: once for each person and channel, tried again while it helps, seen in the app."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.mail import SmtpMail
from marketplace.gateways.twins.letters import letters
from marketplace.gateways.twins.server import Twins
from marketplace.letters import Written
from marketplace.notices import operations, queries
from marketplace.notices.models import Channel, Notice, NoticeState
from tests.factories.people import a_person, come_in

NEWS = Written(subject="Đơn QN-7K2M-9QXD đã gửi", text="Hàng đang trên đường.\n", html="<p>Hàng đang trên đường.</p>")


@pytest.fixture
def post(app: Flask, twins: Twins) -> Iterator[Twins]:
    """The application hands its letters to the mail twin of this test."""
    before = app.extensions["gateways"]
    app.extensions["gateways"] = replace(before, mail=SmtpMail(twins.mail_url, sender="cho@example.vn"))
    yield twins
    app.extensions["gateways"] = before


def _letter_to(address: str, key: str = "order/1/shipped") -> Notice:
    operations.tell(key, NEWS, mail_to=address)
    return db.session.scalars(db.select(Notice).where(Notice.recipient == address, Notice.key == key)).one()


def test_a_message_is_written_once_for_each_channel(app: Flask) -> None:
    person = a_person()
    for _ in range(2):
        operations.tell("order/1/shipped", NEWS, user=person, mail_to="lan@example.vn")
    written = db.session.scalars(db.select(Notice).where(Notice.user_id == person.id)).all()
    assert sorted(notice.channel for notice in written) == [Channel.APP, Channel.MAIL]


def test_a_letter_is_handed_over_once(post: Twins) -> None:
    notice = _letter_to("lan@example.vn")
    assert notice.id in operations.due_notices()
    operations.deliver(notice.id)
    operations.deliver(notice.id)
    assert (notice.state, notice.attempts) == (NoticeState.SENT, 1)
    assert [kept.subject for kept in letters(post.store)] == [NEWS.subject]


def test_a_letter_sent_before_a_crash_is_shown_once(post: Twins) -> None:
    notice = _letter_to("lan@example.vn")
    operations.deliver(notice.id)
    notice.state, notice.sent_at = NoticeState.WAITING, None  # as if the worker had died before it could say so
    db.session.flush()
    operations.deliver(notice.id)
    assert len(letters(post.store)) == 1


def test_an_address_that_is_refused_is_given_up(post: Twins) -> None:
    notice = _letter_to("refused@example.vn")
    operations.deliver(notice.id)
    assert notice.state is NoticeState.FAILED
    assert notice.last_error
    assert notice in queries.failed()


def test_a_busy_server_is_asked_again_later_and_later(post: Twins) -> None:
    notice = _letter_to("busy@example.vn")
    pauses = []
    for _ in range(3):
        operations.deliver(notice.id)
        pauses.append(notice.next_try_at - clock.now())
    assert notice.state is NoticeState.WAITING
    assert pauses[0] < pauses[1] < pauses[2]
    assert notice.id not in operations.due_notices()
    with clock.at(clock.now() + timedelta(hours=3)):
        assert notice.id in operations.due_notices()


def test_a_letter_is_not_tried_for_ever(post: Twins) -> None:
    notice = _letter_to("busy@example.vn")
    notice.attempts = operations.MOST_TRIES - 1
    operations.deliver(notice.id)
    assert notice.state is NoticeState.FAILED


def test_the_inbox_shows_what_is_new_and_then_it_is_read(app: Flask, client: FlaskClient) -> None:
    person = a_person()
    operations.tell("order/1/shipped", NEWS, user=person, link="/orders/QN-7K2M-9QXD")
    assert queries.unread(person) == 1
    page = come_in(client, person).get("/notices").text
    assert NEWS.subject in page
    assert "/orders/QN-7K2M-9QXD" in page
    db.session.expire_all()
    assert queries.unread(db.session.get_one(User, person.id)) == 0


def test_the_inbox_leaves_out_the_address_and_the_signature(app: Flask) -> None:
    said = (
        "Chào Lan,\n\nĐơn đang trên đường.\n\nXem đơn: https://market.example/orders/QN-1\n\n--\nChợ OCOP Quảng Ninh\n"
    )
    notice = Notice(text=said, link="/orders/QN-1")
    assert notice.body == "Chào Lan,\n\nĐơn đang trên đường."


def test_an_inbox_is_its_owners(app: Flask, client: FlaskClient) -> None:
    operations.tell("order/1/shipped", NEWS, user=a_person())
    assert NEWS.subject not in come_in(client, a_person("Minh")).get("/notices").text
