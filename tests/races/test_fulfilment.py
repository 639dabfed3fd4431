"""Two people on one part of an order: the second finds what the first has done."""

from collections.abc import Callable
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.ledger import audit as ledger_audit
from marketplace.ledger.chart import AccountKind
from marketplace.ledger.chart import market as market_account
from marketplace.ledger.queries import balance
from orders import steps
from orders.fulfilment import operations
from orders.fulfilment.endings import cancel
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, StatusChange, VendorOrder
from orders.payments import notices
from orders.payments.models import BankNotice, Payment
from orders.queries import payment_of
from orders.states import move_to
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.payments import a_movement
from tests.races.running import SECONDS, race
from vendors import audit as market_audit

S = VendorOrderStatus


def anew(part_id: int, act: Callable[[VendorOrder, User], object]) -> Callable[[], object]:
    """The act on a part that each thread reads for itself."""

    def verb() -> None:
        part = db.session.get_one(VendorOrder, part_id)
        act(part, owner_of(part))

    return verb


def a_committed_part(status: VendorOrderStatus, *, paid: bool = True) -> int:
    part = a_part(status=status, method=PaymentMethod.TRANSFER, paid=paid)
    db.session.commit()
    return part.id


def steps_to(part_id: int, status: VendorOrderStatus) -> int:
    made = select(StatusChange.id).where(StatusChange.vendor_order_id == part_id, StatusChange.to_status == status)
    return len(db.session.scalars(made).all())


def deliver(part: VendorOrder, by: User) -> None:
    operations.deliver(part, by=by)


def test_two_clicks_deliver_once(market: Flask) -> None:
    part_id = a_committed_part(S.SHIPPED)
    assert race(market, [anew(part_id, deliver)] * 2) == ["MoveNotAllowed", "done"]
    assert steps_to(part_id, S.DELIVERED) == 1
    assert ledger_audit.findings() == []


def test_without_the_lock_two_clicks_deliver_twice(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what is read without the lock is not true any more when it is written."""
    part_id = a_committed_part(S.SHIPPED)
    both_have_read = Barrier(2)

    def move_when_both_have_read(*arguments, **named) -> None:
        both_have_read.wait(SECONDS)
        move_to(*arguments, **named)

    monkeypatch.setattr(steps, "lock_order", lambda order_id: db.session.get_one(Order, order_id))
    monkeypatch.setattr(steps, "move_to", move_when_both_have_read)
    assert race(market, [anew(part_id, deliver)] * 2) == ["done", "done"]
    assert steps_to(part_id, S.DELIVERED) == 2


def test_packed_or_cancelled_but_not_both(market: Flask) -> None:
    part_id = a_committed_part(S.ACCEPTED)
    acts = [
        anew(part_id, lambda part, by: operations.pack(part, by=by)),
        anew(part_id, lambda part, _by: cancel(part, by=None)),
    ]
    assert race(market, acts) == ["MoveNotAllowed", "done"]
    assert steps_to(part_id, S.PACKED) + steps_to(part_id, S.CANCELLED) == 1
    assert ledger_audit.findings() == market_audit.findings() == []


def test_money_that_comes_while_the_buyer_cancels_is_owed_back_once(market: Flask) -> None:
    part_id = a_committed_part(S.PLACED, paid=False)
    part = db.session.get_one(VendorOrder, part_id)
    total = part.total_dong
    notices.receive(a_movement(total, payment_of(db.session.get_one(Order, part.order_id)).memo))
    db.session.commit()
    notice_id = db.session.scalars(select(BankNotice.id)).one()
    acts = [lambda: notices.act_on(notice_id), anew(part_id, lambda part, _by: cancel(part, by=None))]
    assert race(market, acts) == ["done", "done"]
    assert balance(market_account(AccountKind.REFUNDS_DUE)) == total
    assert ledger_audit.findings() == market_audit.findings() == []
    assert db.session.scalars(select(Payment)).one().received_dong in (0, total)
