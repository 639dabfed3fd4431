"""The buyer's claim, the vendor's word and the clock in the same moment: each part ends in one state that all know."""

from datetime import datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.settings import settings
from orders.direct import operations as direct
from orders.direct.models import DirectPayment, DirectStatus
from orders.kinds import VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.payments.models import Refund
from tests.factories.fulfilment import owner_of
from tests.factories.holding import a_direct_part
from tests.races.running import SECONDS, race

ROUNDS = 4


def a_committed_part() -> tuple[int, int]:
    """A part that waits for its transfer, and who acts for its vendor."""
    part = a_direct_part(received=False)
    ids = part.id, owner_of(part).id
    db.session.commit()
    return ids


def claim(part_id: int) -> None:
    direct.claim(db.session.get_one(VendorOrder, part_id))


def receive(part_id: int, person_id: int) -> None:
    direct.receive(db.session.get_one(VendorOrder, part_id), by=db.session.get_one(User, person_id))


def expire(part_id: int) -> None:
    with clock.at(clock.now() + timedelta(hours=settings().payment_hours, minutes=1)):
        direct.expire(part_id)


def how_it_stands(part_id: int) -> tuple[VendorOrderStatus, DirectStatus, int]:
    db.session.expire_all()
    part = db.session.get_one(VendorOrder, part_id)
    payment = db.session.scalars(select(DirectPayment).where(DirectPayment.vendor_order_id == part_id)).one()
    return part.status, payment.status, len(db.session.scalars(select(Refund.id)).all())


def claimed_at(part_id: int) -> datetime | None:
    query = select(DirectPayment.claimed_at).where(DirectPayment.vendor_order_id == part_id)
    return db.session.scalar(query)


def test_claimed_received_and_expired_at_once(market: Flask) -> None:
    for _ in range(ROUNDS):
        part_id, person_id = a_committed_part()
        refunds_before = len(db.session.scalars(select(Refund.id)).all())
        db.session.commit()
        race(
            market,
            [lambda p=part_id: claim(p), lambda p=part_id, w=person_id: receive(p, w), lambda p=part_id: expire(p)],
        )
        status, payment, refunds = how_it_stands(part_id)
        ended = status is VendorOrderStatus.CANCELLED
        assert payment is DirectStatus.RECEIVED
        assert refunds - refunds_before == (1 if ended else 0)
        assert audit.findings() == []


def test_claimed_or_expired_but_not_both(market: Flask) -> None:
    for _ in range(ROUNDS):
        part_id, _ = a_committed_part()
        race(market, [lambda p=part_id: claim(p), lambda p=part_id: expire(p)])
        status, payment, _ = how_it_stands(part_id)
        assert (status, payment) in {
            (VendorOrderStatus.PLACED, DirectStatus.CLAIMED),
            (VendorOrderStatus.CANCELLED, DirectStatus.VOID),
        }
        assert (payment is DirectStatus.VOID) == (claimed_at(part_id) is None)
        assert audit.findings() == []


def test_without_the_lock_it_ends_although_it_was_claimed(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both look at the part as it was before either acts."""
    part_id, _ = a_committed_part()
    both_have_looked = Barrier(2)
    look = direct.payment_of

    def look_together(part: VendorOrder) -> DirectPayment | None:
        found = look(part)
        both_have_looked.wait(SECONDS)
        return found

    def without_lock(part: VendorOrder) -> Order:
        return db.session.get_one(Order, part.order_id)

    monkeypatch.setattr(direct, "_locked", lambda part: (without_lock(part), look_together(part)))
    assert race(market, [lambda: claim(part_id), lambda: expire(part_id)]) == ["done", "done"]
    assert how_it_stands(part_id)[0] is VendorOrderStatus.CANCELLED
    assert claimed_at(part_id) is not None
