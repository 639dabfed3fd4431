"""Asking carriers, over HTTP: where parcels are, and for statements that no file brought."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.gateways.carriers.ghn import GhnGateway
from marketplace.gateways.twins.movements import Telling
from marketplace.gateways.twins.parcels import book
from marketplace.gateways.twins.parcels.book import Handed
from marketplace.gateways.twins.server import Twins
from marketplace.ledger import audit
from orders.carriers import notices, pulling, statements
from orders.carriers.models import CarrierStatement, Finding
from orders.kinds import VendorOrderStatus
from orders.models import VendorOrder
from tests.factories.carriers import a_parcel, rows_of, the_carrier
from tests.factories.people import an_administrator


@pytest.fixture
def asked(app: Flask, ghn: GhnGateway) -> Iterator[Flask]:
    """The application, whose GHN is the twin."""
    before = app.extensions["gateways"]
    app.extensions["gateways"] = replace(before, carriers={"ghn": ghn})
    yield app
    app.extensions["gateways"] = before


def hand_over(twins: Twins, part: VendorOrder, status: str) -> None:
    """The twin has the parcel, and knows where it is."""
    with twins.store.connection() as connection:
        handed = Handed(part.number, part.total_dong, code=part.tracking_code)
        book.tell(connection, book.take(connection, "ghn", handed), status, Telling(times=0))


def test_a_parcel_of_which_nothing_was_told_is_asked_about(asked: Flask, twins: Twins) -> None:
    part = a_parcel(delivered=False)
    hand_over(twins, part, "delivered")
    assert pulling.to_ask_about() == []
    with clock.at(clock.now() + timedelta(days=2)):
        assert pulling.to_ask_about() == [part.id]
    for _ in range(2):
        pulling.ask_about(part.id)
    [notice_id] = notices.unread()
    notices.act_on(notice_id)
    assert part.status is VendorOrderStatus.DELIVERED
    assert audit.findings() == []


def test_statements_are_pulled_once_and_wait_for_a_person(asked: Flask, twins: Twins) -> None:
    part, carrier = a_parcel(), the_carrier()
    hand_over(twins, part, "delivered")
    with twins.store.connection() as connection:
        book.state(connection, "ghn", account="1023456789", pays=False)
    assert carrier.id in pulling.talkative()
    assert (pulling.pull_statements(carrier), pulling.pull_statements(carrier)) == (1, 0)
    [statement] = db.session.scalars(select(CarrierStatement))
    assert (statement.taken_by_id, statement.accepted_at) == (None, None)
    statements.accept(statement.id, by=an_administrator())
    assert [row.finding for row in rows_of(statement)] == [Finding.EXACT]
    assert audit.findings() == []


def test_a_carrier_that_cannot_be_asked_is_told_in_a_sentence(asked: Flask) -> None:
    with pytest.raises(pulling.CarrierSilent):
        pulling.pull_statements(the_carrier("ghtk"))
    asked.extensions["gateways"] = replace(
        asked.extensions["gateways"], carriers={"ghn": GhnGateway("http://127.0.0.1:9", "", "", "")}
    )
    with pytest.raises(pulling.CarrierSilent):
        pulling.pull_statements(the_carrier())
