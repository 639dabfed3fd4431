"""Money in and money back at the desk: what nobody could place, placed by a person; an account taken down by phone."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.ledger import audit
from orders.models import Order
from orders.payments import notices
from orders.payments.models import BankNotice, NoticeOutcome, PaymentStatus, Refund, RefundStatus
from orders.queries import payment_of
from tests.factories.money import FAILS, VIETCOMBANK, a_refund, a_transfer_order
from tests.factories.orders import an_order
from tests.factories.payments import a_movement, pay
from tests.factories.people import an_administrator, an_officer, come_in
from tests.statements import watch_statements

pytestmark = pytest.mark.usefixtures("app")


def money_without_a_memo(amount_dong: int = 500_000, content: str = "CHUYEN TIEN HANG") -> BankNotice:
    movement = a_movement(amount_dong, content)
    notices.receive(movement)
    notice = db.session.scalars(select(BankNotice).where(BankNotice.provider_id == str(movement.transaction_id))).one()
    notices.act_on(notice.id)
    return notice


def place(client: FlaskClient, notice: BankNotice, number: str):
    return client.post(f"/desk/payments/{notice.id}", data={"number": number})


@pytest.mark.parametrize("spelling", [str, str.lower, lambda number: number.replace("-", " ")])
def test_money_is_placed_by_the_number_that_a_person_types(client: FlaskClient, spelling) -> None:
    order, notice = a_transfer_order(), money_without_a_memo()
    boss = an_administrator()
    come_in(client, boss)
    assert "CHUYEN TIEN HANG" in client.get("/desk/payments").text
    assert place(client, notice, spelling(order.number)).status_code == 302
    db.session.expire_all()
    assert (notice.outcome, payment_of(order).status) == (NoticeOutcome.EXACT, PaymentStatus.PAID)
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "money placed"))
    assert (entry.actor_id, entry.detail) == (boss.id, {"order": order.number, "amount_dong": 500_000})
    assert "CHUYEN TIEN HANG" not in client.get("/desk/payments").text
    assert order.number in client.get("/desk/payments?outcome=all").text
    assert audit.findings() == []


@pytest.mark.parametrize("number", ["QN-2222-2222", "", "x" * 50, "QN' OR 1=1"])
def test_a_wrong_number_is_told_and_kept(client: FlaskClient, number: str) -> None:
    notice = money_without_a_memo()
    answer = place(come_in(client, an_administrator()), notice, number)
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert number.replace("'", "&#39;") in answer.text
    db.session.expire_all()
    assert notice.outcome is NoticeOutcome.UNMATCHED


def test_an_order_paid_in_cash_takes_no_transfer(client: FlaskClient) -> None:
    order, notice = an_order(), money_without_a_memo()
    assert place(come_in(client, an_administrator()), notice, order.number).status_code == 422


def test_money_is_placed_once(client: FlaskClient) -> None:
    orders, notice = [a_transfer_order(), a_transfer_order()], money_without_a_memo()
    come_in(client, an_administrator())
    assert [place(client, notice, order.number).status_code for order in orders] == [302, 422]
    assert [payment_of(order).received_dong for order in orders] == [500_000, 0]
    assert audit.findings() == []


@pytest.mark.parametrize("amount", [200_000, 500_000, 700_000])
def test_placed_money_counts_as_if_it_had_come_with_its_memo(client: FlaskClient, amount: int) -> None:
    order, notice = a_transfer_order(), money_without_a_memo(amount)
    place(come_in(client, an_administrator()), notice, order.number)
    db.session.expire_all()
    payment = payment_of(order)
    assert payment.received_dong == amount
    assert (payment.status is PaymentStatus.PAID) == (amount >= 500_000)
    owed = db.session.scalars(select(Refund.amount_dong)).all()
    assert owed == ([200_000] if amount > 500_000 else [])
    assert audit.findings() == []


def test_money_for_a_paid_order_goes_back(client: FlaskClient) -> None:
    order, notice = a_transfer_order(), money_without_a_memo()
    pay(order)
    place(come_in(client, an_administrator()), notice, order.number)
    db.session.expire_all()
    assert notice.outcome is NoticeOutcome.DUPLICATE
    assert audit.findings() == []


def test_orders_that_lack_just_this_sum_are_hinted_at(client: FlaskClient) -> None:
    same, part_paid, other = a_transfer_order(), a_transfer_order(600_000), a_transfer_order(400_000)
    pay(part_paid, 100_000)
    notice = money_without_a_memo()
    page = come_in(client, an_administrator()).get(f"/desk/payments/{notice.id}").text
    assert [order.number in page for order in (same, part_paid, other)] == [True, True, False]


def test_a_placed_notice_offers_no_placing(client: FlaskClient) -> None:
    notice = pay(a_transfer_order())
    page = come_in(client, an_administrator()).get(f"/desk/payments/{notice.id}").text
    assert "<form" not in page.split("<main", 1)[1].split("</main>")[0]
    assert client.get("/desk/payments/999999").status_code == 404


def test_an_account_is_taken_down_for_a_buyer(client: FlaskClient) -> None:
    refund = a_refund(account=None)
    boss = an_administrator()
    come_in(client, boss)
    address = f"/desk/refunds/{refund.reference}"
    typed = {"bank_bin": VIETCOMBANK, "number": "12a", "holder": "Trần Thu Hà"}
    refused = client.post(address, data=typed)
    assert refused.status_code == 422
    assert "Số tài khoản gồm 4 đến 19 chữ số." in refused.text
    assert 'value="12a"' in refused.text
    assert client.post(address, data=typed | {"number": "1023456789"}).status_code == 302
    db.session.expire_all()
    assert refund.status is RefundStatus.DUE
    assert client.post(address, data=typed | {"number": "999999"}).status_code == 422
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "refund account given"))
    assert entry.actor_id == boss.id


def test_refunds_are_listed_open_ones_first(client: FlaskClient) -> None:
    open_, done = a_refund(account=FAILS), a_refund()
    done.status = RefundStatus.DONE
    come_in(client, an_administrator())
    page = client.get("/desk/refunds").text
    assert (open_.reference in page, done.reference in page) == (True, False)
    assert done.reference in client.get("/desk/refunds?all=1").text
    assert client.get("/desk/refunds/HT22222222").status_code == 404


@pytest.mark.parametrize("address", ["/desk/payments?outcome=all", "/desk/refunds"])
def test_a_list_takes_the_same_statements_for_few_and_many(client: FlaskClient, address: str) -> None:
    counts = []
    for _ in range(2):
        for _again in range(2):
            a_refund()
        come_in(client, an_administrator())
        with watch_statements() as statements:
            assert client.get(address).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_desks_money_is_for_administrators(client: FlaskClient) -> None:
    notice, refund = money_without_a_memo(), a_refund(account=None)
    order: Order = a_transfer_order()
    come_in(client, an_officer())
    for address in (
        "/desk/payments",
        f"/desk/payments/{notice.id}",
        "/desk/refunds",
        f"/desk/refunds/{refund.reference}",
    ):
        assert client.get(address).status_code == 403
    assert place(client, notice, order.number).status_code == 403
