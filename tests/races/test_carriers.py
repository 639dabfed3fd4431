"""Statements of cash that several people reach for in the same moment: taken in once, booked once."""

from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.ledger import audit
from orders.carriers import answers, statements
from orders.carriers.models import Answer, CarrierStatement, CarrierStatementRow
from orders.fulfilment import releasing
from orders.kinds import VendorOrderStatus
from orders.models import VendorOrder
from orders.payments import notices
from orders.payments.models import BankNotice, NoticeOutcome
from tests.factories.carriers import a_file, a_parcel, a_statement, the_carrier, told
from tests.factories.payments import a_movement
from tests.factories.people import an_administrator
from tests.races.running import SECONDS, race
from vendors.delivery.models import Carrier

ROUNDS = 3


def take(carrier_id: int, raw: bytes, person_id: int) -> None:
    carrier, person = db.session.get_one(Carrier, carrier_id), db.session.get_one(User, person_id)
    statements.take(carrier, raw, by=person)


def accept(statement_id: int, person_id: int) -> None:
    statements.accept(statement_id, by=db.session.get_one(User, person_id))


def a_committed_statement(*, more: int = 0) -> tuple[int, int]:
    """A statement that nobody has accepted, and somebody who may."""
    statement, person = a_statement(told(a_parcel(), more=more), accepted=False), an_administrator()
    db.session.commit()
    return statement.id, person.id


def test_the_same_file_uploaded_twice_at_once_is_one_statement(market: Flask) -> None:
    raw, carrier_id, person_id = a_file(told(a_parcel())), the_carrier().id, an_administrator().id
    db.session.commit()
    ended = race(market, [lambda: take(carrier_id, raw, person_id)] * 3)
    assert ended == ["KnownStatement", "KnownStatement", "done"]
    [statement] = db.session.scalars(select(CarrierStatement))
    assert len(statements.rows_of(statement)) == 1
    assert audit.findings() == []


def test_without_the_insert_that_gives_way_the_database_itself_refuses(
    market: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: both look first, find nothing and write; only the unique index stops the second, with an error."""
    raw, carrier_id, person_id = a_file(told(a_parcel())), the_carrier().id, an_administrator().id
    db.session.commit()
    both_have_read = Barrier(2)
    read = statements.read_statement

    def read_together(given: bytes) -> object:
        found = read(given)
        both_have_read.wait(SECONDS)
        return found

    def write_without_giving_way(carrier: Carrier, found: object, **how: object) -> int:
        statement = CarrierStatement(
            carrier_id=carrier.id,
            reference=found.reference,  # type: ignore[attr-defined]
            sha256=str(how["sha256"]),
            file_key=str(how["file_key"]),
            collected_dong=found.collected_dong,  # type: ignore[attr-defined]
            fees_dong=found.fees_dong,  # type: ignore[attr-defined]
            transfer_fee_dong=found.transfer_fee_dong,  # type: ignore[attr-defined]
            net_dong=found.net_dong,  # type: ignore[attr-defined]
            taken_at=clock.now(),
        )
        db.session.add(statement)
        db.session.flush()
        return statement.id

    monkeypatch.setattr(statements, "read_statement", read_together)
    monkeypatch.setattr(statements, "_store", write_without_giving_way)
    with pytest.raises(IntegrityError, match="uq_carrier_statement_carrier_id"):
        race(market, [lambda: take(carrier_id, raw, person_id)] * 2)


def test_a_statement_is_booked_once_whoever_accepts_it(market: Flask) -> None:
    for _ in range(ROUNDS):
        statement_id, person_id = a_committed_statement()
        ended = race(market, [lambda s=statement_id, p=person_id: accept(s, p)] * 2)
        assert ended == ["AlreadyAccepted", "done"]
        assert audit.findings() == []


def test_without_the_lock_a_statement_would_be_booked_twice(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both find it not accepted; only the posting's unique reference stops the second."""
    statement_id, person_id = a_committed_statement()
    both_have_looked = Barrier(2)

    def look_together(wanted: int) -> CarrierStatement:
        statement = db.session.get_one(CarrierStatement, wanted)
        both_have_looked.wait(SECONDS)
        return statement

    monkeypatch.setattr(statements, "lock_open", look_together)
    with pytest.raises(IntegrityError, match="uq_ledger_posting_reference"):
        race(market, [lambda: accept(statement_id, person_id)] * 2)


def test_a_row_is_answered_once(market: Flask) -> None:
    statement_id, person_id = a_committed_statement(more=-10_000)
    accept(statement_id, person_id)
    db.session.commit()
    row_id = db.session.scalars(select(CarrierStatementRow.id)).one()

    def answer(chosen: Answer) -> None:
        answers.answer(row_id, chosen, by=db.session.get_one(User, person_id))

    ended = race(market, [lambda: answer(Answer.BORNE), lambda: answer(Answer.CLAIMED)])
    assert ended == ["NotOffered", "done"]
    assert audit.findings() == []


def test_its_money_comes_while_it_is_accepted(market: Flask) -> None:
    for _ in range(ROUNDS):
        statement_id, person_id = a_committed_statement()
        statement = db.session.get_one(CarrierStatement, statement_id)
        notices.receive(a_movement(statement.net_dong, f"COD {statement.reference}"))
        db.session.commit()
        [notice_id] = notices.unread()
        ended = race(
            market,
            [
                lambda s=statement_id, p=person_id: accept(s, p),
                lambda notice_id=notice_id: notices.act_on(notice_id),
            ],
        )
        assert ended == ["done", "done"]
        db.session.expire_all()
        assert db.session.get_one(BankNotice, notice_id).outcome is NoticeOutcome.SETTLEMENT
        assert db.session.get_one(CarrierStatement, statement_id).owed_dong == 0
        assert audit.findings() == []


def test_an_earning_is_released_after_its_cash_is_reconciled_not_within(market: Flask) -> None:
    statement_id, person_id = a_committed_statement()
    part_id = db.session.scalars(select(VendorOrder.id)).one()
    db.session.get_one(VendorOrder, part_id).release_at = clock.now()
    db.session.commit()
    ended = race(market, [lambda: accept(statement_id, person_id), lambda: releasing.release([part_id])])
    assert ended == ["done", "done"]
    db.session.expire_all()
    assert db.session.get_one(VendorOrder, part_id).cash_remitted_at is not None
    assert audit.findings() == []
    releasing.release([part_id])
    assert db.session.get_one(VendorOrder, part_id).status is VendorOrderStatus.COMPLETED
    assert audit.findings() == []
