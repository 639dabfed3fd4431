"""What carriers tell: stored once when genuine, refused when forged, followed forward and never back."""

import json
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from marketplace.gateways.carriers.protocol import ParcelStage
from marketplace.ledger import audit
from orders.carriers import notices
from orders.carriers.models import CarrierNotice, NoticeFate
from orders.carriers.webhooks import LARGEST_NOTICE
from orders.kinds import VendorOrderStatus
from orders.models import VendorOrder
from orders.payments.models import RefusedNotices
from tests.effort import IS_SOAK
from tests.factories.carriers import a_parcel, hear, the_carrier
from tests.factories.people import an_administrator
from workers import outbox

S = VendorOrderStatus
GHN_KEY, GHTK_KEY = {"Token": "twin-ghn-notices"}, {"Token": "twin-ghtk-notices"}


def ghn_body(part: VendorOrder, status: str = "delivered", **other: object) -> dict[str, object]:
    """A notice as GHN writes it."""
    return {
        "OrderCode": part.tracking_code,
        "ClientOrderCode": part.number,
        "Status": status,
        "Type": "switch_status",
        "Time": "2026-11-23T03:52:50.158Z",
        "CODAmount": part.total_dong,
        "CODTransferDate": None,
        "Fee": {"CODFee": 0, "MainService": 22_000},
        "TotalFee": 22_000,
        "ShopID": 1,
        "Reason": "",
        "IsPartialReturn": False,
        **other,
    }


def ghtk_body(part: VendorOrder, status: str = "5", **other: str) -> dict[str, str]:
    """A notice as GHTK writes it."""
    return {
        "label_id": part.tracking_code,
        "partner_id": part.number,
        "status_id": status,
        "action_time": "2026-11-23T10:52:50+07:00",
        "reason_code": "",
        "reason": "",
        "weight": "0.5",
        "fee": "22000",
        "pick_money": str(part.total_dong),
        "return_part_package": "0",
        **other,
    }


def tell_ghn(client: FlaskClient, body: object, headers: dict[str, str] = GHN_KEY) -> TestResponse:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post("/webhooks/ghn", data=raw, headers=headers, content_type="application/json")


def tell_ghtk(client: FlaskClient, body: dict[str, str], headers: dict[str, str] = GHTK_KEY) -> TestResponse:
    form = "application/x-www-form-urlencoded"
    return client.post("/webhooks/ghtk", data=urlencode(body), headers=headers, content_type=form)


def stored() -> list[CarrierNotice]:
    db.session.expire_all()
    return list(db.session.scalars(select(CarrierNotice).order_by(CarrierNotice.id)))


def test_ghn_tells_of_a_delivery_again_and_again_and_it_is_one(client: FlaskClient) -> None:
    part = a_parcel(delivered=False)
    db.session.commit()
    for _ in range(3):
        answer = tell_ghn(client, ghn_body(part))
        assert (answer.status_code, answer.json) == (200, {"success": True})
    [notice] = stored()
    assert (notice.status, notice.stage, notice.cash_dong) == ("delivered", ParcelStage.DELIVERED, part.total_dong)
    assert json.loads(notice.raw)["Fee"]["MainService"] == 22_000
    outbox.drain()
    db.session.expire_all()
    assert (part.status, stored()[0].fate) == (S.DELIVERED, NoticeFate.MOVED)
    assert audit.findings() == []


def test_ghtk_tells_by_a_form(client: FlaskClient) -> None:
    part = a_parcel(delivered=False, carrier="ghtk")
    db.session.commit()
    for status in ("3", "4", "4", "5"):
        assert tell_ghtk(client, ghtk_body(part, status)).status_code == 200
    assert [notice.stage for notice in stored()] == [
        ParcelStage.PICKED_UP,
        ParcelStage.OUT_FOR_DELIVERY,
        ParcelStage.DELIVERED,
    ]
    outbox.drain()
    db.session.expire_all()
    assert part.status is S.DELIVERED


@pytest.mark.parametrize("headers", [{}, {"Token": ""}, {"Token": "guessed"}, {"Token": "twin-ghtk-notices"}])
def test_a_forged_notice_is_refused_counted_and_not_kept(client: FlaskClient, headers: dict[str, str]) -> None:
    part = a_parcel(delivered=False)
    db.session.commit()
    for _ in range(2):
        assert tell_ghn(client, ghn_body(part), headers).status_code == 401
    assert stored() == []
    [refused] = db.session.scalars(select(RefusedNotices))
    assert (refused.provider, refused.count) == ("ghn", 2)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        {"OrderCode": ""},
        {"OrderCode": "GHN1", "Time": "yesterday"},
        {"OrderCode": "GHN\x001", "Time": "2026-11-23T03:52:50Z"},
        {"OrderCode": "GHN1", "Time": "2026-11-23T03:52:50Z", "CODAmount": -5},
        {"OrderCode": "GHN1", "Time": "2026-11-23T03:52:50"},
    ],
)
def test_what_cannot_be_read_is_answered_400(client: FlaskClient, body: object) -> None:
    the_carrier()
    db.session.commit()
    assert tell_ghn(client, body).status_code == 400
    assert stored() == []


def test_a_body_beyond_all_measure_is_not_read(client: FlaskClient) -> None:
    assert tell_ghn(client, b"{" + b" " * LARGEST_NOTICE + b"}").status_code in {400, 413}


def test_words_that_no_database_keeps_are_kept_escaped(client: FlaskClient) -> None:
    part = a_parcel(delivered=False)
    db.session.commit()
    assert tell_ghn(client, ghn_body(part, Reason="a\x00b \ud800")).status_code == 200
    assert len(stored()) == 1


@pytest.mark.parametrize("status", ["exception", "lost", "cancel", "teleported", ""])
def test_a_word_that_is_not_known_waits_for_a_person(client: FlaskClient, status: str) -> None:
    part = a_parcel(delivered=False)
    db.session.commit()
    tell_ghn(client, ghn_body(part, status))
    outbox.drain()
    [notice] = stored()
    assert (notice.fate, part.status) == (NoticeFate.UNKNOWN_STATUS, S.SHIPPED)
    notices.mark_seen(notice.id, by=an_administrator())
    with pytest.raises(MoveNotAllowed):
        notices.mark_seen(notice.id, by=an_administrator())


def test_a_parcel_that_comes_back_goes_back_to_the_shelf(app: Flask) -> None:
    part = a_parcel(delivered=False)
    hear(part, ParcelStage.DELIVERY_FAILED)
    assert part.status is S.SHIPPED
    hear(part, ParcelStage.RETURNING)
    assert part.status is S.RETURNING
    assert hear(part, ParcelStage.RETURNED).fate is NoticeFate.MOVED
    assert part.status is S.RETURNED
    assert audit.findings() == []


def test_what_is_told_before_the_vendor_wrote_the_code_is_acted_on_then(app: Flask) -> None:
    early = hear("GHNEARLY", ParcelStage.DELIVERED)
    assert early.fate is NoticeFate.UNKNOWN_PARCEL
    part = a_parcel(delivered=False, code="ghn early")
    notices.act_on_waiting(part.id)
    assert (part.status, early.fate) == (S.DELIVERED, NoticeFate.MOVED)


def test_another_carriers_code_is_another_parcel(app: Flask) -> None:
    part = a_parcel(delivered=False, code="SAME1")
    hear("SAME1", ParcelStage.DELIVERED, carrier="ghtk")
    assert part.status is S.SHIPPED


@pytest.mark.longer
@given(stages=st.lists(st.sampled_from([*ParcelStage]), max_size=7), again=st.booleans())
@hypothesis_settings(
    max_examples=500 if IS_SOAK else 10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_in_whatever_order_they_come_a_final_state_is_never_left(
    app: Flask, stages: list[ParcelStage], *, again: bool
) -> None:
    with db.session.begin_nested() as savepoint:
        part, ended = a_parcel(delivered=False), None
        for place, stage in enumerate([*stages, *(stages if again else [])]):
            hear(part, stage, key=f"{part.id}/{place % max(len(stages), 1)}")
            if ended is None and part.status in {S.DELIVERED, S.RETURNED}:
                ended = part.status
            assert ended in {None, part.status}
        assert audit.findings() == []
        savepoint.rollback()
