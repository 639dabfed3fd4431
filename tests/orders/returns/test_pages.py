"""The pages of a complaint, from a guest's photo to the market's decision."""

import io

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.database import db
from marketplace.notices.models import Notice
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.returns.models import ReturnCase, ReturnPhoto, ReturnState, ReturnStep
from orders.returns_mail import tell_buyer_of_return, tell_vendor_of_return
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_listing
from tests.factories.money import a_shop_with_account
from tests.factories.papers import a_picture
from tests.factories.people import an_administrator, an_officer, come_in
from tests.factories.vendors import a_member
from vendors.models import MemberRole, Vendor

TOLD = {"reason": "damaged", "wish": "refund", "words": "Nắp hũ vỡ <b>tan</b>"}


def a_delivered_part() -> VendorOrder:
    listing = a_listing(a_shop_with_account(), price_dong=250_000)
    return a_part(listing, status=VendorOrderStatus.DELIVERED, method=PaymentMethod.TRANSFER, quantity=2)


def guest_asks(client: FlaskClient, part: VendorOrder, **told: object) -> ReturnCase:
    order = db.session.get_one(Order, part.order_id)
    address = f"/orders/{order.number}/parts/{part.number}/return?key={order.access_token}"
    page = client.get(address).get_data(as_text=True)
    field = page.partition('name="line_')[2].partition('"')[0]
    answer = client.post(
        address, data={f"line_{field}": "1", "photos": (io.BytesIO(a_picture()), "hong.png"), **TOLD, **told}
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)[:3000]
    return the_case()


def the_case() -> ReturnCase:
    db.session.expire_all()
    return db.session.scalars(select(ReturnCase)).one()


def test_a_guest_asks_the_vendor_agrees(app: Flask, client: FlaskClient) -> None:
    part = a_delivered_part()
    order = db.session.get_one(Order, part.order_id)
    case = guest_asks(client, part)
    own = f"/orders/{order.number}/returns/{case.reference}"
    assert "Nắp hũ vỡ &lt;b&gt;tan&lt;/b&gt;" in client.get(own).get_data(as_text=True)
    photo = client.get(f"{own}/photos/{db.session.scalars(select(ReturnPhoto.id)).one()}")
    assert (photo.status_code, photo.mimetype) == (200, "image/webp")
    assert app.test_client().get(own).status_code == 404
    seller = come_in(app.test_client(), owner_of(part))
    assert "Khiếu nại chờ bạn trả lời" in seller.get("/seller").get_data(as_text=True)
    address = f"/seller/returns/{case.reference}"
    assert "Nắp hũ vỡ" in seller.get(address).get_data(as_text=True)
    refused = seller.post(f"{address}/answer", data={"answer": "refund", "words": ""})
    assert refused.status_code == 422
    seller.post(f"{address}/answer", data={"answer": "refund", "words": "Xin lỗi bạn"})
    assert the_case().state is ReturnState.REFUNDED


def test_the_market_decides_and_an_officer_only_reads(app: Flask, client: FlaskClient) -> None:
    part = a_delivered_part()
    case = guest_asks(client, part)
    order = db.session.get_one(Order, part.order_id)
    seller = come_in(app.test_client(), owner_of(part))
    seller.post(f"/seller/returns/{case.reference}/answer", data={"answer": "refuse", "words": "Hàng còn nguyên"})
    client.post(f"/orders/{order.number}/returns/{case.reference}/objection", data={"words": "Có ảnh mà"})
    assert the_case().state is ReturnState.DISPUTED
    vendor = db.session.get_one(Vendor, part.vendor_id)
    officer = come_in(app.test_client(), an_officer(vendor.commune_code))
    page = officer.get(f"/desk/disputes/{case.reference}").get_data(as_text=True)
    assert "Quyết định hoàn tiền" not in page
    assert officer.post(f"/desk/disputes/{case.reference}/rejection", data={"words": "Không"}).status_code == 403
    desk = come_in(app.test_client(), an_administrator())
    assert case.reference in desk.get("/desk/disputes").get_data(as_text=True)
    assert "Quyết định hoàn tiền" in desk.get(f"/desk/disputes/{case.reference}").get_data(as_text=True)
    assert desk.post(f"/desk/disputes/{case.reference}/rejection", data={"words": ""}).status_code == 422
    desk.post(f"/desk/disputes/{case.reference}/rejection", data={"words": "Ảnh không cho thấy hư hỏng"})
    assert the_case().state is ReturnState.REJECTED


def test_a_packer_reads_and_does_not_answer(app: Flask, client: FlaskClient) -> None:
    part = a_delivered_part()
    case = guest_asks(client, part)
    packer = a_member(db.session.get_one(Vendor, part.vendor_id), role=MemberRole.PACKER)
    browser = come_in(app.test_client(), packer)
    assert browser.get(f"/seller/returns/{case.reference}").status_code == 200
    answer = browser.post(f"/seller/returns/{case.reference}/answer", data={"answer": "refund", "words": "Ừ"})
    assert answer.status_code == 403


def test_each_side_hears_of_the_other_once(app: Flask, client: FlaskClient) -> None:
    part = a_delivered_part()
    guest_asks(client, part)
    [step] = db.session.scalars(select(ReturnStep)).all()
    for _again in range(2):
        tell_buyer_of_return(step.id)
        tell_vendor_of_return(step.id)
    told = db.session.scalars(select(Notice.key).where(Notice.key.contains("return-step"))).all()
    assert set(told) == {f"vendor-return-step/{step.id}"}
    assert len(told) == 2
