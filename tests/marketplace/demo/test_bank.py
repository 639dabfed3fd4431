"""The bank app of the demo: a person plays the buyer who pays."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.gateways.bank.payouts import BankTransfer, PayosPayouts, TransferState
from marketplace.gateways.twins.server import Twins
from tests.twins import ListeningMarket
from tests.waiting import until


@pytest.fixture(autouse=True)
def _bank_of_this_test(app: Flask, twins: Twins, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = app.extensions["settings"].model_copy(update={"notices_url": twins.bank_url})
    monkeypatch.setitem(app.extensions, "settings", settings)


def form(client: FlaskClient, **typed: str) -> dict[str, str]:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/demo/bank").text)
    assert token
    return {"csrf_token": token[1], "amount": "380k", "memo": "QN7K2M9QXD", "telling": "once", **typed}


def test_the_code_fills_the_form(client: FlaskClient) -> None:
    page = client.get("/demo/bank?amount=380000&memo=QN7K2M9QXD").text
    assert 'value="380.000"' in page
    assert 'value="QN7K2M9QXD"' in page


def test_a_payment_reaches_the_market(client: FlaskClient, listening_market: ListeningMarket) -> None:
    assert client.post("/demo/bank", data=form(client)).status_code == 302
    (told,) = until(lambda: listening_market.taken)
    assert (told.amount_dong, told.content) == (380_000, "QN7K2M9QXD")
    until(lambda: "Chợ đã nhận" in client.get("/demo/bank").text)


def test_a_gateway_settles_at_the_push_of_a_button(client: FlaskClient, twins: Twins) -> None:
    taken = "INSERT INTO twin.checkout (gateway, reference, amount_dong, told_dong, request, state, expires_at)"
    with twins.store.connection() as connection:
        connection.execute(f"{taken} VALUES ('momo', 'QN1', 380000, 380000, '{{}}', 'paid', now())")
    sent = {"csrf_token": form(client)["csrf_token"], "gateway": "momo"}
    assert client.post("/demo/bank/settlements", data=sent).status_code == 303
    page = client.get("/demo/bank").text
    assert "MoMo đã chuyển" in page
    assert "MOMO QUYET TOAN" in page
    client.post("/demo/bank/settlements", data=sent)
    assert "MoMo chưa có gì để chuyển" in client.get("/demo/bank").text
    assert client.post("/demo/bank/settlements", data={**sent, "gateway": "bank"}).status_code == 404


def test_a_bank_may_tell_twice(client: FlaskClient, listening_market: ListeningMarket) -> None:
    client.post("/demo/bank", data=form(client, telling="twice"))
    until(lambda: len(listening_market.taken) == 2)


def test_a_bank_may_say_nothing(client: FlaskClient, listening_market: ListeningMarket) -> None:
    client.post("/demo/bank", data=form(client, telling="never"))
    assert "Không báo" in client.get("/demo/bank").text
    assert listening_market.taken == []


def test_a_forged_notice_is_shown_as_not_taken(client: FlaskClient, listening_market: ListeningMarket) -> None:
    client.post("/demo/bank", data=form(client, telling="forged"))
    until(lambda: "Chợ không nhận" in client.get("/demo/bank").text)
    assert listening_market.taken == []


@pytest.mark.parametrize(
    "typed",
    [{"amount": ""}, {"amount": "0"}, {"amount": "-5"}, {"amount": "abc"}, {"telling": "x"}, {"memo": "x" * 101}],
)
def test_nothing_typed_is_lost(client: FlaskClient, typed: dict[str, str]) -> None:
    answer = client.post("/demo/bank", data=form(client, **typed))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert typed.get("memo", "QN7K2M9QXD") in answer.text


def test_a_bank_that_is_away_is_told(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    away = app.extensions["settings"].model_copy(update={"notices_url": "http://127.0.0.1:9"})
    monkeypatch.setitem(app.extensions, "settings", away)
    answer = client.post("/demo/bank", data=form(client))
    assert answer.status_code == 503
    assert "Ngân hàng mẫu chưa chạy" in answer.text


def test_payouts_are_shown(client: FlaskClient, bank_payouts: PayosPayouts) -> None:
    bank_payouts.send(BankTransfer("p/1", 5_000, to_bin="970436", to_account="0011220000", description="QN"))
    until(lambda: (found := bank_payouts.find("p/1")) and found.state is TransferState.FAILED)
    assert "Tài khoản người nhận không tồn tại" in client.get("/demo/bank").text
