"""Parcels and words to the buyer, as the seller's and the buyer's pages and letters have them."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.database import db
from marketplace.notices.models import Channel, Notice
from orders.fulfilment import operations
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, OrderLine, VendorOrder
from orders.shipments.models import Shipment
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import a_person, come_in
from workers import outbox

S = VendorOrderStatus
NOTE = "Mực một nắng <tươi>, giữ ngăn đá"


@pytest.fixture
def part(app) -> VendorOrder:
    listing = a_listing(a_shop(), "Chả mực", price_dong=100_000)
    return a_part(listing, quantity=3, status=S.PACKED, buyer=a_person("Lan"), method=PaymentMethod.CASH)


@pytest.fixture
def at_seller(client: FlaskClient, part: VendorOrder) -> FlaskClient:
    return come_in(client, owner_of(part))


def address(part: VendorOrder, *rest: str) -> str:
    return "/".join([f"/seller/orders/{part.number}", *rest])


def line_of(part: VendorOrder) -> OrderLine:
    query = select(OrderLine).where(OrderLine.vendor_order_id == part.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def send(at: FlaskClient, part: VendorOrder, quantity: int | str, place: int) -> int:
    told = {"carrier": "Xe khách", "tracking_code": f"XK{place}", "place": place}
    return at.post(address(part, "shipment"), data=told | {f"send_{line_of(part).id}": quantity}).status_code


def parcels() -> list[Shipment]:
    query = select(Shipment).order_by(Shipment.place)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def letters() -> list[Notice]:
    outbox.drain()
    told = select(Notice).where(Notice.channel == Channel.MAIL, Notice.key.like("parcel-sent/%"))
    return list(db.session.scalars(told.order_by(Notice.id)))


def test_a_part_is_sent_in_two_and_each_is_told_once(at_seller: FlaskClient, part: VendorOrder) -> None:
    assert send(at_seller, part, 1, 1) == 303
    page = at_seller.get(address(part)).text
    assert "Còn món phải gửi" in page
    assert "Còn 2 món phải gửi" in page
    [first] = letters()
    assert "XK1" in first.text
    assert "Các món còn lại được gửi ở kiện sau" in first.text
    assert "khi nhận kiện cuối cùng" in first.text
    assert send(at_seller, part, 2, 2) == 303
    assert [letter.subject for letter in letters()] == [first.subject] * 2
    assert "xin trả 330.000" in letters()[1].text
    assert "Tôi đã nhận hàng" not in page_of_buyer(at_seller, part)


def page_of_buyer(client: FlaskClient, part: VendorOrder) -> str:
    order = db.session.get_one(Order, part.order_id)
    db.session.refresh(order, ["buyer"])
    return come_in(client, order.buyer).get(f"/orders/{order.number}").text


def test_a_second_click_and_too_many_are_told(at_seller: FlaskClient, part: VendorOrder) -> None:
    assert send(at_seller, part, 1, 1) == 303
    assert send(at_seller, part, 1, 1) == 409
    assert send(at_seller, part, 3, 2) == 422
    assert send(at_seller, part, "nhiều", 2) == 422
    assert [parcel.place for parcel in parcels()] == [1]


def test_a_parcel_arrives_comes_back_or_gets_another_code(at_seller: FlaskClient, part: VendorOrder) -> None:
    send(at_seller, part, 1, 1)
    send(at_seller, part, 1, 2)
    first, second = parcels()
    told = {"carrier": "VNPost", "tracking_code": "EB2"}
    at_seller.post(address(part, "parcels", first.number, "tracking"), data=told)
    at_seller.post(address(part, "parcels", first.number, "delivery"))
    at_seller.post(address(part, "parcels", second.number, "return"), data={"reason": ""})
    assert "Hãy ghi lý do" in at_seller.get(address(part)).text
    at_seller.post(address(part, "parcels", second.number, "return"), data={"reason": "Đi vắng"})
    first, second = parcels()
    assert (first.tracking_code, first.delivered_at is None, second.returned_at is None) == ("EB2", False, False)
    assert line_of(part).unsent_quantity == 2


def test_a_buyer_says_which_parcel_has_come(client: FlaskClient, part: VendorOrder) -> None:
    line = line_of(part)
    for quantity in (1, 2):
        operations.ship(part, by=owner_of(part), carrier="Xe khách", quantities={line.id: quantity})
    order = db.session.get_one(Order, part.order_id)
    db.session.refresh(order, ["buyer"])
    buyer = come_in(client, order.buyer)
    here = f"/orders/{order.number}/parts/{part.number}/parcels"
    assert buyer.get(f"/orders/{order.number}").text.count("Tôi đã nhận kiện này") == 2
    for parcel in parcels():
        assert buyer.post(f"{here}/{parcel.number}/receipt").status_code == 303
    db.session.refresh(part)
    assert part.status is S.DELIVERED
    assert come_in(client, a_person("Người lạ")).post(f"{here}/{parcels()[0].number}/receipt").status_code == 404


def test_the_word_to_the_buyer_is_read_on_the_order_and_in_the_message(
    at_seller: FlaskClient, part: VendorOrder
) -> None:
    assert at_seller.post(address(part, "note"), data={"words": f" {NOTE} "}).status_code == 303
    send(at_seller, part, 3, 1)
    assert NOTE in letters()[0].text
    assert "&lt;tươi&gt;" in letters()[0].html
    assert "&lt;tươi&gt;" in page_of_buyer(at_seller, part)


@pytest.mark.parametrize("words", ["xem https://zalo.me/x", "vào www.shop", "muahang.vn nhé", "x" * 301])
def test_a_word_with_a_link_or_too_long_is_told_and_kept_in_its_field(
    at_seller: FlaskClient, part: VendorOrder, words: str
) -> None:
    answer = at_seller.post(address(part, "note"), data={"words": words})
    assert answer.status_code == 422
    assert words in answer.text
    db.session.refresh(part)
    assert part.note_to_buyer == ""


def test_what_is_missing_is_cut_with_one_touch_from_packing_and_sending(client: FlaskClient, part: VendorOrder) -> None:
    accepted = a_part(a_listing(a_shop("Nhà khác")), quantity=2, status=S.ACCEPTED)
    for each, verb in ((accepted, "packing"), (part, "shipment")):
        at = come_in(client, owner_of(each))
        if verb == "shipment":
            send(at, each, 1, 1)
        assert f'href="{address(each, "credit")}"' in at.get(address(each)).text.partition("Hàng cần giao")[0]


def test_what_is_cut_of_a_part_on_its_way_ends_it(at_seller: FlaskClient, part: VendorOrder) -> None:
    send(at_seller, part, 1, 1)
    at_seller.post(address(part, "parcels", parcels()[0].number, "delivery"))
    form = {f"line_{line_of(part).id}": "2", "reason": "Hết mực"}
    assert "Số lượng hoàn, còn 2" in at_seller.get(address(part, "credit")).text
    assert at_seller.post(address(part, "credit"), data=form).status_code == 303
    db.session.refresh(part)
    assert part.status is S.DELIVERED
