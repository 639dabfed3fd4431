"""Giving money back by line, at the seller's and at the desk, and what buyer and vendor read of it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.notices.models import Notice
from orders.credits.models import CreditNote
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, OrderLine, VendorOrder
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import a_person, an_administrator, come_in
from tests.factories.vendors import a_member
from vendors.models import MemberRole, Vendor
from workers import outbox

REASON = "Hai hũ vỡ khi tới nơi"


@pytest.fixture
def part(app) -> VendorOrder:
    """Four jars at 250.000 ₫, delivered and paid by transfer."""
    listing = a_listing(a_shop("Nhà Chả mực"), "Chả mực Hạ Long", price_dong=250_000, stock=10)
    return a_part(
        listing,
        status=VendorOrderStatus.DELIVERED,
        method=PaymentMethod.TRANSFER,
        quantity=4,
        buyer=a_person("Trần Thu Hà"),
    )


def field_for(part: VendorOrder) -> str:
    line = db.session.scalars(select(OrderLine.id).where(OrderLine.vendor_order_id == part.id)).one()
    return f"line_{line}"


def notes() -> list[CreditNote]:
    db.session.expire_all()
    return list(db.session.scalars(select(CreditNote)))


def letters_to(person: User) -> list[str]:
    return list(db.session.scalars(select(Notice.key).where(Notice.user_id == person.id)))


def test_a_vendor_gives_back_two_of_four(client: FlaskClient, part: VendorOrder) -> None:
    at, page = come_in(client, owner_of(part)), f"/seller/orders/{part.number}"
    assert f"{page}/credit" in at.get(page).text
    answer = at.post(f"{page}/credit", data={field_for(part): "2", "delivery": "y", "reason": REASON})
    assert (answer.status_code, answer.location) == (303, page)
    [note] = notes()
    assert (note.goods_dong, note.delivery_dong, note.by_id) == (500_000, 30_000, owner_of(part).id)
    shown = at.get(page).text
    assert note.reference in shown
    assert REASON in shown
    assert audit.findings() == []


def test_buyer_and_vendor_are_told_each_once(client: FlaskClient, part: VendorOrder) -> None:
    order, owner = db.session.get_one(Order, part.order_id), owner_of(part)
    buyer, order_number = db.session.get_one(User, order.buyer_id), order.number
    address = f"/desk/orders/{order_number}/parts/{part.number}/credit"
    answer = come_in(client, an_administrator()).post(address, data={field_for(part): "1", "reason": REASON})
    assert answer.status_code == 303
    db.session.commit()
    outbox.drain()
    outbox.drain()
    [note] = notes()
    assert letters_to(buyer).count(f"credit-note/{note.id}") == 2
    assert letters_to(owner).count(f"vendor-credit-note/{note.id}") == 2
    page = come_in(client, buyer).get(f"/orders/{order_number}").text
    assert REASON in page


def test_what_cannot_be_is_told_beside_its_field_and_nothing_typed_is_lost(client, part: VendorOrder) -> None:
    at, page = come_in(client, owner_of(part)), f"/seller/orders/{part.number}/credit"
    for typed, words in (
        ({field_for(part): "5", "reason": REASON}, "từ 0 đến 4"),
        ({field_for(part): "hai", "reason": REASON}, "một số nguyên"),
        ({field_for(part): "-1", "reason": REASON}, "từ 0 đến 4"),
        ({field_for(part): "", "reason": REASON}, "ít nhất một món"),
        ({field_for(part): "1", "reason": ""}, "Hãy ghi lý do"),
    ):
        answer = at.post(page, data=typed)
        assert answer.status_code == 422
        assert words in answer.text
        assert typed["reason"] in answer.text
        assert f'value="{typed[field_for(part)]}"' in answer.text
    assert notes() == []


@pytest.mark.parametrize("role", [MemberRole.PACKER, MemberRole.ACCOUNTANT])
def test_who_packs_or_counts_gives_nothing_back(client, part: VendorOrder, role: MemberRole) -> None:
    vendor = db.session.get_one(Vendor, part.vendor_id)
    at = come_in(client, a_member(vendor, a_person("Vũ Văn Bình"), role=role))
    page = f"/seller/orders/{part.number}"
    assert at.post(f"{page}/credit", data={field_for(part): "1", "reason": REASON}).status_code == 403
    assert f"{page}/credit" not in at.get(page).text
    assert notes() == []


def test_another_vendor_finds_nothing(client, part: VendorOrder) -> None:
    stranger = a_part(a_listing(a_shop("Nhà khác")))
    at = come_in(client, owner_of(stranger))
    assert at.get(f"/seller/orders/{part.number}/credit").status_code == 404
    assert at.post(f"/seller/orders/{part.number}/credit", data={"reason": REASON}).status_code == 404
