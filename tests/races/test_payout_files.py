"""Files for the bank and its statements, reached for by two hands in the same moment."""

from collections.abc import Callable
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.ledger import audit
from tests.factories.money import a_shop_with_account, earn
from tests.factories.payouts import a_handed_batch, a_payout_by_file, as_csv, as_xlsx, paid
from tests.factories.people import an_administrator
from tests.races.running import SECONDS, race
from vendors.payouts.bank_statements import operations as statements
from vendors.payouts.bank_statements.models import BankStatement, BankStatementRow
from vendors.payouts.batches import operations as batches
from vendors.payouts.batches.models import PayoutBatch
from vendors.payouts.models import Payout, PayoutStatus
from vendors.payouts.runs import operations as runs
from vendors.payouts.runs.models import PayoutRun


def boss() -> User:
    person = an_administrator()
    db.session.commit()
    return person


def by(person_id: int, act: Callable[..., object], *arguments: object, **options: object) -> Callable[[], object]:
    """The act, done by this person as the thread's own session knows them."""
    return lambda: act(*arguments, by=db.session.get_one(User, person_id), **options)


def count(kind: type[PayoutBatch | BankStatement | BankStatementRow | Payout]) -> int:
    return db.session.scalar(select(func.count(kind.id))) or 0


def test_two_people_make_one_file(market: Flask) -> None:
    a_payout_by_file()
    person = boss().id
    assert race(market, [by(person, batches.make_batch)] * 3) == ["NothingToBatch", "NothingToBatch", "done"]
    assert count(PayoutBatch) == 1
    assert audit.findings() == []


def test_without_the_lock_a_payout_would_be_put_into_two_files(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both find it waiting; only the database's own index stops the second file."""
    a_payout_by_file()
    person = boss().id
    both_have_looked = Barrier(2)
    write = batches._kept

    def look_together(*arguments: object, **options: object) -> PayoutBatch:
        both_have_looked.wait(SECONDS)
        return write(*arguments, **options)

    def unlocked() -> list[Payout]:
        return list(db.session.scalars(select(Payout).options(joinedload(Payout.account))))

    monkeypatch.setattr(batches, "_waiting", unlocked)
    monkeypatch.setattr(batches, "_kept", look_together)
    with pytest.raises(IntegrityError, match="uq_payout_batch_line_standing"):
        race(market, [by(person, batches.make_batch)] * 2)


def test_a_file_is_handed_over_or_discarded_but_not_both(market: Flask) -> None:
    payout_id = a_payout_by_file().id
    person = boss()
    batch_id = batches.make_batch(by=person).id
    db.session.commit()
    ended = race(
        market,
        [by(person.id, batches.hand_over, batch_id), by(person.id, batches.discard, batch_id, reason="Nhầm")],
    )
    assert ended == ["BatchClosed", "done"]
    db.session.expire_all()
    assert db.session.get_one(Payout, payout_id).status in {PayoutStatus.SENT, PayoutStatus.REQUESTED}
    assert audit.findings() == []


def test_a_statement_uploaded_twice_at_once_is_kept_and_applied_once(market: Flask) -> None:
    _, [payout] = a_handed_batch()
    raw, person = as_csv([paid(payout), paid(payout, content="PHI", out=11_000)]), boss().id
    assert race(market, [by(person, statements.take_in, raw, name="a.csv")] * 3) == ["done"] * 3
    [statement_id] = db.session.scalars(select(BankStatement.id))
    assert race(market, [by(person, statements.apply, statement_id)] * 3) == ["done"] * 3
    db.session.expire_all()
    assert (count(BankStatementRow), payout.status) == (2, PayoutStatus.CONFIRMED)
    assert audit.findings() == []


def test_two_statements_with_the_same_rows_at_once_confirm_once(market: Flask) -> None:
    _, payouts = a_handed_batch(500_000, 300_000, 200_000)
    rows, person = [paid(payout) for payout in payouts], boss()
    kept = [statements.take_in(raw, name="", by=person).id for raw in (as_csv(rows), as_xlsx(list(reversed(rows))))]
    db.session.commit()
    assert race(market, [by(person.id, statements.apply, each) for each in kept]) == ["done"] * 2
    db.session.expire_all()
    assert {payout.status for payout in payouts} == {PayoutStatus.CONFIRMED}
    assert count(BankStatementRow) == 3
    assert audit.findings() == []


def test_two_people_answer_one_row_once(market: Flask) -> None:
    _, [payout] = a_handed_batch()
    person, reference = boss(), payout.reference
    statement = statements.take_in(as_csv([paid(payout, content="CK")]), name="", by=person)
    statements.apply(statement.id, by=person)
    row_id = db.session.scalars(select(BankStatementRow.id)).one()
    db.session.commit()
    acts = [
        by(person.id, statements.answer_payout, row_id, reference),
        by(person.id, statements.answer_not_ours, row_id),
    ]
    assert race(market, acts) == ["AlreadyAnswered", "done"]
    assert audit.findings() == []


def test_two_workers_count_a_vendor_of_a_run_once(market: Flask) -> None:
    vendors = [a_shop_with_account() for _ in range(3)]
    for vendor in vendors:
        earn(vendor, 500_000)
    ids, run_id = [vendor.id for vendor in vendors], runs.want_payouts(by=boss()).id
    db.session.commit()
    verbs = [lambda vendor_id=vendor_id: runs.pay_in_run(vendor_id, run_id) for vendor_id in ids * 2]
    assert race(market, verbs) == ["done"] * 6
    run = db.session.get_one(PayoutRun, run_id)
    assert (run.done, run.failed, run.finished_at is not None, count(Payout)) == (3, 0, True, 3)
    assert audit.findings() == []
