"""The seller's stock pages."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from orders.kinds import PaymentMethod
from tests.factories.fulfilment import a_part, parts_of
from tests.factories.listings import a_listing, a_variant, the_stock
from tests.factories.orders import a_shop, an_order
from tests.factories.people import come_in
from tests.factories.vendors import a_member, a_vendor
from tests.statements import watch_statements
from vendors.audit import findings
from vendors.listings.models import Listing, Variant
from vendors.models import MemberRole, Vendor
from vendors.stock import operations
from vendors.stock.lots import receive_lot
from vendors.stock.models import Lot, StockItem


@pytest.fixture
def vendor(client: FlaskClient) -> Vendor:
    """A vendor whose packer is signed in on the client."""
    vendor = a_shop()
    come_in(client, a_member(vendor, role=MemberRole.PACKER))
    return vendor


def listing_of(item: StockItem) -> Listing:
    """The listing that sells the item."""
    return db.session.get_one(Listing, db.session.get_one(Variant, item.variant_id).listing_id)


def an_item(vendor: Vendor | None = None, *, stock: int = 10, title: str = "Mật ong") -> StockItem:
    item = the_stock(a_listing(vendor, title, stock=stock).variants[0])
    db.session.commit()
    return item


def test_what_is_counted_is_written_with_its_reason(client: FlaskClient, vendor: Vendor):
    item = an_item(vendor)

    answer = client.post(
        f"/seller/stock/{item.id}/count", data={"on_hand": "7", "reason": "spoiled", "words": "Ẩm mốc"}
    )

    assert answer.location == f"/seller/stock/{item.id}"
    page = client.get(answer.location).text
    assert "Hỏng, hết hạn" in page
    assert "Ẩm mốc" in page
    assert "Hoàng Thị Mai" in page
    db.session.expire_all()
    assert item.on_hand == 7


def sheet_of(*items: StockItem, **typed: str) -> dict[str, str]:
    """What the list sends: what each field showed, and what is in it now."""
    shown = {f"was-{item.id}": str(item.on_hand) for item in items}
    return shown | {f"on-hand-{item.id}": typed.get(f"item_{item.id}", str(item.on_hand)) for item in items}


def test_a_page_of_the_shelf_is_counted_at_once(client: FlaskClient, vendor: Vendor):
    few, many, same = (an_item(vendor, title=title) for title in ("Mật ong", "Miến dong", "Ruốc hàu"))
    sent = sheet_of(few, many, same, **{f"item_{few.id}": "8", f"item_{many.id}": "1.200"})
    operations.count(same, 9, by=None)  # sold meanwhile: what was not touched is not written
    db.session.commit()

    answer = client.post("/seller/stock/counts?page=1&q=", data=sent)

    assert answer.location == "/seller/stock?q=&page=1"
    assert "Đã ghi 2 số mới." in client.get(answer.location).text
    db.session.expire_all()
    assert (few.on_hand, many.on_hand, same.on_hand) == (8, 1200, 9)
    assert findings() == []


def test_what_is_refused_on_the_sheet_is_told_beside_its_item_and_nothing_typed_is_lost(
    client: FlaskClient, vendor: Vendor
):
    short, other, none = (an_item(vendor, title=title) for title in ("Mật ong", "Miến dong", "Ruốc hàu"))
    part = a_part(listing_of(short), quantity=4)
    sent = sheet_of(short, other, none, **{f"item_{short.id}": "3", f"item_{other.id}": "77"})
    db.session.commit()

    answer = client.post("/seller/stock/counts", data=sent)

    assert answer.status_code == 422
    assert f'href="/seller/orders/{part.number}"' in answer.text
    assert 'value="3"' in answer.text
    assert re.search(rf'name="was-{other.id}" value="10".*?value="77"', answer.text, re.DOTALL)
    db.session.expire_all()
    assert (short.on_hand, other.on_hand) == (10, 10)

    sent[f"on-hand-{none.id}"] = "nhiều"
    assert "Hãy ghi một số nguyên" in client.post("/seller/stock/counts", data=sent).text


def test_who_holds_the_goods_is_named_and_no_other_shop_is(client: FlaskClient, vendor: Vendor):
    item = an_item(vendor)
    part = a_part(listing_of(item), quantity=4)
    waiting = an_order(listing_of(item), quantity=2, method=PaymentMethod.TRANSFER)
    foreign = a_part(a_listing(a_shop("HTX Khác"), stock=5), quantity=1)
    db.session.commit()

    page = client.post(f"/seller/stock/{item.id}/count", data={"on_hand": "3", "reason": "counted"}).text

    assert f"{part.number} × 4" in page
    assert "1 giỏ đang giữ đến" in page
    assert parts_of(waiting)[0].number not in page
    assert foreign.number not in page


def test_goods_that_end_soon_are_found(client: FlaskClient, vendor: Vendor):
    item, _fresh = an_item(vendor), an_item(vendor, title="Ruốc hàu")
    receive_lot(
        item, 3, code="", produced_on=None, best_before_on=clock.today() + timedelta(days=5), by=a_member(vendor)
    )
    db.session.commit()

    page = client.get("/seller/stock?show=ending").text

    assert "Sắp hết hạn · 1" in page
    assert "Mật ong" in page
    assert "Ruốc hàu" not in page


def test_new_goods_are_added(client: FlaskClient, vendor: Vendor):
    item = an_item(vendor)

    client.post(f"/seller/stock/{item.id}/receipt", data={"quantity": "1.000", "words": "Mẻ sáng nay"})

    db.session.expire_all()
    assert item.on_hand == 1010


def test_the_warning_level_is_set(client: FlaskClient, vendor: Vendor):
    item = an_item(vendor)

    client.post(f"/seller/stock/{item.id}/warning", data={"low_at": "10"})

    assert "Sắp hết" in client.get("/seller/stock").text
    assert "Mật ong" in client.get("/seller/stock?show=low").text


@pytest.mark.parametrize(
    "case",
    [
        ("count", {"on_hand": "-1", "reason": "counted"}, "Số lượng phải từ 0"),
        ("count", {"on_hand": str(10**17), "reason": "counted"}, "Số lượng phải từ 0"),
        ("count", {"on_hand": "nhiều", "reason": "counted"}, "Hãy ghi một số nguyên"),
        ("count", {"on_hand": "", "reason": "counted"}, "Hãy điền mục này."),
        ("count", {"on_hand": "3", "reason": "counted"}, "Đang giữ 4 cho các đơn đã đặt"),
        ("count", {"on_hand": "9", "reason": "sold"}, "field-error"),
        ("receipt", {"quantity": "0"}, "Số lượng phải từ 1"),
        ("receipt", {"quantity": str(10**17)}, "Số lượng phải từ 1"),
        ("warning", {"low_at": "-1"}, "Số lượng phải từ 0"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    client: FlaskClient, vendor: Vendor, case: tuple[str, dict[str, str], str]
):
    path, values, told = case
    item = an_item(vendor)
    operations.reserve({item.variant_id: 4}, held_for={item.variant_id: "vendor-order/1"}, ends_at=None)
    db.session.commit()

    answer = client.post(f"/seller/stock/{item.id}/{path}", data=values)

    assert answer.status_code == 422
    assert told in answer.text
    assert all(f'value="{value}"' in answer.text for name, value in values.items() if name != "reason" and value)
    db.session.expire_all()
    assert (item.on_hand, item.low_at) == (10, 3)


@pytest.mark.parametrize("path", ["count", "receipt", "warning"])
def test_another_vendors_stock_is_not_there(client: FlaskClient, vendor: Vendor, path: str):
    item = an_item()

    assert client.get(f"/seller/stock/{item.id}").status_code == 404
    assert client.post(f"/seller/stock/{item.id}/{path}", data={"on_hand": "1"}).status_code == 404
    assert "Mật ong" not in client.get("/seller/stock").text


def test_an_empty_shelf_says_what_to_do(client: FlaskClient, vendor: Vendor):
    assert "Kho đang trống" in client.get("/seller/stock").text
    an_item(vendor)
    assert "Không có gì ở đây" in client.get("/seller/stock?q=cua").text


def test_the_list_takes_as_many_statements_for_one_item_as_for_thirty(client: FlaskClient, vendor: Vendor):
    def statements() -> int:
        db.session.commit()
        with watch_statements() as seen:
            assert client.get("/seller/stock").status_code == 200
        return len(seen)

    listing = a_listing(vendor)
    statements()  # the first page of a session also counts the cart
    few = statements()
    for _ in range(29):
        a_variant(listing)
    assert statements() == few <= 9


def test_an_accountant_counts_nothing(client: FlaskClient):
    vendor = a_vendor()
    item = an_item(vendor)
    come_in(client, a_member(vendor, role=MemberRole.ACCOUNTANT))

    assert client.post(f"/seller/stock/{item.id}/count", data={"on_hand": "1"}).status_code == 403


def test_a_lot_comes_in_with_its_date_and_is_counted(client: FlaskClient, vendor: Vendor):
    item_id = an_item(vendor, stock=3).id
    address = f"/seller/stock/{item_id}"
    told = {"quantity": "12", "best_before_on": "2027-03-01", "produced_on": "2026-11-20", "code": "me 20"}
    assert client.post(f"{address}/lots", data=told).status_code == 302
    db.session.expire_all()
    lot = db.session.scalars(select(Lot).where(Lot.stock_item_id == item_id)).one()
    assert (lot.code, lot.on_hand, db.session.get_one(StockItem, item_id).on_hand) == ("ME 20", 12, 15)
    assert client.post(f"{address}/lots/{lot.id}/count", data={"on_hand": "10", "reason": "spoiled"}).status_code == 302
    page = client.get(address).text
    assert "ME 20" in page
    assert "01/03/2027" in page
    assert findings() == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"quantity": "0"}, "từ 1 đến"),
        ({"quantity": "5", "best_before_on": "hôm nào"}, "Hạn dùng"),
        ({"quantity": "5", "best_before_on": "2026-01-01", "produced_on": "2026-02-01"}, "phải sau ngày sản xuất"),
    ],
)
def test_what_is_no_lot_is_told_beside_its_field(client: FlaskClient, vendor: Vendor, typed, words):
    answer = client.post(f"/seller/stock/{an_item(vendor).id}/lots", data=typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{typed["quantity"]}"' in answer.text


def test_another_items_lot_is_not_there(client: FlaskClient, vendor: Vendor):
    item_id, other_id = an_item(vendor).id, an_item(vendor).id
    client.post(f"/seller/stock/{item_id}/lots", data={"quantity": "5"})
    db.session.expire_all()
    lot_id = db.session.scalars(select(Lot.id)).one()
    assert client.post(f"/seller/stock/{other_id}/lots/{lot_id}/count", data={"on_hand": "1"}).status_code == 404
