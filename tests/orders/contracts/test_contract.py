"""The contract of an order: it names everybody and everything, and stays as it was issued."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select

from marketplace.database import db
from marketplace.documents.checks import every_document_has_its_files, numbers_have_no_holes
from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.queries import all_documents
from marketplace.notices.models import Channel, Notice
from orders.contracts.operations import issue_contract
from orders.models import Order
from orders.wishes.models import OrderWish
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.people import a_person, come_in
from vendors.models import Vendor
from workers import outbox


@pytest.fixture
def order(app: Flask) -> Order:
    shops = (a_shop("HTX Bình Liêu"), a_shop("Tâm Hương"))
    shops[0].tax_code, shops[0].return_terms = "5700100256", "Đổi trong 7 ngày nếu gói rách."
    db.session.flush()
    return an_order(*(a_listing(shop, f"Đặc sản {shop.name}", price_dong=100_000) for shop in shops))


def test_it_names_every_party_with_its_role(order: Order) -> None:
    figures = issue_contract(order.id).figures
    roles = {party["heading"]: party["name"] for party in figures["parties"]}
    assert roles == {"Bên trung gian": "Trung tâm Xúc tiến Thương mại Quảng Ninh", "Bên mua": order.full_name}
    sellers = figures["tables"][0]["rows"]
    assert [row["seller"].partition("\n")[0] for row in sellers] == ["HTX Bình Liêu", "Tâm Hương"]
    assert [row["tax_code"] for row in sellers] == ["5700100256", "–"]
    assert any("Đổi trong 7 ngày nếu gói rách." in words for words in figures["notes"])
    assert ["Điều khoản sử dụng", "Bản 1, từ 01/01/2026"] in figures["facts"]


def test_its_money_is_the_orders(order: Order) -> None:
    figures = issue_contract(order.id).figures
    assert figures["lead"]["amount_dong"] == order.total_dong
    goods = [table["total"]["amount"] for table in figures["tables"][1:-1]]
    assert sum(goods) == order.goods_dong
    assert figures["tables"][-1]["total"] == {"fee": order.delivery_dong}


def test_an_invoice_and_a_gift_are_in_it(order: Order) -> None:
    wish = OrderWish(order_id=order.id, is_gift=True, gift_note="Chúc mừng", invoice_name="Công ty Hoa Ban")
    wish.invoice_tax_code, wish.invoice_address = "0300588569", "1 Tràng Tiền"
    db.session.add(wish)
    db.session.flush()
    figures = issue_contract(order.id).figures
    assert ["Quà tặng", "Chúc mừng"] in figures["facts"]
    assert "Hóa đơn: Công ty Hoa Ban, MST 0300588569, 1 Tràng Tiền" in figures["parties"][1]["lines"]


def test_it_stays_as_it_was_issued(order: Order) -> None:
    first = issue_contract(order.id)
    db.session.scalars(select(Vendor).where(Vendor.name == "Tâm Hương")).one().name = "Tâm Hương Mới"
    db.session.flush()
    assert issue_contract(order.id).id == first.id
    assert db.session.scalar(select(func.count(Document.id)).where(Document.kind == DocumentKind.CONTRACT)) == 1


def test_a_guest_reads_it_behind_the_key_alone(order: Order, client: FlaskClient) -> None:
    db.session.commit()
    outbox.drain()
    address = f"/orders/{order.number}/contract.pdf"
    assert client.get(address).status_code == 404
    assert come_in(client, a_person()).get(address).status_code == 404
    answer = client.get(f"{address}?key={order.access_token}")
    assert answer.mimetype == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert all(name in text for name in ("Hợp đồng mua bán", "HTX Bình Liêu", "Tâm Hương", order.number))


def test_whoever_is_quicker_than_the_workers_waits_a_moment(order: Order, client: FlaskClient) -> None:
    db.session.commit()
    answer = client.get(f"/orders/{order.number}/contract.pdf?key={order.access_token}")
    assert answer.status_code == 202
    assert answer.headers["Refresh"] == "3"
    assert client.get(f"/orders/{order.number}?key={order.access_token}").text.count("/contract.pdf") == 1


def test_the_letter_of_the_order_leads_to_it(order: Order) -> None:
    order.email = "ha@example.vn"
    db.session.commit()
    outbox.drain()
    query = select(Notice).where(Notice.key == f"order-placed/{order.id}", Notice.channel == Channel.MAIL)
    letter = db.session.scalars(query).one()
    address = f"/orders/{order.number}/contract.pdf?key={order.access_token}"
    assert address in letter.text
    assert address in letter.html


def test_it_is_among_the_numbered_papers_and_in_nobodys_way(order: Order) -> None:
    contract = issue_contract(order.id)
    assert contract.full_number.startswith("HD-")
    outbox.drain()
    assert list(numbers_have_no_holes()) == []
    assert list(every_document_has_its_files()) == []
    assert contract not in db.session.scalars(all_documents()).all()
    assert db.session.scalars(all_documents(DocumentKind.CONTRACT)).all() == [contract]
