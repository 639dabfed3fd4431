"""What vendors owe: invoiced once, paid, underpaid, overpaid, set off, withdrawn; nothing is asked for twice."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.documents.models import Document
from marketplace.errors import MoveNotAllowed
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market, of_vendor
from marketplace.ledger.queries import balance
from marketplace.outbox import OutboxMessage
from marketplace.settings import settings
from orders.credits.operations import credit
from orders.models import VendorOrder
from orders.payments import notices
from orders.payments.models import BankNotice, NoticeOutcome
from tests.factories.fulfilment import owner_of
from tests.factories.money import a_shop_with_account, earn, earn_cash
from tests.factories.payments import a_movement
from tests.factories.people import an_administrator
from vendors.dues import operations as dues
from vendors.dues import queries
from vendors.dues.models import DuesInvoice, DuesStatus
from vendors.dues.operations import NoCredit, PartlyPaid, ReasonMissing
from vendors.dues.standing import free_of, left_of
from vendors.models import Vendor
from vendors.payouts.operations import request_payout

pytestmark = pytest.mark.usefixtures("app")
COMMISSION = 25_000
"""Of a sale of 500,000 đồng."""


@pytest.fixture
def vendor() -> Vendor:
    return a_shop_with_account()


def an_invoice(vendor: Vendor, price_dong: int = 500_000) -> DuesInvoice:
    """An invoice of the commission on one sale for cash."""
    earn_cash(vendor, price_dong)
    invoice = dues.issue_dues(vendor.id)
    assert invoice is not None
    return invoice


def pay(content: str, amount_dong: int) -> BankNotice:
    """Money comes to the market's bank with these words."""
    movement = a_movement(amount_dong, content)
    notices.receive(movement)
    notice = db.session.scalars(select(BankNotice).where(BankNotice.provider_id == str(movement.transaction_id))).one()
    notices.act_on(notice.id)
    db.session.flush()
    return notice


def owed(vendor: Vendor) -> int:
    return balance(of_vendor(AccountKind.VENDOR_DEBT, vendor.id))


def left(invoice: DuesInvoice) -> int:
    return left_of([invoice.id]).get(invoice.id, 0)


def facts() -> list[str]:
    kinds = db.session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id))
    return [kind for kind in kinds if kind.startswith("Dues")]


def give_back(part: VendorOrder) -> None:
    """Credit all the goods of a delivered part."""
    lines = {line.id: line.quantity for line in part.lines}
    credit(part, quantities=lines, delivery=False, reason="Hàng hỏng", by=owner_of(part))


def test_all_that_a_vendor_owes_is_invoiced_once(vendor: Vendor) -> None:
    earn_cash(vendor, 500_000)
    earn_cash(vendor, 300_000)
    assert dues.vendors_to_invoice() == [vendor.id]
    invoice = dues.issue_dues(vendor.id)
    assert (invoice.amount_dong, invoice.status, left(invoice)) == (40_000, DuesStatus.OPEN, 40_000)
    assert [line.amount_dong for line in queries.charges_of(invoice)] == [25_000, 15_000]
    assert dues.issue_dues(vendor.id) is None
    assert dues.vendors_to_invoice() == []
    assert an_invoice(vendor).amount_dong == COMMISSION
    assert audit.findings() == []


def test_it_is_a_numbered_document_with_its_figures(vendor: Vendor) -> None:
    invoice = an_invoice(vendor)
    document = queries.document_of(invoice)
    assert document.full_number.startswith("BP-")
    assert document.figures["lead"]["amount_dong"] == COMMISSION
    assert invoice.reference in str(document.figures["facts"])
    assert document.owner_id == vendor.id


def test_a_vendor_that_owes_nothing_gets_none(vendor: Vendor) -> None:
    earn(vendor, 500_000)
    assert dues.vendors_to_invoice() == []
    assert dues.issue_dues(vendor.id) is None


def test_it_is_called_by_the_month_that_it_is_about(vendor: Vendor) -> None:
    earn_cash(vendor, 500_000)
    first_of_december = clock.now() + timedelta(days=8)
    with clock.at(first_of_december):
        invoice = dues.issue_dues(vendor.id)
    assert (invoice.month.month, invoice.due_on) == (11, clock.in_vietnam(first_of_december).date() + timedelta(15))


def test_a_transfer_with_its_memo_pays_it(vendor: Vendor) -> None:
    invoice = an_invoice(vendor)
    transfer = queries.transfer_for(invoice)
    notice = pay(f"CT tu 0123 {transfer.memo.lower()} tra phi", transfer.due_dong)
    assert notice.outcome is NoticeOutcome.SETTLEMENT
    assert (invoice.status, left(invoice), owed(vendor)) == (DuesStatus.PAID, 0, 0)
    assert balance(market(AccountKind.BANK)) == COMMISSION
    assert queries.transfer_for(invoice) is None
    assert facts() == ["DuesIssued", "DuesSettled"]
    assert audit.findings() == []


def test_the_same_notice_pays_once(vendor: Vendor) -> None:
    invoice = an_invoice(vendor)
    notice = pay(invoice.reference, 10_000)
    notices.act_on(notice.id)
    assert left(invoice) == COMMISSION - 10_000


def test_too_little_leaves_the_rest_open(vendor: Vendor) -> None:
    invoice = an_invoice(vendor)
    pay(invoice.reference, 10_000)
    assert (invoice.status, left(invoice)) == (DuesStatus.OPEN, 15_000)
    assert queries.transfer_for(invoice).due_dong == 15_000
    assert [line.amount_dong for line in queries.settlements_of(invoice)] == [-10_000]
    pay(invoice.reference, 15_000)
    assert invoice.status is DuesStatus.PAID
    assert audit.findings() == []


def test_too_much_is_the_vendors_credit_and_lowers_the_next(vendor: Vendor) -> None:
    invoice = an_invoice(vendor)
    pay(invoice.reference, 35_000)
    assert (invoice.status, free_of(vendor.id).sum_dong, owed(vendor)) == (DuesStatus.PAID, -10_000, -10_000)
    assert [(each.vendor.id, each.amount_dong) for each in queries.credits_of_vendors()] == [(vendor.id, 10_000)]
    assert audit.findings() == []
    assert dues.issue_dues(vendor.id) is None
    following = an_invoice(vendor)
    assert following.amount_dong == COMMISSION - 10_000
    assert audit.findings() == []


def test_money_for_a_settled_invoice_pays_the_others_first(vendor: Vendor) -> None:
    first = an_invoice(vendor)
    pay(first.reference, COMMISSION)
    second = an_invoice(vendor)
    pay(first.reference, COMMISSION + 1)
    assert (second.status, owed(vendor)) == (DuesStatus.PAID, -1)
    assert audit.findings() == []


def test_the_invoice_that_is_named_is_paid_before_older_ones(vendor: Vendor) -> None:
    older, named = an_invoice(vendor), an_invoice(vendor)
    pay(named.reference, COMMISSION)
    assert (older.status, named.status) == (DuesStatus.OPEN, DuesStatus.PAID)


def test_a_payout_sets_it_off(vendor: Vendor) -> None:
    invoice = an_invoice(vendor)
    earn(vendor, 500_000)
    payout = request_payout(vendor.id)
    assert payout.amount_dong == 475_000 - COMMISSION
    assert (invoice.status, left(invoice)) == (DuesStatus.SET_OFF, 0)
    assert audit.findings() == []


def test_a_payout_sets_off_the_oldest_first_and_then_what_is_not_invoiced(vendor: Vendor) -> None:
    older, newer = an_invoice(vendor), an_invoice(vendor, 10_000_000)
    earn_cash(vendor, 500_000)
    earn(vendor, 300_000)
    assert request_payout(vendor.id) is None  # less than nothing would be left
    earn(vendor, 1_000_000)
    payout = request_payout(vendor.id)
    assert payout.amount_dong == 285_000 + 950_000 - COMMISSION - 500_000 - COMMISSION
    assert {older.status, newer.status} == {DuesStatus.SET_OFF}
    assert owed(vendor) == free_of(vendor.id).sum_dong == 0
    assert audit.findings() == []
    closing = dues.issue_dues(vendor.id)
    assert (closing.amount_dong, closing.status) == (0, DuesStatus.SET_OFF)
    assert db.session.scalar(select(Document).where(Document.subject == f"dues/{closing.id}")) is None
    assert free_of(vendor.id).ids == []
    assert audit.findings() == []


def test_a_debt_larger_than_the_earnings_is_paid_down_when_something_is_paid_out(vendor: Vendor) -> None:
    invoice = an_invoice(vendor)
    pay(invoice.reference, 5_000)
    earn(vendor, 500_000)
    request_payout(vendor.id)
    assert [line.amount_dong for line in queries.settlements_of(invoice)] == [-5_000, -20_000]
    assert invoice.status is DuesStatus.SET_OFF
    assert audit.findings() == []


def test_goods_that_come_back_after_it_was_paid_are_the_vendors_credit(vendor: Vendor) -> None:
    part = earn_cash(vendor, 500_000)
    invoice = dues.issue_dues(vendor.id)
    pay(invoice.reference, COMMISSION)
    give_back(part)
    assert invoice.status is DuesStatus.PAID
    assert owed(vendor) == 500_000 - COMMISSION  # what the market gives back for it, less the commission
    assert dues.issue_dues(vendor.id).amount_dong == 475_000
    assert audit.findings() == []


def test_a_credit_is_paid_back_with_the_next_payout(vendor: Vendor) -> None:
    person, invoice = an_administrator(), an_invoice(vendor)
    with pytest.raises(NoCredit):
        dues.pay_back_credit(vendor, by=person)
    pay(invoice.reference, COMMISSION + 200_000)
    assert dues.pay_back_credit(vendor, by=person) == 200_000
    with pytest.raises(NoCredit):
        dues.pay_back_credit(vendor, by=person)
    assert audit.findings() == []
    assert request_payout(vendor.id).amount_dong == 200_000
    assert audit.findings() == []


def test_it_is_taken_back_with_a_reason_while_nothing_is_paid(vendor: Vendor) -> None:
    person, invoice = an_administrator(), an_invoice(vendor)
    with pytest.raises(ReasonMissing):
        dues.withdraw(invoice, reason=" ", by=person)
    dues.withdraw(invoice, reason="Sai tháng", by=person)
    assert (invoice.status, left(invoice)) == (DuesStatus.WITHDRAWN, 0)
    assert audit.findings() == []
    again = dues.issue_dues(vendor.id)
    assert again.amount_dong == COMMISSION
    with pytest.raises(MoveNotAllowed):
        dues.withdraw(invoice, reason="Sai tháng", by=person)
    pay(again.reference, 1)
    with pytest.raises(PartlyPaid):
        dues.withdraw(again, reason="Sai tháng", by=person)


def test_money_for_a_withdrawn_one_pays_what_took_its_place(vendor: Vendor) -> None:
    invoice = an_invoice(vendor)
    dues.withdraw(invoice, reason="Sai tháng", by=an_administrator())
    again = dues.issue_dues(vendor.id)
    pay(invoice.reference, COMMISSION)
    assert again.status is DuesStatus.PAID
    assert audit.findings() == []


def test_it_is_reminded_of_before_and_after_its_day(vendor: Vendor) -> None:
    invoice = an_invoice(vendor)
    assert dues.to_remind() == []
    for days, expected in ((settings().dues_days - 3, 1), (settings().dues_days + 1, 2)):
        with clock.at(clock.now() + timedelta(days=days)):
            assert dues.to_remind() == [invoice.id]
            for _ in range(2):
                dues.remind(invoice.id)
            assert facts().count("DuesReminderDue") == expected
            assert queries.is_overdue(invoice) is (expected == 2)
    pay(invoice.reference, COMMISSION)
    with clock.at(clock.now() + timedelta(days=90)):
        assert dues.to_remind() == []


def test_administrators_ask_for_all_at_once(vendor: Vendor) -> None:
    earn_cash(vendor, 500_000)
    assert dues.want_invoices(by=an_administrator()) == 1
    assert facts() == ["DuesWanted"]
