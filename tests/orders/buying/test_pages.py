"""An order as its buyer sees it, and nobody else."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways import vietqr
from marketplace.settings import settings
from orders.fulfilment import operations as fulfilment
from orders.fulfilment.operations import ship
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.payments.models import Refund, RefundStatus
from orders.queries import payment_of
from tests.factories.fulfilment import bring_to, owner_of, parts_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.payments import pay
from tests.factories.people import a_person, come_in
from tests.statements import watch_statements

S = VendorOrderStatus
STATEMENTS_OF_THE_LIST = 7
STATEMENTS_OF_AN_ORDER = 13


@pytest.fixture
def lan(client: FlaskClient) -> User:
    return a_person("Nguyễn Thị Lan")


@pytest.fixture
def transfer(lan: User) -> Order:
    return an_order(method=PaymentMethod.TRANSFER, buyer=lan)


def page_of(client: FlaskClient, order: Order, **more: str) -> TestResponse:
    number = order.number
    db.session.commit()
    return client.get(f"/orders/{number}", query_string=more)


def cancel(client: FlaskClient, part: VendorOrder, **sent: str) -> TestResponse:
    path = f"/orders/{part.number.rsplit('-', 1)[0]}/parts/{part.number}/cancellation"
    db.session.commit()
    return client.post(path, data=sent, follow_redirects=True)


def test_a_guest_reads_the_order_behind_its_key(client: FlaskClient) -> None:
    order = an_order()
    key = order.access_token
    assert page_of(client, order).status_code == 404
    assert page_of(client, order, key="wrong").status_code == 404
    assert page_of(client, order, key=key).status_code == 200
    assert page_of(client, order).status_code == 200, "the browser remembers the key"


def test_a_key_opens_its_own_order_only(client: FlaskClient) -> None:
    mine, other = an_order(), an_order()
    assert page_of(client, other, key=mine.access_token).status_code == 404


def test_a_person_reads_their_own_orders_only(client: FlaskClient, lan: User) -> None:
    order, other = an_order(buyer=lan), an_order(buyer=a_person())
    come_in(client, lan)
    assert page_of(client, order).status_code == 200
    assert page_of(client, other).status_code == 404
    listed = client.get("/orders").text
    assert order.number in listed
    assert other.number not in listed


def test_the_list_is_for_those_who_are_signed_in(client: FlaskClient, lan: User) -> None:
    assert client.get("/orders").status_code == 302
    come_in(client, lan)
    assert "Chưa có đơn nào" in client.get("/orders").text


@pytest.mark.parametrize("orders", [1, 6])
def test_the_list_takes_few_statements_however_long(client: FlaskClient, lan: User, orders: int) -> None:
    for _ in range(orders):
        an_order(a_listing(a_shop()), a_listing(a_shop("Tâm Hương")), buyer=lan)
    come_in(client, lan)
    with watch_statements() as statements:
        assert client.get("/orders").text.count("Tâm Hương") == orders
    assert len(statements) <= STATEMENTS_OF_THE_LIST, "\n\n".join(statements.texts)


@pytest.mark.parametrize("parts", [1, 6])
def test_the_order_takes_few_statements_however_many_parts(client: FlaskClient, lan: User, parts: int) -> None:
    order = an_order(*(a_listing(a_shop()) for _ in range(parts)), buyer=lan, method=PaymentMethod.TRANSFER)
    come_in(client, lan)
    with watch_statements() as statements:
        assert page_of(client, order).text.count("/cancellation") == parts
    assert len(statements) <= STATEMENTS_OF_AN_ORDER, "\n\n".join(statements.texts)


def test_a_transfer_is_told_to_scan_and_to_copy(client: FlaskClient, lan: User, transfer: Order) -> None:
    payment = payment_of(transfer)
    page = page_of(come_in(client, lan), transfer).text
    code = vietqr.payload(
        settings().bank_bin, settings().bank_account, amount_dong=payment.amount_dong, memo=payment.memo or ""
    )
    assert vietqr.svg(code, title="Mã VietQR để chuyển khoản") in page
    for told in (payment.memo, settings().bank_account, settings().bank_holder, "Vietcombank"):
        assert told in page
    assert f"/demo/bank?amount={payment.amount_dong}&amp;memo={payment.memo}" in page


def test_a_short_transfer_is_told_with_what_is_missing(client: FlaskClient, lan: User, transfer: Order) -> None:
    due = payment_of(transfer).amount_dong
    pay(transfer, due - 15_000)
    page = page_of(come_in(client, lan), transfer).text
    assert "còn thiếu 15.000\xa0₫" in page
    assert "amount=15000" in page


def test_the_page_looks_again_until_the_money_is_there(client: FlaskClient, lan: User, transfer: Order) -> None:
    address = f"/orders/{transfer.number}/payment?received=0"
    come_in(client, lan)
    assert client.get(address).status_code == 204
    pay(transfer)
    db.session.commit()
    assert client.get(address).headers["HX-Refresh"] == "true"
    page = page_of(client, transfer).text
    assert "Chuyển khoản để đặt xong" not in page
    assert "Chờ nhà sản xuất nhận" in page


def test_each_part_says_where_it_stands(client: FlaskClient, lan: User) -> None:
    order = an_order(*(a_listing(a_shop()) for _ in range(3)), buyer=lan)
    placed, packed, shipped = parts_of(order)
    bring_to(packed, S.PACKED)
    bring_to(shipped, S.PACKED)
    ship(shipped, by=owner_of(shipped), carrier="Viettel Post", tracking_code="VTP123456")
    page = page_of(come_in(client, lan), order).text
    for told in ("Nhà sản xuất trả lời trước", "Hàng đã đóng gói, sắp gửi đi.", "Viettel Post", "VTP123456"):
        assert told in page
    assert page.count("/cancellation") == 1
    assert placed.number in page


def test_a_part_is_cancelled_with_its_reason(client: FlaskClient, lan: User) -> None:
    order = an_order(a_listing(a_shop()), a_listing(a_shop("Tâm Hương")), buyer=lan)
    mine, other = parts_of(order)
    come_in(client, lan)
    told = cancel(client, mine, reason="Đặt nhầm")
    assert "Đã hủy phần này." in told.text
    assert "Đặt nhầm" in told.text
    db.session.expire_all()
    assert [part.status for part in (mine, other)] == [S.CANCELLED, S.PLACED]


def test_a_packed_part_stays(client: FlaskClient, lan: User) -> None:
    part = bring_to(parts_of(an_order(buyer=lan))[0], S.PACKED)
    told = cancel(come_in(client, lan), part)
    assert "Trạng thái đã thay đổi" in told.text
    db.session.expire_all()
    assert part.status is S.PACKED


def test_nobody_cancels_anothers_part(client: FlaskClient, lan: User) -> None:
    mine, [other] = an_order(buyer=lan), parts_of(an_order(buyer=a_person()))
    number, part_number = mine.number, other.number
    come_in(client, lan)
    assert cancel(client, other).status_code == 404
    client.post(f"/orders/{number}/parts/{part_number}/cancellation")
    db.session.expire_all()
    assert other.status is S.PLACED


def test_a_reason_as_long_as_a_book_is_told(client: FlaskClient, lan: User) -> None:
    [part] = parts_of(an_order(buyer=lan))
    told = cancel(come_in(client, lan), part, reason="x" * 301)
    assert "300 chữ" in told.text
    db.session.expire_all()
    assert part.status is S.PLACED


@pytest.fixture
def refund(lan: User, transfer: Order) -> Refund:
    pay(transfer)
    [part] = parts_of(transfer)
    fulfilment.refuse(part, by=owner_of(part), reason="Hết hàng")
    db.session.flush()
    return db.session.scalars(select(Refund).where(Refund.order_id == transfer.id)).one()


def give(client: FlaskClient, order: Order, refund: Refund, **sent: str) -> TestResponse:
    path = f"/orders/{order.number}/refunds/{refund.reference}/account"
    db.session.commit()
    account = {"bank_bin": "970436", "number": "1234 5678 90", "holder": "Nguyễn Thị Lan", **sent}
    return client.post(path, data=account, follow_redirects=True)


def test_money_goes_back_to_the_account_that_the_buyer_names(
    client: FlaskClient, lan: User, transfer: Order, refund: Refund
) -> None:
    come_in(client, lan)
    page = page_of(client, transfer).text
    assert "Hoàn lại" in page
    assert "Hết hàng" in page
    told = give(client, transfer, refund).text
    assert "Đã ghi tài khoản" in told
    db.session.expire_all()
    assert (refund.status, refund.account_number, refund.account_holder) == (
        RefundStatus.DUE,
        "1234567890",
        "NGUYEN THI LAN",
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"number": "12a"}, "Số tài khoản gồm 4 đến 19 chữ số."),
        ({"number": ""}, "Hãy điền mục này."),
        ({"bank_bin": "000000"}, "Hãy chọn ngân hàng trong danh sách."),
        ({"bank_bin": ""}, "Hãy điền mục này."),
        ({"holder": ""}, "Hãy điền mục này."),
    ],
)
def test_a_wrong_account_is_told_beside_its_field(
    client: FlaskClient, lan: User, refund: Refund, *, wrong: dict[str, str], words: str
) -> None:
    order = db.session.get_one(Order, refund.order_id)
    told = give(come_in(client, lan), order, refund, **wrong)
    assert told.status_code == 422
    assert words in told.text
    assert wrong.get("number", "1234 5678 90") in told.text
    db.session.expire_all()
    assert refund.status is RefundStatus.ACCOUNT_NEEDED


def test_nobody_names_the_account_of_anothers_refund(client: FlaskClient, transfer: Order, refund: Refund) -> None:
    stranger = a_person()
    other = an_order(buyer=stranger)
    come_in(client, stranger)
    assert give(client, transfer, refund).status_code == 404
    assert give(client, other, refund).status_code == 404
    db.session.expire_all()
    assert refund.account_number is None


def test_a_buyer_says_that_the_goods_have_come(client: FlaskClient, lan: User) -> None:
    order = an_order(buyer=lan)
    part = bring_to(parts_of(order)[0], S.SHIPPED)
    at, path = come_in(client, lan), f"/orders/{order.number}/parts/{part.number}/receipt"
    assert "Tôi đã nhận hàng" in page_of(at, order).text
    assert "Cảm ơn bạn đã báo" in at.post(path, follow_redirects=True).text
    assert "Trạng thái đã thay đổi" in at.post(path, follow_redirects=True).text
    db.session.expire_all()
    assert db.session.get_one(VendorOrder, part.id).status is S.DELIVERED


@pytest.mark.parametrize("status", [S.PLACED, S.ACCEPTED, S.PACKED])
def test_goods_that_were_not_sent_have_not_come(client: FlaskClient, lan: User, status: VendorOrderStatus) -> None:
    order = an_order(buyer=lan)
    part = bring_to(parts_of(order)[0], status)
    at = come_in(client, lan)
    assert "Tôi đã nhận hàng" not in page_of(at, order).text
    at.post(f"/orders/{order.number}/parts/{part.number}/receipt")
    db.session.expire_all()
    assert db.session.get_one(VendorOrder, part.id).status is status
