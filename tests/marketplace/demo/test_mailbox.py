"""The mailbox of the demo."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.gateways.mail import Letter, SmtpMail
from marketplace.gateways.twins.configuration import TwinConfiguration
from marketplace.gateways.twins.letters import letters
from marketplace.gateways.twins.server import Twins
from marketplace.gateways.twins.store import TwinStore

EVIL = "<html><head></head><body><script>alert(1)</script><a href='/orders/1'>Đơn của bạn</a></body></html>"


@pytest.fixture
def letter_ids(twins: Twins) -> list[int]:
    mail = SmtpMail(twins.mail_url, sender="Chợ <cho@example.vn>")
    for number, (to, html) in enumerate([("lan@example.vn", EVIL), ("hoa@example.vn", None)]):
        mail.send(Letter(to, f"Đơn số {number}", "Chào <bạn>\nhttp://127.0.0.1/orders/1", f"<{number}@x.vn>", html))
    return sorted(letter.id for letter in letters(twins.store))


@pytest.mark.usefixtures("letter_ids")
def test_every_letter_is_listed_newest_first(client: FlaskClient) -> None:
    page = client.get("/demo/mailbox").text
    assert page.index("Đơn số 1") < page.index("Đơn số 0")
    assert "Chào &lt;bạn&gt;" in page


@pytest.mark.usefixtures("letter_ids")
def test_letters_to_one_person(client: FlaskClient) -> None:
    page = client.get("/demo/mailbox?to=LAN@example.vn").text
    assert "Đơn số 0" in page
    assert "Đơn số 1" not in page
    assert "Không có thư nào tới địa chỉ này" in client.get("/demo/mailbox?to=x").text


def test_a_letter_stands_in_a_frame_in_which_nothing_runs(client: FlaskClient, letter_ids: list[int]) -> None:
    page = client.get(f"/demo/mailbox/{letter_ids[0]}")
    assert "<script>alert" not in page.text
    assert f'src="/demo/mailbox/{letter_ids[0]}/html"' in page.text
    assert 'sandbox="allow-top-navigation-by-user-activation"' in page.text
    framed = client.get(f"/demo/mailbox/{letter_ids[0]}/html")
    assert "script-src" not in framed.headers["Content-Security-Policy"]
    assert framed.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in framed.headers["Content-Security-Policy"]
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_top">' in framed.text


def test_a_letter_without_html_is_shown_as_words(client: FlaskClient, letter_ids: list[int]) -> None:
    page = client.get(f"/demo/mailbox/{letter_ids[1]}").text
    assert "<iframe" not in page
    assert 'href="http://127.0.0.1/orders/1"' in page
    assert client.get(f"/demo/mailbox/{letter_ids[1]}/html").status_code == 404


@pytest.mark.usefixtures("twins")
def test_an_unknown_letter_is_not_found(client: FlaskClient) -> None:
    assert client.get("/demo/mailbox/999999").status_code == 404
    assert "Chưa có thư nào" in client.get("/demo/mailbox").text


def test_where_the_twins_never_ran_the_mailbox_is_empty(
    client: FlaskClient, twin_configuration: TwinConfiguration
) -> None:
    with TwinStore(twin_configuration.database_url).connection() as connection:
        connection.execute("DROP SCHEMA twin CASCADE")
    assert "Chưa có thư nào" in client.get("/demo/mailbox").text
    assert client.get("/demo/mailbox/1").status_code == 404
    assert client.get("/demo/bank").status_code == 200


@pytest.mark.parametrize("path", ["/demo/mailbox", "/demo/mailbox/1", "/demo/mailbox/1/html", "/demo/bank"])
def test_without_the_demo_there_is_no_mailbox(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setitem(app.extensions, "settings", app.extensions["settings"].model_copy(update={"demo": False}))
    assert client.get(path).status_code == 404
