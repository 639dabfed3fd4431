"""What anybody may send to the addresses of the gateways' notices: never a failure of ours, never money."""

import json

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from marketplace.database import db
from marketplace.gateways.payments import momo, vnpay
from marketplace.gateways.wiring import gateways
from marketplace.settings import settings
from orders.payments.models import BankNotice, NoticeOutcome
from orders.payments.webhooks import LARGEST_NOTICE
from workers import outbox

MANY = hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
WORDS = st.text(max_size=30)
VNPAY_NAMES = ("vnp_Amount", "vnp_TxnRef", "vnp_ResponseCode", "vnp_TransactionStatus", "vnp_TransactionNo")
MOMO_NAMES = ("amount", "orderId", "resultCode", "transId", "responseTime", "message")


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(BankNotice)) or 0


def tell_vnpay(client: FlaskClient, **fields: str) -> TestResponse:
    """A notice that VNPay signed, whatever is in it."""
    sent = {
        "vnp_Amount": "38000000",
        "vnp_ResponseCode": "00",
        "vnp_TmnCode": settings().vnpay_terminal,
        "vnp_TransactionNo": "14422574",
        "vnp_TransactionStatus": "00",
        "vnp_TxnRef": "QN7K2M9QXD01",
        **fields,
    }
    return client.get(f"/webhooks/vnpay?{vnpay.signed_query(sent, settings().vnpay_secret)}")


def tell_momo(client: FlaskClient, **fields: object) -> TestResponse:
    """A notice that MoMo signed, whatever is in it."""
    sent = {
        "partnerCode": settings().momo_partner,
        "orderId": "QN7K2M9QXD01",
        "requestId": "QN7K2M9QXD01",
        "amount": 380_000,
        "transId": 4_084_757_146,
        "resultCode": 0,
        "responseTime": 1_721_014_660_600,
        **fields,
    }
    keyed = {**sent, "accessKey": settings().momo_access_key}
    sent["signature"] = momo.signature(keyed, momo.REPORT, settings().momo_secret)
    return client.post("/webhooks/momo", data=json.dumps(sent), content_type="application/json")


@MANY
@given(st.dictionaries(st.sampled_from([*VNPAY_NAMES, "vnp_SecureHash"]) | WORDS, WORDS, max_size=8))
def test_vnpay_anybody_may_ask_and_nobody_is_believed(client: FlaskClient, sent: dict[str, str]) -> None:
    """What no text may hold is refused before it is looked at (400)."""
    answer = client.get("/webhooks/vnpay", query_string=sent)
    assert answer.status_code == 400 or answer.json["RspCode"] == "97"
    assert stored() == 0


@MANY
@given(st.binary(max_size=100) | st.dictionaries(WORDS, WORDS | st.integers(), max_size=5).map(json.dumps))
def test_momo_anybody_may_post_and_nobody_is_believed(client: FlaskClient, body: bytes | str) -> None:
    assert client.post("/webhooks/momo", data=body).status_code == 401
    assert stored() == 0


@MANY
@given(st.dictionaries(st.sampled_from(VNPAY_NAMES), WORDS, min_size=1))
def test_vnpay_whatever_it_signs_is_answered(client: FlaskClient, changed: dict[str, str]) -> None:
    answer = tell_vnpay(client, **changed)
    assert answer.status_code == 400 or answer.json["RspCode"] in {"00", "01", "02", "04", "97", "99"}


@MANY
@given(
    st.dictionaries(
        st.sampled_from(MOMO_NAMES), WORDS | st.integers() | st.floats() | st.none() | st.booleans(), min_size=1
    )
)
def test_momo_whatever_it_signs_is_answered(client: FlaskClient, changed: dict[str, object]) -> None:
    assert tell_momo(client, **changed).status_code in {204, 400, 401}


def test_money_for_nothing_that_we_began_is_kept_for_a_person(client: FlaskClient) -> None:
    assert tell_vnpay(client).json["RspCode"] == "01"
    assert tell_momo(client).status_code == 204
    outbox.drain()
    outcomes = db.session.scalars(select(BankNotice.outcome)).all()
    assert outcomes == [NoticeOutcome.UNMATCHED] * 2


@pytest.mark.parametrize(
    "fields", [{"vnp_Amount": "38000050"}, {"vnp_Amount": "x"}, {"vnp_TxnRef": ""}, {"vnp_ResponseCode": ""}]
)
def test_what_vnpay_signs_and_nobody_can_read_is_unknown(client: FlaskClient, fields: dict[str, str]) -> None:
    assert tell_vnpay(client, **fields).json["RspCode"] == "99"
    assert stored() == 0


def test_a_letter_is_no_notice(client: FlaskClient) -> None:
    assert client.post("/webhooks/momo", data=b"x" * (LARGEST_NOTICE + 1)).status_code == 413


def test_a_gateway_without_a_secret_tells_nothing(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty secret means that the market has no account there: what is signed with nothing is refused."""
    with client.application.app_context():
        for gateway in (gateways().vnpay, gateways().momo):
            monkeypatch.setitem(gateway.__dict__, "secret", "")
    empty = settings().model_copy(update={"vnpay_secret": "", "momo_secret": ""})
    monkeypatch.setitem(client.application.extensions, "settings", empty)
    assert tell_vnpay(client).json["RspCode"] == "97"
    assert tell_momo(client).status_code == 401
