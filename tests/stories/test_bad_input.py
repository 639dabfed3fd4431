"""What no page expects is told in a sentence: nothing that is sent to any address makes the market fail."""

import io
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from config import ROOT, Settings
from marketplace.accounts.models import StaffRole
from marketplace.database import db
from tests.effort import IS_SOAK
from tests.factories.belongings import Belongings, belongings_of
from tests.factories.people import come_in
from tests.garbage import STRANGE, Sent, as_sent, filled_in, forms_of, names_read_by_hand, spoiled
from tests.rollback import rolled_back, undone
from tests.routes import READS, WRITES, address_of, routes
from tests.waiting import until

FAILURE = 500
JSON = (b"[]", b"[1]", b'{"full_name": 5}', b'"x"', b"{", b"null")
STARTS_WITHIN_SECONDS = 60
TWO_HUNDRED_MEGABYTES = 200 * 1024 * 1024
WITHOUT_RECORDS = {"demo", "design", "media", "static", "commune", "sitemaps"}
"""Areas whose addresses name nothing that belongs to somebody."""


@dataclass(frozen=True)
class Everywhere:
    """Somebody who is let in everywhere, and what belongs to them."""

    app: Flask
    own: Belongings
    signed_in: str

    def open(self, rule: Rule, method: str, **sent: object) -> TestResponse:
        """Ask in a browser of its own, and take back whatever that changed."""
        browser = self.app.test_client()
        browser.set_cookie("session", self.signed_in)
        with undone():
            return browser.open(address_of(rule, self.own), method=method, buffered=True, **sent)


@pytest.fixture(scope="module")
def everywhere(whole_app: Flask) -> Iterator[Everywhere]:
    with rolled_back(whole_app) as app:
        own = belongings_of("Hùng", staff_role=StaffRole.ADMINISTRATOR)
        browser = come_in(app.test_client(), own.person)
        db.session.refresh(own.vendor)  # read now: whichever test is the first, it has no session for it
        yield Everywhere(app, own, browser.get_cookie("session").value)


@pytest.mark.longer
def test_no_form_makes_the_market_fail(everywhere: Everywhere) -> None:
    """Each form of the URL map is filled in as its code reads it, then spoiled; few tries for each, many in all.

    `make soak` tries many for each.
    """
    for rule in routes(everywhere.app, WRITES):
        if names := forms_of(everywhere.app, rule):
            send_spoiled(everywhere, rule, filled_in(names, everywhere.own))


def send_spoiled(everywhere: Everywhere, rule: Rule, well: dict[str, Sent]) -> None:
    @effort(max_examples=50 if IS_SOAK else 2)
    @given(form=spoiled(well))
    def send(form: dict[str, Sent]) -> None:
        assert everywhere.open(rule, WRITES, data=as_sent(form)).status_code != FAILURE, rule.rule

    send()


def test_the_forms_are_filled_in_well_enough(everywhere: Everywhere) -> None:
    """The control: unspoiled, most forms are taken, so that what is spoiled gets past the first check."""
    taken = {
        rule.endpoint: everywhere.open(rule, WRITES, data=as_sent(filled_in(names, everywhere.own))).status_code
        for rule in routes(everywhere.app, WRITES)
        if (names := forms_of(everywhere.app, rule))
    }
    assert sum(status < 400 for status in taken.values()) > len(taken) / 2, taken


@pytest.mark.longer
def test_no_form_takes_json(everywhere: Everywhere) -> None:
    """Each route gets one of the bodies, in turn; in `make soak` each gets all."""
    sent = (
        (rule, body)
        for number, rule in enumerate(routes(everywhere.app, WRITES))
        for body in (JSON if IS_SOAK else (JSON[number % len(JSON)],))
    )
    failed = [
        (rule.rule, body)
        for rule, body in sent
        if everywhere.open(rule, WRITES, data=body, content_type="application/json").status_code == FAILURE
    ]
    assert failed == []


@pytest.mark.longer
def test_no_question_makes_the_market_fail(everywhere: Everywhere) -> None:
    """Any page with anything behind its question mark."""
    pages = [rule for rule in routes(everywhere.app, READS) if rule.rule.split("/")[1] not in WITHOUT_RECORDS]
    read = {name for module in list(sys.modules) if is_ours(module) for name in names_read_by_hand(module)}

    @effort(max_examples=2000 if IS_SOAK else 60)
    @given(
        rule=st.sampled_from(pages),
        asked=st.dictionaries(st.sampled_from(sorted(read)), st.sampled_from(STRANGE) | st.text(), max_size=4),
    )
    def ask(rule: Rule, asked: dict[str, str]) -> None:
        assert everywhere.open(rule, READS, query_string=asked).status_code != FAILURE, rule.rule

    ask()


def is_ours(module: str) -> bool:
    return module.partition(".")[0] in {"marketplace", "vendors", "orders"} and hasattr(
        sys.modules[module], "blueprint"
    )


@pytest.mark.parametrize(
    "address",
    [
        "/khong-co",
        "/p/khong-co/mien-dong",
        "/shop/khong-co",
        "/shop/%ff%fe",
        "/shop/%00",
        "/commune/khong-co",
        "/orders/QN-0000-0000?key=khong-co",
        "/media/..%2f..%2fetc/passwd",
        "/media/public/%00",
        "/static/built/..%2f..%2fconfig.py",
        "/seller/stock/99999999999999999999999",
        "/desk/vendors/9223372036854775808",
        "/" + "a" * 3000,
    ],
)
def test_an_unknown_address_is_told_with_a_way_on(everywhere: Everywhere, address: str) -> None:
    browser = everywhere.app.test_client()
    browser.set_cookie("session", everywhere.signed_in)
    answer = browser.get(address)
    assert answer.status_code in {400, 404}
    assert 'href="/' in answer.text


def test_a_letter_that_no_database_keeps_is_refused(whole_app: Flask) -> None:
    answer = whole_app.test_client().post("/signup", data={"full_name": "Lan\x00", "login": "lan@example.vn"})
    assert answer.status_code == 400
    assert "Yêu cầu này không dùng được" in answer.text


def test_a_file_where_words_are_asked_for_is_no_word(whole_app: Flask) -> None:
    answer = whole_app.test_client().post("/signup", data={"full_name": (io.BytesIO(b"Lan"), "ten.txt")})
    assert answer.status_code == 422
    assert "Hãy điền mục này" in answer.text


@pytest.fixture
def gunicorn(whole_app: Flask, settings: Settings) -> Iterator[int]:
    """The site under the server that `make run` starts; gives its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "ENVIRONMENT": "test",
        "SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "DATA_DIR": str(settings.data_dir),
    }
    options = ["--worker-class", "gthread", "--threads", "2", "--log-level", "error", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", "wsgi:create_app()", "--bind", f"127.0.0.1:{port}", *options]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        until(lambda: answers(port), seconds=STARTS_WITHIN_SECONDS)
        yield port
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).is_success
    except httpx.TransportError:
        return False


def test_two_hundred_megabytes_are_refused_before_they_are_sent(gunicorn: int) -> None:
    """Only the head of the request is sent: whoever waits for its body before answering never answers."""
    for address in ("/login", "/signup", "/cart/lines", "/webhooks/bank"):
        head = f"POST {address} HTTP/1.1\r\nHost: market\r\nContent-Length: {TWO_HUNDRED_MEGABYTES}\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        with socket.create_connection(("127.0.0.1", gunicorn), timeout=STARTS_WITHIN_SECONDS) as line:
            line.sendall((head + kind).encode())
            assert line.recv(200).startswith(b"HTTP/1.1 413 "), address
