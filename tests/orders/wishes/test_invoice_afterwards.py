"""Invoice data said or changed after the order: until goods are sent, by whoever placed it, told to the vendors."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.notices.models import Notice
from orders.fulfilment.endings import cancel
from orders.kinds import VendorOrderStatus
from orders.models import Order
from orders.wishes.models import OrderWish
from orders.wishes.operations import Invoice, TooLateForInvoice, name_invoice
from tests.factories.fulfilment import bring_to, parts_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_member
from workers import outbox

HOA_BAN = {
    "invoice_name": "Công ty Hoa Ban",
    "invoice_tax_code": "0300588569",
    "invoice_address": "1 Tràng Tiền, Hà Nội",
    "invoice_email": "ketoan@hoaban.vn",
}


@pytest.fixture
def lan(app: Flask) -> User:
    return a_person("Lan")


def test_it_is_named_changed_and_taken_back_on_the_page(lan: User, client: FlaskClient) -> None:
    order = an_order(buyer=lan)
    come_in(client, lan)
    address = f"/orders/{order.number}/invoice"
    assert address in client.get(f"/orders/{order.number}").text
    assert client.post(address, data=HOA_BAN | {"invoice_tax_code": "0300588568"}).status_code == 422
    assert client.post(address, data=HOA_BAN).location == f"/orders/{order.number}"
    assert "Công ty Hoa Ban" in client.get(address).text
    assert "Sửa thông tin hóa đơn" in client.get(f"/orders/{order.number}").text
    assert client.post(address, data=dict.fromkeys(HOA_BAN, "")).status_code == 303
    assert db.session.get(OrderWish, order.id, populate_existing=True).invoice_name == ""


def test_a_guest_names_it_behind_the_key_alone(app: Flask, client: FlaskClient) -> None:
    order = an_order()
    db.session.commit()
    address = f"/orders/{order.number}/invoice"
    assert client.post(address, data=HOA_BAN).status_code == 404
    assert client.post(f"{address}?key={order.access_token}", data=HOA_BAN).status_code == 303


def test_a_gift_stays_a_gift(app: Flask) -> None:
    order = an_order()
    db.session.add(OrderWish(order_id=order.id, is_gift=True, gift_note="Chúc mừng"))
    db.session.flush()
    name_invoice(order.id, Invoice(**HOA_BAN))
    wish = db.session.get(OrderWish, order.id)
    assert (wish.gift_note, wish.invoice_name) == ("Chúc mừng", "Công ty Hoa Ban")


def test_it_is_too_late_once_a_part_was_sent(lan: User, client: FlaskClient) -> None:
    order = an_order(a_listing(a_shop("HTX Bình Liêu")), a_listing(a_shop("Tâm Hương")), buyer=lan)
    bring_to(parts_of(order)[0], VendorOrderStatus.SHIPPED)
    with pytest.raises(TooLateForInvoice):
        name_invoice(order.id, Invoice(**HOA_BAN))
    come_in(client, lan)
    assert client.get(f"/orders/{order.number}/invoice").location == f"/orders/{order.number}"
    assert f"/orders/{order.number}/invoice" not in client.get(f"/orders/{order.number}").text


def test_nothing_is_invoiced_of_an_order_that_ended(lan: User) -> None:
    order = an_order(buyer=lan)
    cancel(parts_of(order)[0], by=lan, reason="")
    with pytest.raises(TooLateForInvoice):
        name_invoice(order.id, Invoice(**HOA_BAN))


def test_vendors_with_work_to_do_are_told_once_for_each_change(lan: User) -> None:
    shop = a_shop()
    packer = a_member(shop)
    order = an_order(a_listing(shop), buyer=lan)
    outbox.drain()
    name_invoice(order.id, Invoice(**HOA_BAN))
    name_invoice(order.id, Invoice(**HOA_BAN))
    outbox.drain()
    name_invoice(order.id, Invoice())
    outbox.drain()
    told = select(Notice).where(Notice.user_id == packer.id, Notice.key.startswith("vendor-order-invoice/"))
    texts = db.session.scalars(told.where(Notice.channel == "app").order_by(Notice.id)).all()
    assert ["Công ty Hoa Ban" in notice.text for notice in texts] == [True, False]
    assert all(notice.link == f"/seller/orders/{order.number}-1" for notice in texts)


def test_the_order_of_somebody_else_is_not_there(lan: User, client: FlaskClient) -> None:
    order: Order = an_order(buyer=a_person("Mai"))
    assert come_in(client, lan).post(f"/orders/{order.number}/invoice", data=HOA_BAN).status_code == 404
