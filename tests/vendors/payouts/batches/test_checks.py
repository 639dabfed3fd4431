"""The controls of the checks: each finds what was written past the operations."""

import pytest
from flask import Flask
from sqlalchemy import text

from marketplace.database import db
from marketplace.ledger import audit
from tests.factories.money import a_shop_with_account, earn
from tests.factories.payouts import a_handed_batch, a_payout_by_file, as_csv, paid
from tests.factories.people import an_administrator
from vendors.payouts.bank_statements import operations as statements
from vendors.payouts.batches.operations import make_batch
from vendors.payouts.runs.operations import pay_in_run, want_payouts


@pytest.fixture
def busy(app: Flask) -> None:
    """A file that the bank has paid, one that it has not, and a run."""
    boss = an_administrator()
    _, [payout] = a_handed_batch()
    statements.apply(statements.take_in(as_csv([paid(payout)]), name="", by=boss).id, by=boss)
    a_payout_by_file(300_000)
    make_batch(by=boss)
    vendor = a_shop_with_account()
    earn(vendor, 500_000)
    pay_in_run(vendor.id, want_payouts(by=boss).id)
    db.session.flush()
    assert audit.findings() == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("UPDATE payout_batch SET amount_dong = amount_dong + 1", "does not add up"),
        ("UPDATE payout_batch_line SET amount_dong = amount_dong + 1", "stands in a file with another amount"),
        ("UPDATE payout_batch_line SET released_at = now()", "is being sent by file and stands in none"),
        ("UPDATE payout SET way = 'provider'", "is sent by the service and stands in a file too"),
        ("UPDATE bank_statement_row SET amount_dong = amount_dong + 1", "says confirmed of payout"),
        ("UPDATE bank_statement_row SET outcome = 'returned'", "says returned of payout"),
        ("UPDATE payout_run_vendor SET outcome = 'waiting', payout_id = NULL", "has counted wrongly"),
        ("UPDATE payout SET status = 'failed', failed_at = now(), confirmed_at = NULL", "still claims earnings"),
    ],
)
def test_what_is_wrong_is_found(busy: None, wrong: str, words: str) -> None:
    db.session.execute(text(wrong))
    assert any(words in found for found in audit.findings())
