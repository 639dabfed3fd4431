"""What the bank says of payouts: matched by code and amount, each row once, the rest answered by a person."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market, of_vendor
from marketplace.ledger.queries import balance
from marketplace.outbox import OutboxMessage
from tests.factories.money import a_shop_with_account, an_account, earn
from tests.factories.payouts import a_handed_batch, a_payout_by_file, as_csv, as_xlsx, came_back, paid
from tests.factories.people import an_administrator
from vendors.payouts.bank_statements import operations, queries
from vendors.payouts.bank_statements.models import BankStatement, BankStatementRow, RowOutcome
from vendors.payouts.bank_statements.operations import AlreadyAnswered, AmountDiffers, DoesNotFit, NoSuchPayout
from vendors.payouts.models import Payout, PayoutStatus
from vendors.payouts.operations import request_payout
from vendors.payouts.settling import NotUnpaid, ReasonNeeded, bounce


@pytest.fixture
def boss(app: Flask) -> User:
    return an_administrator()


def applied(raw: bytes, boss: User) -> BankStatement:
    statement = operations.take_in(raw, name="sao-ke", by=boss)
    db.session.flush()
    operations.apply(statement.id, by=boss)
    db.session.flush()
    return statement


def outcomes() -> list[RowOutcome]:
    return list(db.session.scalars(select(BankStatementRow.outcome).order_by(BankStatementRow.position)))


def payable(payout: Payout) -> int:
    return balance(of_vendor(AccountKind.VENDOR_PAYABLE, payout.vendor_id))


def waiting_row() -> int:
    [question] = queries.questions()
    return question.row.id


def test_what_the_bank_paid_is_confirmed(boss: User) -> None:
    _, payouts = a_handed_batch(500_000, 300_000)
    statement = applied(as_csv([paid(payout) for payout in payouts]), boss)
    assert {payout.status for payout in payouts} == {PayoutStatus.CONFIRMED}
    assert payouts[0].bank_reference == f"FT26327{payouts[0].id:06}"
    assert (statement.rows, statement.new_rows, outcomes()) == (2, 2, [RowOutcome.CONFIRMED] * 2)
    assert balance(market(AccountKind.PAYOUTS_ON_WAY)) == 0
    assert balance(market(AccountKind.BANK)) == 800_000 - 760_000
    assert audit.findings() == []


def test_the_same_again_in_whatever_form_does_nothing(boss: User) -> None:
    _, [payout] = a_handed_batch()
    rows = [paid(payout), ("23/11/2026", "PHI SMS", 11_000, None, "FT9")]
    first = applied(as_csv(rows), boss)
    operations.apply(first.id, by=boss)
    assert operations.take_in(as_csv(rows), name="again", by=boss) is first
    second = applied(as_xlsx(rows), boss)
    assert (second.rows, second.new_rows) == (2, 0)
    assert db.session.scalar(select(func.count(BankStatementRow.id))) == 2
    assert audit.findings() == []


def test_looking_changes_nothing(boss: User) -> None:
    _, [payout] = a_handed_batch()
    statement = operations.take_in(as_csv([paid(payout)]), name="", by=boss)
    preview = queries.preview_of(statement)
    assert (preview.count(RowOutcome.CONFIRMED), preview.known) == (1, 0)
    assert payout.status is PayoutStatus.SENT
    assert outcomes() == []
    operations.apply(statement.id, by=boss)
    assert queries.preview_of(statement).known == 1


def test_another_amount_or_no_code_waits_for_a_person(boss: User) -> None:
    _, [payout] = a_handed_batch()
    rows = [
        paid(payout, out=474_999),
        paid(payout, content="CK di", reference="FT2"),
        paid(payout, content="PHI", out=11_000),
    ]
    applied(as_csv(rows), boss)
    assert outcomes() == [RowOutcome.WAITING] * 3
    assert payout.status is PayoutStatus.SENT
    questions = queries.questions()
    assert [question.hints for question in questions] == [[], [payout], []]
    with pytest.raises(AmountDiffers):
        operations.answer_payout(questions[0].row.id, payout.reference, by=boss)
    with pytest.raises(NoSuchPayout):
        operations.answer_payout(questions[1].row.id, "CT22222222", by=boss)
    operations.answer_payout(questions[1].row.id, payout.reference.lower(), by=boss)
    assert payout.status is PayoutStatus.CONFIRMED
    operations.answer_not_ours(questions[0].row.id, by=boss)
    with pytest.raises(AlreadyAnswered):
        operations.answer_payout(questions[0].row.id, payout.reference, by=boss)
    assert operations.answer_rest(questions[2].row.statement_id, by=boss) == 1
    assert operations.answer_rest(questions[2].row.statement_id, by=boss) == 0
    assert queries.questions_count() == 0
    assert audit.findings() == []


def test_a_second_row_of_one_payout_is_not_a_second_confirmation(boss: User) -> None:
    _, [payout] = a_handed_batch()
    applied(as_csv([paid(payout), paid(payout, reference="FT-AGAIN")]), boss)
    assert outcomes() == [RowOutcome.CONFIRMED, RowOutcome.WAITING]
    with pytest.raises(DoesNotFit):
        operations.answer_payout(waiting_row(), payout.reference, by=boss)
    assert balance(market(AccountKind.BANK)) == 25_000
    assert audit.findings() == []


def test_what_came_back_after_it_arrived_is_payable_again(boss: User) -> None:
    _, [payout] = a_handed_batch()
    applied(as_csv([paid(payout)]), boss)
    applied(as_csv([paid(payout), came_back(payout)]), boss)
    assert payout.status is PayoutStatus.RETURNED
    assert "SAI TEN" in payout.failure
    assert (payable(payout), balance(market(AccountKind.BANK))) == (475_000, 500_000)
    assert "PayoutReturned" in db.session.scalars(select(OutboxMessage.kind)).all()
    assert audit.findings() == []
    assert request_payout(payout.vendor_id) is None  # the account waits for a look


def test_out_and_back_in_one_statement_whatever_its_order(boss: User) -> None:
    _, [payout] = a_handed_batch()
    applied(as_csv([came_back(payout), paid(payout)]), boss)
    assert payout.status is PayoutStatus.RETURNED
    assert set(outcomes()) == {RowOutcome.CONFIRMED, RowOutcome.RETURNED}
    assert audit.findings() == []


def test_back_before_anybody_saw_it_leave(boss: User) -> None:
    _, [payout] = a_handed_batch()
    applied(as_csv([came_back(payout)]), boss)
    assert (payout.status, payable(payout)) == (PayoutStatus.FAILED, 475_000)
    applied(as_csv([paid(payout)]), boss)
    assert (payout.status, payable(payout)) == (PayoutStatus.FAILED, 475_000)
    assert queries.questions_count() == 0
    assert audit.findings() == []


def test_what_the_bank_refused_fails(boss: User) -> None:
    _, [payout] = a_handed_batch()
    headings = ("Ngày", "Nội dung", "Số tiền", "Trạng thái")
    row = ("23/11/2026", f"CHI TRA {payout.reference}", payout.amount_dong, "Thất bại")
    applied(as_csv([row], headings=headings), boss)
    assert (payout.status, payable(payout)) == (PayoutStatus.FAILED, 475_000)
    assert audit.findings() == []


def test_money_of_others_is_left_alone(boss: User) -> None:
    """Buyers' transfers and refunds are looked after elsewhere; only what may be a payout's return is asked about."""
    rows = [
        ("23/11/2026", "NGUYEN THI LAN CK QN7K2M9QXD", None, 250_000, "FT1"),
        ("23/11/2026", "HOAN TIEN HT7K2M9QXD", 250_000, None, "FT2"),
        ("23/11/2026", "mua mien dong", None, 90_000, "FT3"),
        ("23/11/2026", "HOAN TRA GD NGAY 22/11 SAI SO TK", None, 475_000, "FT4"),
    ]
    applied(as_csv(rows), boss)
    assert outcomes() == [RowOutcome.NOT_OURS] * 3 + [RowOutcome.WAITING]


def test_what_the_service_confirmed_is_explained_by_the_statement(boss: User) -> None:
    vendor = a_shop_with_account()
    earn(vendor, 500_000)
    payout = request_payout(vendor.id)
    assert payout
    applied(as_csv([paid(payout)]), boss)
    assert (payout.status, outcomes()) == (
        PayoutStatus.REQUESTED,
        [RowOutcome.WAITING],
    )  # the service was not asked yet


def test_a_person_knows_better_than_no_statement(boss: User) -> None:
    _, [payout] = a_handed_batch()
    with pytest.raises(ReasonNeeded):
        bounce(payout.id, reason=" ", by=boss)
    bounce(payout.id, reason="Sai số tài khoản", by=boss)
    assert (payout.status, payout.failure, payable(payout)) == (PayoutStatus.FAILED, "Sai số tài khoản", 475_000)
    with pytest.raises(NotUnpaid):
        bounce(payout.id, reason="nữa", by=boss)
    other = a_payout_by_file()
    with pytest.raises(NotUnpaid):
        bounce(other.id, reason="chưa gửi", by=boss)
    assert audit.findings() == []


def test_what_came_back_is_paid_again_to_another_account(boss: User) -> None:
    vendor = a_shop_with_account()
    _, [payout] = a_handed_batch()
    applied(as_csv([paid(payout), came_back(payout)]), boss)
    vendor = db.session.get_one(type(vendor), payout.vendor_id)
    an_account(vendor, "5555555555")
    again = request_payout(vendor.id)
    assert again
    assert (again.amount_dong, again.reference == payout.reference) == (475_000, False)
    assert audit.findings() == []


def test_nothing_is_half_done_by_a_file_that_is_no_statement(boss: User) -> None:
    _, [payout] = a_handed_batch()
    with pytest.raises(operations.NoFile):
        operations.take_in(b"", name="", by=boss)
    with pytest.raises(operations.UnreadableTable):
        operations.take_in(b"a,b\n1,2", name="x.csv", by=boss)
    assert db.session.scalar(select(func.count(BankStatement.id))) == 0
    assert payout.status is PayoutStatus.SENT
