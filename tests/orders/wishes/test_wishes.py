"""Gifts and invoices: asked for at the checkout, kept with the order, seen by the seller, forgotten with the person."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from marketplace.database import db
from orders.models import Order
from orders.papers.making import papers_of
from orders.papers.models import PaperKind
from orders.papers.queries import chosen_parts
from orders.wishes.models import OrderWish
from orders.wishes.operations import Wishes, forget_wishes, wishes_of
from tests.factories.listings import a_listing
from tests.factories.orders import TO_HANOI, a_shop, an_order
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_member
from tests.orders.buyers import Buyer
from vendors.models import Member, Vendor

INVOICE = {
    "invoice_name": "Công ty Hoa Ban",
    "invoice_tax_code": "0300588569",
    "invoice_address": "1 Tràng Tiền, Hà Nội",
    "invoice_email": "ketoan@hoaban.vn",
}
GIFT = {"is_gift": "y", "gift_note": "Chúc mừng năm mới"}


def test_what_was_asked_for_is_seen_by_buyer_and_seller(client, app) -> None:
    listing = a_listing(a_shop())
    buyer = Buyer(client)
    buyer.typed |= INVOICE | GIFT
    answer = buyer.put(listing).check_out().place()
    [wish] = db.session.scalars(select(OrderWish))
    assert (wish.is_gift, wish.gift_note) == (True, "Chúc mừng năm mới")
    assert {name: getattr(wish, name) for name in INVOICE} == INVOICE
    told = ("Chúc mừng năm mới", "MST 0300588569", "Công ty Hoa Ban")
    assert all(words in client.get(answer.location).text for words in told)
    number = db.session.scalars(select(Order)).one().number
    seller = come_in(client, a_member(db.session.get(Vendor, listing.vendor_id)))
    page = seller.get(f"/seller/orders/{number}-1").text
    assert all(words in page for words in told)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"invoice_tax_code": "0300588568"}, "Mã số thuế này không đúng"),
        ({"invoice_tax_code": ""}, "Hãy điền mục này."),
        ({"invoice_address": " "}, "Hãy điền mục này."),
        ({"invoice_email": "x@"}, "Địa chỉ email chưa đúng"),
    ],
)
def test_half_an_invoice_is_told(client, app, change, words) -> None:
    buyer = Buyer(client)
    buyer.put(a_listing(a_shop())).check_out()
    buyer.typed |= INVOICE | change
    told = buyer.place()
    assert told.status_code == 422
    assert words in told.text
    assert "Công ty Hoa Ban" in told.text
    assert db.session.scalars(select(Order)).all() == []


def test_an_order_without_wishes_has_no_row(app) -> None:
    order = an_order()
    assert wishes_of([order.id]) == {}


def test_words_without_a_gift_are_not_kept(client, app) -> None:
    buyer = Buyer(client)
    buyer.typed |= {"gift_note": "Chúc mừng"}
    buyer.put(a_listing(a_shop())).check_out().place()
    assert db.session.scalars(select(OrderWish)).all() == []


def test_a_gift_hides_its_prices_on_the_delivery_note(app) -> None:
    shop = a_shop()
    by = a_member(shop)
    reader = db.session.scalars(select(Member).where(Member.user_id == by.id)).one()
    gift = replace(TO_HANOI, wishes=Wishes(is_gift=True, gift_note="Mừng năm mới"))
    orders = [an_order(a_listing(shop), deliver_to=to) for to in (gift, TO_HANOI)]
    parts = chosen_parts(shop, [f"{order.number}-1" for order in orders])
    made = papers_of(parts, PaperKind.ALL, vendor=shop, reader=reader, by=by)
    texts = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
    packing, _label, delivery, plain_packing, _label, plain = texts
    assert "Mừng năm mới" in packing
    assert "Mừng năm mới" in delivery
    assert ["Thành tiền" in text for text in (delivery, plain)] == [False, True]
    assert "Quà tặng" not in plain_packing


def test_who_leaves_takes_the_wishes_along(app) -> None:
    lan = a_person()
    order = an_order(buyer=lan, deliver_to=replace(TO_HANOI, wishes=Wishes(**INVOICE)))
    db.session.flush()
    assert order.id in wishes_of([order.id])
    forget_wishes(lan.id)
    assert wishes_of([order.id]) == {}
