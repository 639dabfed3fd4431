"""What the bank posts to us: stored once when genuine, refused when forged, never a failure of ours."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from marketplace import clock
from marketplace.database import db
from marketplace.gateways.bank.notices import NoticeKeys, signed_headers
from marketplace.gateways.wiring import gateways
from marketplace.ledger import audit
from marketplace.outbox import OutboxMessage
from orders.kinds import PaymentMethod
from orders.payments.models import BankNotice, NoticeOutcome, PaymentStatus
from orders.payments.webhooks import LARGEST_NOTICE
from orders.queries import payment_of
from tests.factories.orders import an_order
from workers import outbox

FORGED = NoticeKeys(api_key="guessed", webhook_secret="guessed")


def a_body(amount_dong: int = 500_000, content: str = "QNABCDEFGH", **fields: object) -> dict[str, object]:
    """A notice as SePay writes it."""
    return {
        "id": 92704,
        "gateway": "Vietcombank",
        "transactionDate": "2026-11-23 14:02:37",
        "accountNumber": "1023456789",
        "subAccount": None,
        "code": None,
        "content": content,
        "transferType": "in",
        "transferAmount": amount_dong,
        "accumulated": 19_077_000,
        "referenceCode": "MBVCB.3278907687",
        "description": content,
        **fields,
    }


def tell(client: FlaskClient, body: object, *, keys: NoticeKeys | None = None) -> TestResponse:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    with client.application.app_context():
        keys = keys or gateways().notice_keys
    return client.post("/webhooks/bank", data=raw, headers=signed_headers(raw, keys, at=clock.now()))


def stored() -> list[BankNotice]:
    db.session.expire_all()
    return list(db.session.scalars(select(BankNotice).order_by(BankNotice.id)))


def facts(kind: str) -> int:
    query = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.kind == kind)
    return db.session.scalar(query) or 0


def test_a_genuine_notice_is_stored_raw_and_acted_on_by_a_worker(client: FlaskClient) -> None:
    order = an_order(method=PaymentMethod.TRANSFER)
    body = a_body(order.total_dong, f"CT DEN:0123 {order.number} GD 5-8")
    db.session.commit()
    answer = tell(client, body)
    assert (answer.status_code, answer.json) == (200, {"success": True})
    [notice] = stored()
    assert (notice.provider_id, notice.amount_dong, notice.outcome) == ("92704", order.total_dong, NoticeOutcome.NEW)
    assert notice.raw["reference"] == "MBVCB.3278907687"
    outbox.drain()
    assert payment_of(order).status is PaymentStatus.PAID
    assert audit.findings() == []


def test_a_repeated_notice_is_answered_well_and_counts_once(client: FlaskClient) -> None:
    order = an_order(method=PaymentMethod.TRANSFER)
    body = a_body(order.total_dong, order.number)
    db.session.commit()
    answers = [tell(client, body) for _ in range(3)]
    assert {(answer.status_code, answer.json["success"]) for answer in answers} == {(200, True)}
    assert len(stored()) == facts("BankNoticeReceived") == 1
    outbox.drain()
    assert tell(client, body).status_code == 200
    outbox.drain()
    assert payment_of(order).received_dong == order.total_dong
    assert audit.findings() == []


def test_a_forged_notice_is_refused(client: FlaskClient) -> None:
    assert tell(client, a_body(), keys=FORGED).status_code == 401
    assert stored() == []


def test_a_changed_body_or_an_old_signature_is_refused(client: FlaskClient, app: Flask) -> None:
    raw = json.dumps(a_body()).encode()
    headers = signed_headers(raw, gateways().notice_keys, at=clock.now())
    changed = raw.replace(b"500000", b"900000")
    assert client.post("/webhooks/bank", data=changed, headers=headers).status_code == 401
    long_ago = signed_headers(raw, gateways().notice_keys, at=clock.now() - timedelta(minutes=6))
    assert client.post("/webhooks/bank", data=raw, headers=long_ago).status_code == 401
    assert client.post("/webhooks/bank", data=raw).status_code == 401
    assert stored() == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"\xff\xfe",
        b"[" * 5000,
        a_body(0),
        a_body(-5),
        a_body(id=None),
        a_body(transferAmount="many"),
        a_body(transferAmount=1.5),
        a_body(transferType="sideways"),
        a_body(content="\x00"),
        a_body(content="\ud800"),
        a_body(transactionDate="yesterday"),
        a_body(2**63),
    ],
)
def test_what_cannot_be_read_is_said_so_and_not_kept(client: FlaskClient, body: object) -> None:
    assert tell(client, body).status_code == 400
    assert stored() == []


def test_a_body_without_end_is_not_read(client: FlaskClient) -> None:
    assert tell(client, b" " * (LARGEST_NOTICE + 1)).status_code == 413


@pytest.mark.parametrize("fields", [{"transferType": "out"}, {"accountNumber": "999999"}])
def test_what_is_not_money_to_us_is_kept_and_left_alone(client: FlaskClient, fields: dict[str, str]) -> None:
    order = an_order(method=PaymentMethod.TRANSFER)
    body = a_body(order.total_dong, order.number, **fields)
    db.session.commit()
    assert tell(client, body).json == {"success": True}
    outbox.drain()
    [notice] = stored()
    assert (notice.outcome, notice.payment_id) == (NoticeOutcome.IGNORED, None)
    assert payment_of(order).received_dong == 0
    assert facts("BankNoticeReceived") == 0
    assert audit.findings() == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(st.sampled_from(sorted(a_body())), JSON, min_size=1, max_size=4))
def test_no_genuine_body_makes_us_fail(client: FlaskClient, fields: dict[str, object]) -> None:
    answer = tell(client, json.dumps({**a_body(), **fields}).encode("utf-8", "surrogatepass"))
    assert answer.status_code in {200, 400}
