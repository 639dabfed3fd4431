"""Handing a parcel to a carrier of the market: offered where it may be, told by its code, and what the page says."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from orders.fulfilment.operations import ship
from orders.fulfilment.sending import CarrierNotOffered, CodeTaken
from orders.kinds import Holding, PaymentMethod, VendorOrderStatus
from orders.models import Order, VendorOrder
from tests.factories.carriers import a_parcel, a_statement, the_carrier, told
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import an_administrator, come_in
from vendors.delivery.contracts import set_active
from vendors.delivery.models import DeliveryKind

S = VendorOrderStatus


def packed(method: PaymentMethod = PaymentMethod.CASH) -> VendorOrder:
    the_carrier()
    return a_part(a_listing(a_shop(carrier_dong=0), price_dong=500_000), status=S.PACKED, method=method)


def at_seller(client: FlaskClient, part: VendorOrder) -> FlaskClient:
    return come_in(client, owner_of(part))


def send(client: FlaskClient, part: VendorOrder, **data: str) -> int:
    return client.post(f"/seller/orders/{part.number}/shipment", data=data).status_code


def page_of(client: FlaskClient, part: VendorOrder) -> str:
    return client.get(f"/seller/orders/{part.number}").text


def test_a_parcel_handed_to_the_markets_carrier(client: FlaskClient) -> None:
    part = packed()
    at = at_seller(client, part)
    assert "Giao Hàng Nhanh" in page_of(at, part)
    assert send(at, part, market_carrier="ghn", tracking_code=" ghn 12 ") == 303
    db.session.expire_all()
    assert (part.carrier_id, part.carrier, part.tracking_code) == (the_carrier().id, "Giao Hàng Nhanh", "GHN12")
    page = page_of(at, part)
    assert "Giao Hàng Nhanh thu hộ 500.000" in page
    assert "bạn nhận 475.000" in page
    assert "Bạn thu" not in page


def test_without_its_code_it_is_told_beside_the_field(client: FlaskClient) -> None:
    part = packed()
    answer = at_seller(client, part).post(f"/seller/orders/{part.number}/shipment", data={"market_carrier": "ghn"})
    assert answer.status_code == 422
    assert "chợ đối soát theo mã này" in answer.text
    db.session.expire_all()
    assert part.status is S.PACKED


def test_another_carrier_takes_the_cash_for_the_vendor(client: FlaskClient) -> None:
    part = packed()
    at = at_seller(client, part)
    assert send(at, part, market_carrier="other", carrier="Xe khách Hạ Long") == 303
    db.session.expire_all()
    assert (part.carrier_id, part.carrier) == (None, "Xe khách Hạ Long")
    assert "Bạn thu 500.000" in page_of(at, part)


def test_how_far_the_cash_has_come_stands_on_the_page(client: FlaskClient) -> None:
    part = a_parcel()
    at = at_seller(client, part)
    assert "sau khi đối soát" in page_of(at, part)
    a_statement(told(part))
    page = page_of(at, part)
    assert "đã đối soát; bạn nhận 455.000" in page
    disputed = a_parcel()
    a_statement(told(disputed, more=-1))
    assert "Chợ đang hỏi lại" in page_of(at_seller(client, disputed), disputed)


def test_where_money_goes_straight_to_the_vendor_no_carrier_is_offered(client: FlaskClient) -> None:
    part = packed()
    db.session.get_one(Order, part.order_id).holding = Holding.DIRECT
    at = at_seller(client, part)
    assert "market_carrier" not in page_of(at, part)
    assert send(at, part, market_carrier="ghn", carrier="GHN", tracking_code="GHN12") == 303
    db.session.expire_all()
    assert (part.carrier_id, part.carrier) == (None, "GHN")


@pytest.mark.parametrize("kind", [DeliveryKind.OWN, DeliveryKind.PICKUP])
def test_who_brings_it_alone_or_is_fetched_from_has_no_carrier(client: FlaskClient, kind: DeliveryKind) -> None:
    part = packed()
    part.delivery_kind = kind
    assert "market_carrier" not in page_of(at_seller(client, part), part)
    with pytest.raises(CarrierNotOffered):
        ship(part, by=_owner(part), tracking_code="GHN12", market_carrier=the_carrier())


def test_a_carrier_out_of_use_is_not_offered(client: FlaskClient) -> None:
    part = packed()
    set_active(the_carrier(), active=False, by=an_administrator())
    page = page_of(at_seller(client, part), part)
    assert "Giao Hàng Nhanh" not in page
    assert "Giao Hàng Tiết Kiệm" in page
    with pytest.raises(CarrierNotOffered):
        ship(part, by=_owner(part), tracking_code="GHN12", market_carrier=the_carrier())


def test_a_code_belongs_to_one_parcel(client: FlaskClient) -> None:
    a_parcel(code="GHN12")
    part = packed()
    with pytest.raises(CodeTaken):
        ship(part, by=_owner(part), tracking_code="ghn12", market_carrier=the_carrier())


def _owner(part: VendorOrder) -> User:
    return db.session.scalars(select(User).where(User.id == owner_of(part).id)).one()
