"""Fetching goods at the producer's: the buyer says when, and everybody sees it afterwards."""

import re
from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.clock import in_vietnam
from marketplace.database import db
from orders.checkout.errors import PickupTimeMissing
from orders.models import VendorOrder
from tests.factories.listings import a_listing
from tests.factories.orders import TO_HANOI, Checkout, a_cart, a_shop
from tests.factories.people import come_in
from tests.factories.vendors import BINH_LIEU, a_member
from tests.orders.buyers import Buyer
from vendors.delivery.models import DeliveryKind, PickupWindow
from vendors.listings.models import Listing
from vendors.models import Vendor

NEARBY = replace(TO_HANOI, province_code="22", commune_code=BINH_LIEU)


@pytest.fixture
def listing(client) -> Listing:
    shop = a_shop()
    for weekday in range(1, 8):
        db.session.add(PickupWindow(vendor_id=shop.id, weekday=weekday, opens_at=time(8), closes_at=time(11, 30)))
    return a_listing(shop, price_dong=85_000, stock=10)


def parts() -> list[VendorOrder]:
    db.session.expire_all()
    return list(db.session.scalars(select(VendorOrder)))


@pytest.mark.parametrize("named", ["", "2001-01-01T08:00/11:30", "tomorrow"])
def test_who_comes_says_when(listing, named) -> None:
    checkout = Checkout(a_cart(listing), deliver_to=NEARBY, kind=DeliveryKind.PICKUP)
    checkout.pickups = {listing.vendor_id: named}
    with pytest.raises(PickupTimeMissing):
        checkout.place()


def test_the_buyer_chooses_a_time_and_the_seller_sees_it(client, listing) -> None:
    buyer = Buyer(client)
    buyer.typed |= {"province": "22", "commune_code": BINH_LIEU}
    buyer.put(listing).check_out()
    buyer.typed[f"delivery-{listing.vendor_id}"] = "pickup"
    buyer.look()
    assert "Ngày và giờ bạn đến lấy" in buyer.page.text
    told = buyer.place()
    assert "Hãy chọn ngày và giờ đến lấy" in told.text
    value = re.search(r'value="([0-9-]{10}T[0-9:/]+)"', told.text)[1]
    answer = buyer.place(**{f"pickup-{listing.vendor_id}": value})
    [part] = parts()
    first, last = in_vietnam(part.pickup_from), in_vietnam(part.pickup_until)
    assert f"{first:%Y-%m-%dT%H:%M}/{last:%H:%M}" == value
    words = f"{first:%d/%m}, 08:00–11:30"
    assert words in client.get(answer.location).text
    with clock.at(part.pickup_from - timedelta(hours=3)):
        seller = come_in(client, a_member(db.session.get(Vendor, listing.vendor_id)))
        for page in ("/seller", f"/seller/orders/{part.number}", "/seller/orders?tab=to-accept"):
            assert words in seller.get(page).text, page


def test_where_no_hours_are_set_nothing_is_asked(app) -> None:
    order = Checkout(a_cart(a_listing(a_shop())), deliver_to=NEARBY, kind=DeliveryKind.PICKUP).place()
    assert order.vendor_orders[0].pickup_from is None
