"""What bringing goods to the visitor costs, and on which days they are there."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.database import db
from tests.factories.listings import a_listing
from tests.factories.orders import HANOI, HOAN_KIEM
from tests.factories.vendors import a_vendor
from vendors.delivery.models import DeliveryKind, DeliveryRate, DeliveryZone
from vendors.listings.models import Listing
from vendors.models import Vendor
from vendors.stock.models import Lot, StockItem

A_MONDAY = datetime(2026, 11, 2, 9, tzinfo=clock.VIETNAM)
THERE = {"to_province": HANOI, "to_commune": HOAN_KIEM}


@pytest.fixture
def squid(app: Flask) -> Listing:
    vendor = a_vendor("Cơ sở Thoan")
    db.session.query(DeliveryRate).filter_by(vendor_id=vendor.id).delete()
    ways = {"base_dong": 32_000, "step_dong": 5_000, "days_least": 2, "days_most": 4}
    rate = DeliveryRate(vendor_id=vendor.id, kind=DeliveryKind.CARRIER, zone=DeliveryZone.COUNTRY, **ways)
    listing = a_listing(vendor, "Chả mực", weight_grams=1_400)
    listing.dispatch_days = 1
    db.session.add(rate)
    db.session.commit()
    return listing


def _address(listing: Listing) -> str:
    return f"/p/{db.session.get_one(Vendor, listing.vendor_id).slug}/{listing.slug}"


def test_cost_and_days_are_those_of_the_checkout(squid: Listing, client: FlaskClient) -> None:
    with clock.at(A_MONDAY):
        page = client.get(_address(squid), query_string=THERE).text
    assert "37.000" in page
    assert "từ 5 tháng 11 đến 7 tháng 11" in page


def test_the_place_is_remembered(squid: Listing, client: FlaskClient) -> None:
    assert "37.000" not in client.get(_address(squid)).text
    client.get(_address(squid), query_string=THERE)
    assert "37.000" in client.get(_address(squid)).text


def test_fresh_goods_that_would_spoil_on_the_way_say_so(squid: Listing, client: FlaskClient) -> None:
    squid.most_transit_days = 2
    db.session.commit()
    assert "Đường quá xa" in client.get(_address(squid), query_string=THERE).text


@pytest.mark.parametrize("near", ["", "-", "x-y", f"{HANOI}-99999", "9" * 90, f"{HANOI}-{HOAN_KIEM}-1"])
def test_a_spoilt_memory_is_no_memory(squid: Listing, client: FlaskClient, near: str) -> None:
    client.set_cookie("near", near)
    page = client.get(_address(squid))
    assert page.status_code == 200
    assert "37.000" not in page.text


def test_the_dates_of_the_lot_on_sale_are_shown(squid: Listing, client: FlaskClient) -> None:
    item = db.session.scalars(db.select(StockItem).where(StockItem.vendor_id == squid.vendor_id)).one()
    for code, days in (("CU", -1), ("MOI", 60), ("DANG-BAN", 30)):
        last = clock.today() + timedelta(days=days)
        lot = Lot(vendor_id=squid.vendor_id, stock_item_id=item.id, code=code, token=code, opened_at=clock.now())
        lot.produced_on, lot.best_before_on, lot.on_hand = date(2026, 1, 1), last, 3
        db.session.add(lot)
    db.session.commit()
    page = client.get(_address(squid)).text
    assert f"hạn dùng {clock.today() + timedelta(days=30):%d/%m/%Y}" in page
