"""Money that no order could be found for, and a person at the desk who decides in one click."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.models import StaffRole
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market
from marketplace.ledger.queries import balance
from orders.kinds import PaymentMethod
from orders.payments import answers, notices, queries, refunds, tries
from orders.payments.models import BankNotice, NoticeOutcome, PaymentStatus, Refund, RefundStatus
from orders.queries import payment_of
from tests.bank import Bank
from tests.factories.orders import an_order
from tests.factories.payments import a_movement
from tests.factories.people import a_person, come_in
from tests.gateways import Gateways
from workers import outbox

ACCOUNT = {"bank_bin": "970436", "number": "0011 2233 44", "holder": "Trần Thu Hà"}


@pytest.fixture
def desk(app: Flask) -> FlaskClient:
    return come_in(app.test_client(), a_person("Quản trị", staff_role=StaffRole.ADMINISTRATOR))


def came(amount_dong: int, content: str) -> BankNotice:
    """Money whose words name no order."""
    notices.receive(a_movement(amount_dong, content))
    outbox.drain()
    notice = db.session.scalars(select(BankNotice).order_by(BankNotice.id.desc())).first()
    assert notice.outcome is NoticeOutcome.UNMATCHED
    return notice


def paid_at_gateway(method: PaymentMethod, counters: Gateways, *, told_dong: int | None = None) -> BankNotice:
    order = an_order(method=method)
    begun = tries.begin_try(order)
    counters.opens(tries.page_of(begun, order, return_url="http://x/", address="127.0.0.1", language="vi"))
    counters.decides(begun, amount_dong=told_dong)
    tries.ask_about(begun.id)
    outbox.drain()
    newest = db.session.scalars(select(BankNotice.id).order_by(BankNotice.id.desc())).first()
    return queries.notice(newest)


def seen(notice: BankNotice) -> BankNotice:
    """The notice as it is now."""
    db.session.expire_all()
    return queries.notice(notice.id)


def acts() -> list[str]:
    return [entry.action for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


@pytest.mark.parametrize(
    ("words", "till"),
    [("VNPAY QUYET TOAN 20261123", AccountKind.AT_VNPAY), ("MSERVICE TT MOMO 2311", AccountKind.AT_MOMO)],
)
def test_what_a_gateway_brings_is_settled_in_one_click(
    desk: FlaskClient, counters: Gateways, words: str, till: AccountKind
) -> None:
    method = PaymentMethod(till.value.removeprefix("at_"))
    taken = paid_at_gateway(method, counters)
    notice = came(taken.amount_dong, words)
    page = desk.get(f"/desk/payments/{notice.id}").text
    assert "Quyết toán VNPay" in page
    assert answers.likely_gateway(notice) is method
    assert desk.post(f"/desk/payments/{notice.id}/settlement", data={"method": method.value}).status_code == 303
    notice = seen(notice)
    assert (notice.outcome, notice.settles.value) == (NoticeOutcome.SETTLEMENT, till.value)
    assert balance(market(till)) == 0
    assert balance(market(AccountKind.BANK)) == taken.amount_dong
    assert balance(market(AccountKind.UNMATCHED)) == 0
    assert audit.findings() == []
    assert acts()[-1] == "gateway settled"


def test_a_second_click_is_refused(desk: FlaskClient, counters: Gateways) -> None:
    taken = paid_at_gateway(PaymentMethod.VNPAY, counters)
    notice = came(taken.amount_dong, "VNPAY")
    address = f"/desk/payments/{notice.id}/settlement"
    assert desk.post(address, data={"method": "vnpay"}).status_code == 303
    program = {"Accept": "application/json"}
    assert desk.post(address, data={"method": "momo"}, headers=program).status_code == 409
    assert desk.post(address, data={"method": "cash"}, headers=program).status_code == 422
    assert audit.findings() == []


def test_money_at_a_gateway_is_not_what_it_brought(app: Flask, counters: Gateways) -> None:
    notice = paid_at_gateway(PaymentMethod.VNPAY, counters, told_dong=77_000)
    with pytest.raises(Refusal):
        answers.mark_as_settlement(notice.id, PaymentMethod.VNPAY, by=a_person())


def test_money_goes_back_to_an_account_that_is_typed_in(desk: FlaskClient, bank: Bank) -> None:
    notice = came(350_000, "chuyen nham")
    address = f"/desk/payments/{notice.id}/return"
    refused = desk.post(address, data={**ACCOUNT, "number": "12ab"})
    assert refused.status_code == 422
    assert "Trả lại người gửi" in refused.text
    assert notice.outcome is NoticeOutcome.UNMATCHED
    assert desk.post(address, data=ACCOUNT).status_code == 303
    db.session.expire_all()
    refund = db.session.scalars(select(Refund)).one()
    assert (notice.outcome, refund.status, refund.order_id) == (NoticeOutcome.RETURNED, RefundStatus.DUE, None)
    assert audit.findings() == []
    refunds.begin_sending(refund.id)
    refunds.hand_over(refund.id)
    bank.settles()
    refunds.ask_about(refund.id)
    outbox.drain()
    assert refund.status is RefundStatus.DONE
    assert [paid[1:] for paid in bank.paid()] == [(350_000, "0011223344")]
    assert balance(market(AccountKind.BANK)) == 0
    assert audit.findings() == []
    assert acts()[-2:] == ["money returned", "refund account given"]
    assert refund.reference in desk.get("/desk/refunds?all=1").text
    assert desk.get(f"/desk/refunds/{refund.reference}").status_code == 200


@pytest.mark.parametrize("method", [PaymentMethod.VNPAY, PaymentMethod.MOMO])
def test_money_of_another_amount_is_placed_or_given_back(
    desk: FlaskClient, counters: Gateways, method: PaymentMethod
) -> None:
    """The gateway names the order: it is offered in one click; or all goes back through the gateway."""
    one = paid_at_gateway(method, counters, told_dong=77_000)
    page = desk.get(f"/desk/payments/{one.id}").text
    number = one.gateway_try.payment.order.number
    assert number in page
    assert f"Hoàn qua {'VNPay' if method is PaymentMethod.VNPAY else 'MoMo'}" in page
    assert desk.post(f"/desk/payments/{one.id}", data={"number": number}).status_code == 302
    assert seen(one).outcome is NoticeOutcome.UNDER
    two = paid_at_gateway(method, counters, told_dong=88_000)
    assert desk.post(f"/desk/payments/{two.id}/return").status_code == 303
    db.session.expire_all()
    refund = db.session.scalars(select(Refund)).one()
    refunds.begin_sending(refund.id)
    refunds.hand_over(refund.id)
    assert refund.status is RefundStatus.DONE
    assert counters.repaid() == [88_000]
    assert audit.findings() == []


def test_the_rest_of_a_part_payment_is_asked_for_at_the_gateway(desk: FlaskClient, counters: Gateways) -> None:
    notice = paid_at_gateway(PaymentMethod.VNPAY, counters, told_dong=77_000)
    order = notices.place(notice.id, notice.gateway_try.payment.order.number, by=a_person())
    rest = tries.begin_try(order)
    assert rest.amount_dong == order.total_dong - 77_000
    counters.opens(tries.page_of(rest, order, return_url="http://x/", address="127.0.0.1", language="vi"))
    counters.decides(rest)
    tries.ask_about(rest.id)
    outbox.drain()
    assert payment_of(order).status is PaymentStatus.PAID
    assert audit.findings() == []


def test_refused_notices_are_shown_with_their_number(desk: FlaskClient, app: Flask) -> None:
    for _ in range(3):
        app.test_client().get("/webhooks/vnpay?vnp_TxnRef=x")
    app.test_client().post("/webhooks/momo", json={})
    app.test_client().post("/webhooks/bank", json={})
    page = desk.get("/desk/payments").text
    assert "Tin báo giả bị từ chối" in page
    assert [page.count(name) > 0 for name in ("VNPay", "MoMo", "Ngân hàng")] == [True] * 3
