"""Claiming what is payable: from the minimum on, less the debt, once, all of it and nothing else."""

import pytest
from sqlalchemy import func, select, text

from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, Move, market, of_vendor
from marketplace.ledger.operations import post
from marketplace.ledger.queries import balance
from marketplace.outbox import OutboxMessage
from marketplace.settings import settings
from orders.payments import checks as payment_checks
from tests.factories.money import a_shop_with_account, an_account, earn, earn_cash, release
from tests.factories.people import an_administrator
from tests.statements import watch_statements
from vendors.models import Vendor
from vendors.payouts import checks, due, operations, queries, terms
from vendors.payouts.models import PayoutClaim, PayoutStatus
from vendors.payouts.runs import operations as runs
from vendors.payouts.terms import Wish
from workers import outbox

pytestmark = pytest.mark.usefixtures("app")
COMMISSION = 0.05


def payable(vendor: Vendor) -> int:
    return balance(of_vendor(AccountKind.VENDOR_PAYABLE, vendor.id))


def debt(vendor: Vendor) -> int:
    return balance(of_vendor(AccountKind.VENDOR_DEBT, vendor.id))


def net(price_dong: int) -> int:
    return round(price_dong * (1 - COMMISSION))


def test_all_that_is_payable_is_claimed() -> None:
    vendor = a_shop_with_account()
    earn(vendor, 300_000, 200_000)
    earn(vendor, 900_000, released=False)
    payout = operations.request_payout(vendor.id)
    assert payout
    assert (payout.amount_dong, payout.status) == (net(500_000), PayoutStatus.REQUESTED)
    assert payable(vendor) == 0
    assert balance(market(AccountKind.PAYOUTS_ON_WAY)) == net(500_000)
    assert [row.amount_dong for row in queries.statement_of(payout)] == [net(300_000), net(200_000)]
    assert audit.findings() == []


def test_less_than_the_minimum_waits() -> None:
    vendor = a_shop_with_account()
    minimum = settings().payout_minimum_dong
    earn(vendor, minimum)
    assert payable(vendor) < minimum
    assert due.due_vendors() == []
    assert operations.request_payout(vendor.id) is None
    earn(vendor, minimum)
    assert due.due_vendors() == [vendor.id]
    assert operations.request_payout(vendor.id) is not None
    assert audit.findings() == []


def test_a_debt_is_taken_off_and_stands_in_the_statement() -> None:
    vendor = a_shop_with_account()
    earn(vendor, 500_000)
    earn_cash(vendor, 1_000_000)
    assert debt(vendor) == 50_000
    payout = operations.request_payout(vendor.id)
    assert payout
    assert payout.amount_dong == net(500_000) - 50_000
    assert debt(vendor) == payable(vendor) == 0
    assert [row.amount_dong for row in queries.statement_of(payout)] == [net(500_000), -50_000]
    assert audit.findings() == []


def test_a_debt_beyond_the_earnings_leaves_nothing_to_pay() -> None:
    vendor = a_shop_with_account()
    earn(vendor, 200_000)
    earn_cash(vendor, 5_000_000)
    assert due.due_vendors() == []
    assert operations.request_payout(vendor.id) is None
    assert (payable(vendor), debt(vendor)) == (net(200_000), 250_000)
    assert audit.findings() == []


@pytest.mark.parametrize("verified", [None, False])
def test_nothing_is_sent_to_an_account_that_nobody_looked_at(*, verified: bool | None) -> None:
    vendor = a_shop_with_account(verified=False)
    if verified is None:
        db.session.execute(text("DELETE FROM payout_account"))
    earn(vendor, 500_000)
    assert due.due_vendors() == []
    assert operations.request_payout(vendor.id) is None


def test_another_account_waits_for_a_look_again() -> None:
    vendor = a_shop_with_account()
    earn(vendor, 500_000)
    an_account(vendor, "5555555555", verified=False)
    assert due.due_vendors() == []
    assert operations.request_payout(vendor.id) is None


def test_one_payout_at_a_time() -> None:
    vendor = a_shop_with_account()
    earn(vendor, 500_000)
    assert operations.request_payout(vendor.id)
    earn(vendor, 400_000)
    assert due.due_vendors() == []
    assert operations.request_payout(vendor.id) is None
    assert payable(vendor) == net(400_000)
    assert audit.findings() == []


def test_what_another_vendor_earned_is_not_touched() -> None:
    one, other = a_shop_with_account(), a_shop_with_account()
    earn(one, 500_000)
    earn(other, 300_000)
    payout = operations.request_payout(one.id)
    assert payout
    assert payout.amount_dong == net(500_000)
    assert payable(other) == net(300_000)
    assert due.due_vendors() == [other.id]
    assert audit.findings() == []


def test_what_becomes_payable_between_the_count_and_the_claim_is_left_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vendor = a_shop_with_account()
    earn(vendor, 500_000)
    later = earn(vendor, 300_000, released=False)
    counted = operations._free_transfers

    def released_just_after(of: Vendor) -> object:
        free = counted(of)
        release(*later)
        return free

    monkeypatch.setattr(operations, "_free_transfers", released_just_after)
    payout = operations.request_payout(vendor.id)
    assert payout
    assert payout.amount_dong == sum(row.amount_dong for row in queries.statement_of(payout)) == net(500_000)
    assert payable(vendor) == net(300_000)
    assert audit.findings() == []


def test_an_administrator_need_not_wait_for_the_night() -> None:
    vendors = [a_shop_with_account() for _ in range(3)]
    for vendor in vendors:
        earn(vendor, 500_000)
    boss = an_administrator()
    assert runs.want_payouts(by=boss).wanted == 3
    assert runs.want_payouts(by=boss).wanted == 3  # pressed twice
    db.session.commit()
    outbox.drain()
    assert [payable(vendor) for vendor in vendors] == [0, 0, 0]
    assert due.due_vendors() == []
    kinds = db.session.scalars(select(OutboxMessage.kind)).all()
    assert kinds.count("PayoutRequested") == 3
    [entry, _] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "payouts wanted"))
    assert (entry.actor_id, entry.detail) == (boss.id, {"vendors": 3})
    assert audit.findings() == []


def test_a_request_takes_the_same_statements_for_one_order_and_for_many() -> None:
    counts = []
    for prices in ([500_000], [500_000], [100_000] * 9):  # the first opens the market's accounts
        vendor = a_shop_with_account()
        earn(vendor, *prices)
        earn_cash(vendor, 100_000)
        db.session.commit()
        with watch_statements() as statements:
            assert operations.request_payout(vendor.id)
            db.session.commit()
        counts.append(len(statements))
    assert counts[1] == counts[2] <= 21
    assert db.session.scalar(select(func.count(PayoutClaim.id))) == 1 + 1 + 9 + 3  # and an offset of each
    assert audit.findings() == []


def many_earnings(vendor: Vendor, count: int) -> None:
    """So many transfers onto the vendor's payable account, as released parts leave them; written in bulk."""
    held, own = market(AccountKind.HELD), of_vendor(AccountKind.VENDOR_PAYABLE, vendor.id)
    post(f"bulk/{vendor.id}", [Move(market(AccountKind.BANK), held, count * 1_000)], words="")
    for begin in range(0, count, 1_000):
        post(f"bulk/{vendor.id}/{begin}", [Move(held, own, 1_000)] * min(count - begin, 1_000), words="")


def test_ten_thousand_earnings_are_claimed_by_as_many_statements_as_ten() -> None:
    counts = []
    for earned in (500, 10, 10_000):  # the first opens the market's accounts
        vendor = a_shop_with_account()
        many_earnings(vendor, earned)
        terms.set_terms(vendor, Wish(minimum_dong=1), by=an_administrator())
        db.session.commit()
        with watch_statements() as statements:
            payout = operations.request_payout(vendor.id)
            db.session.commit()
        assert payout
        assert payout.amount_dong == earned * 1_000
        counts.append(len(statements))
    assert counts[1] == counts[2] <= 20
    assert db.session.scalar(select(func.count(PayoutClaim.id)).where(PayoutClaim.payout_id == payout.id)) == 10_000


def test_finding_who_is_due_is_one_statement() -> None:
    for _ in range(3):
        earn(a_shop_with_account(), 500_000)
    db.session.flush()
    with watch_statements() as statements:
        assert len(due.due_vendors()) == 3
    assert len(statements) == 1


def explained(statement: str, parameters: object) -> str:
    cursor = db.session.connection().connection.cursor()
    cursor.execute(f"EXPLAIN {statement}", parameters)
    return "\n".join(row[0] for row in cursor.fetchall())


def test_who_is_due_is_read_from_indexes() -> None:
    """With reading whole tables forbidden, the planner finds a way for each; tables of a test are small."""
    earn(a_shop_with_account(), 500_000)
    db.session.flush()
    db.session.execute(text("SET LOCAL enable_seqscan = off"))
    plans = []

    def explain(connection, _cursor, statement, parameters, *_rest):
        if statement.startswith("SELECT"):
            plans.append(explained(statement, parameters))

    db.event.listen(db.engines[None], "before_cursor_execute", explain)
    try:
        due.due_vendors()
    finally:
        db.event.remove(db.engines[None], "before_cursor_execute", explain)
    assert plans
    assert "Seq Scan on ledger_transfer" not in plans[0]
    assert "ix_ledger_transfer_credit" in plans[0]
    assert "ix_ledger_transfer_debit" in plans[0]


def test_the_audit_takes_the_same_statements_however_much_was_sold() -> None:
    counts = []
    for sold in (1, 6):
        for _ in range(sold):
            earn(a_shop_with_account(), 500_000)
        db.session.flush()
        with watch_statements() as statements:
            assert audit.findings() == []
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert {check.__module__ for check in audit.checks} >= {checks.__name__, payment_checks.__name__}
