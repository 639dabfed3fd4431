"""Money that comes to the bank and is a payout that came back: known once, whoever tells of it first."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market, of_vendor
from marketplace.ledger.queries import balance
from orders.payments import answers, notices
from orders.payments.models import BankNotice, NoticeOutcome
from tests.factories.payments import a_movement
from tests.factories.payouts import a_handed_batch, as_csv, came_back, paid
from tests.factories.people import an_administrator, come_in
from vendors.payouts.bank_statements import operations as statements
from vendors.payouts.bank_statements.queries import questions_count
from vendors.payouts.models import Payout, PayoutStatus


@pytest.fixture
def payout(app: Flask) -> Payout:
    """A payout that has arrived, of 475.000 đồng."""
    _, [payout] = a_handed_batch()
    apply(as_csv([paid(payout)]))
    return payout


def apply(raw: bytes) -> None:
    boss = an_administrator()
    statements.apply(statements.take_in(raw, name="", by=boss).id, by=boss)
    db.session.flush()


def told(amount_dong: int, content: str) -> BankNotice:
    """The bank tells of money, and the notice is acted on."""
    notices.receive(a_movement(amount_dong, content))
    notice = db.session.scalars(db.select(BankNotice).order_by(BankNotice.id.desc())).first()
    notices.act_on(notice.id)
    db.session.flush()
    return notice


def payable(payout: Payout) -> int:
    return balance(of_vendor(AccountKind.VENDOR_PAYABLE, payout.vendor_id))


def test_its_code_and_amount_tell_it(payout: Payout) -> None:
    notice = told(475_000, f"HOAN TRA CHI TRA {payout.reference} SAI TEN")
    assert (notice.outcome, payout.status, payable(payout)) == (NoticeOutcome.IGNORED, PayoutStatus.RETURNED, 475_000)
    assert balance(market(AccountKind.UNMATCHED)) == 0
    assert audit.findings() == []
    apply(as_csv([came_back(payout)]))
    assert (payable(payout), questions_count()) == (475_000, 0)
    assert audit.findings() == []


def test_the_statement_may_be_first(payout: Payout) -> None:
    apply(as_csv([came_back(payout)]))
    assert told(475_000, f"HOAN TRA {payout.reference}").outcome is NoticeOutcome.IGNORED
    assert payable(payout) == 475_000
    assert audit.findings() == []


def test_another_amount_is_a_persons_to_decide(payout: Payout) -> None:
    notice = told(474_000, f"HOAN TRA {payout.reference}")
    assert (notice.outcome, payout.status) == (NoticeOutcome.UNMATCHED, PayoutStatus.CONFIRMED)
    with pytest.raises(Invalid):
        answers.mark_as_payout_back(notice.id, payout.reference, by=an_administrator())


def test_without_a_code_it_is_one_click(client: FlaskClient, payout: Payout) -> None:
    notice = told(475_000, "HOAN TRA GD SAI TEN NGUOI HUONG")
    assert notice.outcome is NoticeOutcome.UNMATCHED
    come_in(client, an_administrator())
    page = f"/desk/payments/{notice.id}"
    assert f"{payout.reference} bị trả lại" in client.get(page).text
    assert client.post(f"{page}/payout", data={"reference": payout.reference}).status_code == 303
    again = client.post(f"{page}/payout", data={"reference": payout.reference}, headers={"Accept": "application/json"})
    assert again.status_code == 409
    db.session.expire_all()
    assert (notice.outcome, payout.status) == (NoticeOutcome.IGNORED, PayoutStatus.RETURNED)
    assert (balance(market(AccountKind.UNMATCHED)), payable(payout)) == (0, 475_000)
    assert audit.findings() == []
