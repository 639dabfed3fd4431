"""Files for the bank: each payout in one, made once and never again, handed over or discarded."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.outbox import OutboxMessage
from tests.bank import Bank
from tests.factories.money import a_shop_with_account, earn
from tests.factories.payouts import a_handed_batch, a_payout_by_file, as_csv, paid
from tests.factories.people import an_administrator, come_in
from tests.statements import watch_statements
from vendors.payouts import sending
from vendors.payouts.bank_statements import operations as statements
from vendors.payouts.batches import operations, queries
from vendors.payouts.batches.models import BatchState
from vendors.payouts.models import PayoutAccount, PayoutStatus, PayoutWay
from vendors.payouts.objections import object_to
from vendors.payouts.operations import request_payout


@pytest.fixture
def boss(app: Flask) -> User:
    return an_administrator()


def test_what_waits_goes_into_one_file_and_is_sent_when_the_bank_has_it(boss: User) -> None:
    payouts = [a_payout_by_file(), a_payout_by_file(300_000)]
    assert queries.waiting_for_file() == queries.Waiting(2, 475_000 + 285_000)
    batch = operations.make_batch(by=boss)
    assert (batch.payouts, batch.amount_dong, batch.state) == (2, 760_000, BatchState.MADE)
    assert {payout.status for payout in payouts} == {PayoutStatus.SENDING}
    assert audit.findings() == []
    with pytest.raises(operations.NothingToBatch):
        operations.make_batch(by=boss)
    operations.hand_over(batch.id, by=boss)
    assert {payout.status for payout in payouts} == {PayoutStatus.SENT}
    assert batch.state is BatchState.HANDED
    kinds = list(db.session.scalars(select(OutboxMessage.kind)))
    assert kinds.count("PayoutSent") == 2
    assert audit.findings() == []
    for again in (operations.hand_over, lambda number, by: operations.discard(number, reason="x", by=by)):
        with pytest.raises(operations.BatchClosed):
            again(batch.id, by=boss)


def test_the_service_never_sends_what_leaves_by_file(boss: User, bank: Bank) -> None:
    payout = a_payout_by_file()
    assert sending.to_send() == []
    assert not sending.begin_sending(payout.id)
    operations.make_batch(by=boss)
    sending.hand_over(payout.id)
    sending.ask_about(payout.id)
    assert (bank.paid(), payout.status) == ([], PayoutStatus.SENDING)


def test_what_the_service_sends_stands_in_no_file(boss: User) -> None:
    vendor = a_shop_with_account()
    earn(vendor, 500_000)
    payout = request_payout(vendor.id)
    assert payout
    assert payout.way is PayoutWay.PROVIDER
    with pytest.raises(operations.NothingToBatch):
        operations.make_batch(by=boss)


def test_a_discarded_file_lets_its_payouts_into_another(boss: User) -> None:
    payout = a_payout_by_file()
    first = operations.make_batch(by=boss)
    with pytest.raises(operations.WhyDiscarded):
        operations.discard(first.id, reason=" ", by=boss)
    operations.discard(first.id, reason="Sai ngày", by=boss)
    assert (payout.status, first.state) == (PayoutStatus.REQUESTED, BatchState.DISCARDED)
    second = operations.make_batch(by=boss)
    assert queries.batch_of(payout) is second
    assert audit.findings() == []


def test_a_file_that_the_bank_has_paid_from_is_not_discarded(boss: User) -> None:
    payout = a_payout_by_file()
    a_payout_by_file()
    batch = operations.make_batch(by=boss)
    statement = statements.take_in(as_csv([paid(payout)]), name="sao-ke.csv", by=boss)
    statements.apply(statement.id, by=boss)
    assert payout.status is PayoutStatus.CONFIRMED  # though nobody had noted that the bank has the file
    with pytest.raises(operations.BatchUnderway):
        operations.discard(batch.id, reason="Nhầm", by=boss)
    operations.hand_over(batch.id, by=boss)
    assert audit.findings() == []


def test_a_file_holding_what_an_earlier_one_paid_can_be_discarded(boss: User) -> None:
    """The first file was handed over after all; the second must not be, and its other payout waits for a third."""
    payout = a_payout_by_file()
    operations.discard(operations.make_batch(by=boss).id, reason="Sai ngày", by=boss)
    other = a_payout_by_file(300_000)
    second = operations.make_batch(by=boss)
    statement = statements.take_in(as_csv([paid(payout)]), name="", by=boss)
    statements.apply(statement.id, by=boss)
    operations.discard(second.id, reason="Tệp trước đã được chi", by=boss)
    assert (payout.status, other.status) == (PayoutStatus.CONFIRMED, PayoutStatus.REQUESTED)
    assert operations.make_batch(by=boss).payouts == 1
    assert audit.findings() == []


def test_an_account_that_is_objected_to_stays_out_and_holds_a_file_back(boss: User) -> None:
    payout, other = a_payout_by_file(), a_payout_by_file()
    account = db.session.get_one(PayoutAccount, payout.account_id)
    object_to(account)
    batch = operations.make_batch(by=boss)
    assert [line.payout_id for line in queries.lines_of(batch)] == [other.id]
    object_to(db.session.get_one(PayoutAccount, other.account_id))
    with pytest.raises(operations.BatchObjected):
        operations.hand_over(batch.id, by=boss)
    assert other.status is PayoutStatus.SENDING


def test_a_file_holds_no_more_than_a_bank_takes(boss: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MOST_LINES", 2)
    for _ in range(3):
        a_payout_by_file()
    assert [operations.make_batch(by=boss).payouts for _ in range(2)] == [2, 1]


def test_making_a_file_reads_as_often_for_many_as_for_few(boss: User) -> None:
    counts = []
    for size in (1, 4):
        for _ in range(size):
            a_payout_by_file()
        db.session.flush()
        with watch_statements() as statements_sent:
            operations.make_batch(by=boss)
            db.session.flush()
        counts.append(len(statements_sent))
    assert counts[0] == counts[1]


def test_a_file_is_fetched_again_and_again_as_it_was_made(client: FlaskClient, boss: User) -> None:
    a_payout_by_file()
    come_in(client, boss)
    made = client.post("/desk/payouts/batches").location
    for kind in ("csv", "xlsx"):
        first, again = client.get(f"{made}/{kind}"), client.get(f"{made}/{kind}")
        assert first.data == again.data
        assert first.headers["Content-Disposition"].endswith(f'.{kind}"')
    assert client.get(f"{made}/pdf").status_code == 404
    assert "Chờ giao ngân hàng" in client.get(made).text
    assert client.post(f"{made}/discard", data={"reason": ""}).status_code == 422
    assert client.post(f"{made}/handover").status_code == 302
    assert "Đã giao ngân hàng" in client.get("/desk/payouts/batches").text
    assert client.get("/desk/payouts/batches/999999").status_code == 404


def test_a_file_that_somebody_wrote_over_is_not_given_out(boss: User, app: Flask) -> None:
    batch, _ = a_handed_batch()
    app.extensions["gateways"].files.put(batch.csv_key, b"another", "text/csv; charset=utf-8")
    with pytest.raises(queries.FileChanged):
        queries.file_of(batch, "csv")
