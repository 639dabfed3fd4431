"""Packing by lot: what expires first stands in the fields, others can be taken, and the page says which went in."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from orders.kinds import VendorOrderStatus
from orders.models import VendorOrder
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_listing, the_stock
from tests.factories.orders import a_shop, first_variant_of
from tests.factories.people import come_in
from vendors.models import Vendor
from vendors.stock.lots import receive_lot
from vendors.stock.models import Lot, LotUse

S = VendorOrderStatus


@pytest.fixture
def part(app) -> VendorOrder:
    """Three of a variant that has two of one lot, nine of a later one and two of none; a fourth is past its date."""
    shop: Vendor = a_shop("HTX Chả mực Đại Thành")
    listing = a_listing(shop, "Chả mực", stock=2)
    item = the_stock(first_variant_of(listing))
    made = a_part(listing, quantity=1)
    for code, quantity, days in (("SAU", 9, 20), ("TRUOC", 2, 5), ("CU", 4, -1)):
        until = clock.today() + timedelta(days=days)
        receive_lot(item, quantity, code=code, produced_on=None, best_before_on=until, by=owner_of(made))
    return a_part(listing, status=S.ACCEPTED, quantity=3)


def name_of(part: VendorOrder, code: str) -> str:
    lot = db.session.scalars(select(Lot).where(Lot.code == code, Lot.vendor_id == part.vendor_id)).one()
    return f"lot-{variant_of(part)}-{lot.id}"


def variant_of(part: VendorOrder) -> int:
    db.session.refresh(part, ["lines"])
    return part.lines[0].variant_id


def taken() -> dict[str, int]:
    db.session.expire_all()
    rows = db.session.execute(select(Lot.code, LotUse.quantity).join(Lot, Lot.id == LotUse.lot_id))
    return dict(tuple(row) for row in rows)


def pack(client, part: VendorOrder, **numbers: str):
    sent = {name_of(part, code): number for code, number in numbers.items()}
    return come_in(client, owner_of(part)).post(f"/seller/orders/{part.number}/packing", data=sent)


def status_of(part: VendorOrder) -> VendorOrderStatus:
    db.session.expire_all()
    return db.session.get_one(VendorOrder, part.id).status


def test_what_expires_first_stands_in_the_fields_and_nothing_past_its_date(client, part) -> None:
    page = come_in(client, owner_of(part)).get(f"/seller/orders/{part.number}").text
    assert f'name="{name_of(part, "TRUOC")}" type="text" value="2"' in page
    assert f'name="{name_of(part, "SAU")}" type="text" value="1"' in page
    assert f'name="lot-{variant_of(part)}-loose" type="text" value="0"' in page
    assert name_of(part, "CU") not in page


def test_other_lots_are_taken_when_the_packer_says_so_and_the_page_tells_which(client, part) -> None:
    assert pack(client, part, TRUOC="1", SAU="2").status_code == 303
    assert taken() == {"TRUOC": 1, "SAU": 2}
    page = come_in(client, owner_of(part)).get(f"/seller/orders/{part.number}").text
    assert "Lô đã lấy" in page
    assert "lô SAU" in page


def test_without_a_word_about_lots_the_first_to_expire_go(client, part) -> None:
    assert pack(client, part).status_code == 303
    assert taken() == {"TRUOC": 2, "SAU": 1}


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"TRUOC": "2", "SAU": "2"}, "Cần lấy đúng 3, các ô đang cộng thành 4."),
        ({"TRUOC": "", "SAU": ""}, "Cần lấy đúng 3, các ô đang cộng thành 0."),
        ({"TRUOC": "3", "SAU": "0"}, "Ghi từ 0 đến 2"),
        ({"TRUOC": "-1", "SAU": "4"}, "Ghi từ 0 đến 2"),
        ({"TRUOC": "hai", "SAU": "1"}, "Hãy ghi một số nguyên"),
        ({"TRUOC": "9" * 40, "SAU": "<b>"}, "Hãy ghi một số nguyên"),
    ],
)
def test_numbers_that_do_not_fit_are_told_beside_the_field_and_kept(client, part, numbers, said) -> None:
    answer = pack(client, part, **numbers)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert (status_of(part), taken()) == (S.ACCEPTED, {})


def test_a_lot_past_its_date_cannot_be_chosen(client, part) -> None:
    assert pack(client, part, TRUOC="0", SAU="0", CU="3").status_code == 422
    assert (status_of(part), taken()) == (S.ACCEPTED, {})


def test_packing_twice_is_told_and_takes_nothing_more(client, part) -> None:
    pack(client, part, TRUOC="2", SAU="1")
    answer = pack(client, part, TRUOC="2", SAU="1")
    assert answer.status_code == 409
    assert taken() == {"TRUOC": 2, "SAU": 1}
