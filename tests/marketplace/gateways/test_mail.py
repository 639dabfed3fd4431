"""Letters on their way to a server, and what the server's answers mean."""

import socket
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from marketplace import clock
from marketplace.gateways.mail import Letter, LetterRefused, MailUnavailable, SmtpMail
from marketplace.gateways.twins.letters import letter, letters
from marketplace.gateways.twins.server import Twins

ORDER = Letter(
    to="lan@example.vn",
    subject="Đơn hàng QN 7K2M 9QXD đã nhận",
    text="Chào chị Lan,\n\nCảm ơn chị đã mua chả mực.\n",
    message_id="<order-1@cho.example.vn>",
    html="<p>Chào chị <b>Lan</b></p>",
    reply_to="shop@example.vn",
)


@pytest.fixture
def mail(twins: Twins) -> SmtpMail:
    return SmtpMail(twins.mail_url, sender="Chợ OCOP <cho@example.vn>")


def test_a_letter_arrives_as_it_was_written(twins: Twins, mail: SmtpMail) -> None:
    mail.send(ORDER)
    (kept,) = letters(twins.store)
    assert (kept.recipient, kept.subject, kept.message_id) == (ORDER.to, ORDER.subject, ORDER.message_id)
    assert kept.text.replace("\r\n", "\n") == ORDER.text
    assert kept.html is not None
    assert kept.html.strip() == ORDER.html
    assert kept.sender == "cho@example.vn"
    assert letter(twins.store, kept.id) == kept


def test_a_letter_sent_again_is_kept_once(twins: Twins, mail: SmtpMail) -> None:
    mail.send(ORDER)
    mail.send(ORDER)
    mail.send(replace(ORDER, message_id="<order-2@cho.example.vn>"))
    assert len(letters(twins.store)) == 2


def test_letters_are_found_by_their_reader(twins: Twins, mail: SmtpMail) -> None:
    mail.send(ORDER)
    mail.send(replace(ORDER, to="hoa@example.vn", message_id="<order-2@cho.example.vn>"))
    assert [kept.message_id for kept in letters(twins.store, to="Lan@example.vn")] == [ORDER.message_id]
    assert len(letters(twins.store, to="")) == 2
    assert letter(twins.store, 0) is None


def test_a_letter_carries_the_time_of_the_market(twins: Twins, mail: SmtpMail) -> None:
    with clock.at(datetime(2026, 11, 23, 2, 30, tzinfo=UTC)):
        mail.send(ORDER)
    with twins.store.connection() as connection:
        (row,) = connection.execute("SELECT raw FROM twin.letter").fetchall()
    assert b"Date: Mon, 23 Nov 2026 02:30:00 +0000" in row["raw"]
    assert b"Reply-To: shop@example.vn" in row["raw"]


def test_a_mailbox_that_does_not_exist_is_refused_for_good(mail: SmtpMail) -> None:
    with pytest.raises(LetterRefused):
        mail.send(replace(ORDER, to="refused@example.vn"))


def test_a_busy_mailbox_is_tried_later(mail: SmtpMail) -> None:
    with pytest.raises(MailUnavailable):
        mail.send(replace(ORDER, to="busy@example.vn"))


@pytest.mark.parametrize(
    "change", [{"subject": "a\r\nBcc: everyone@example.vn"}, {"to": "a@example.vn\nBcc: b@example.vn"}]
)
def test_no_header_can_be_smuggled_in(twins: Twins, mail: SmtpMail, change: dict[str, str]) -> None:
    with pytest.raises(LetterRefused):
        mail.send(replace(ORDER, **change))
    assert letters(twins.store) == []


def test_a_server_that_is_away_is_tried_later() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"smtp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(MailUnavailable):
            SmtpMail(url, sender="cho@example.vn", timeout_seconds=1).send(ORDER)


@pytest.mark.parametrize("form", ["smtp://{}?starttls", "smtp://user:secret@{}", "smtps://{}"])
def test_a_password_or_a_letter_never_goes_over_an_open_line(twins: Twins, form: str) -> None:
    """The twin speaks no TLS: whoever asks for it gets no letter through."""
    mail = SmtpMail(form.format(twins.mail_url.removeprefix("smtp://")), sender="cho@example.vn", timeout_seconds=2)
    with pytest.raises((MailUnavailable, LetterRefused)):
        mail.send(ORDER)
    assert letters(twins.store) == []
