"""The seller's order pages: only its own, only what was given to it, and who the buyer is only while it is needed."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.settings import settings
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, VendorOrder
from tests.factories.fulfilment import a_part, bring_to, parts_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_member
from tests.statements import watch_statements
from vendors.models import Member, MemberRole, Vendor

S = VendorOrderStatus
BUYER, PHONE, STREET = "Trần Thu Hà", "0987 654 321", "12 Hàng Bài"


@pytest.fixture
def shop(app) -> Vendor:
    return a_shop("HTX Chả mực Đại Thành")


def a_part_of(shop: Vendor, status: VendorOrderStatus = S.PLACED, **how) -> VendorOrder:
    return a_part(a_listing(shop, "Chả mực Hạ Long"), status=status, **how)


def first_member(shop: Vendor) -> User:
    people = select(User).join(Member, Member.user_id == User.id).where(Member.vendor_id == shop.id)
    return db.session.scalars(people.order_by(Member.id)).first()


def as_seller(client: FlaskClient, shop: Vendor, role: MemberRole = MemberRole.OWNER) -> FlaskClient:
    person = first_member(shop) if role is MemberRole.OWNER else a_member(shop, a_person("Vũ Văn Bình"), role=role)
    return come_in(client, person)


def status_of(part: VendorOrder) -> VendorOrderStatus:
    db.session.expire_all()
    return db.session.get_one(VendorOrder, part.id).status


def readings() -> list[int]:
    db.session.expire_all()
    return list(db.session.scalars(select(AuditEntry.actor_id).where(AuditEntry.action == "buyer read")))


def test_an_order_is_accepted_packed_sent_and_delivered_from_the_phone(client, shop) -> None:
    part, at = a_part_of(shop), as_seller(client, shop, MemberRole.PACKER)
    page = f"/seller/orders/{part.number}"
    for step, data, reached in (
        ("acceptance", {}, S.ACCEPTED),
        ("packing", {}, S.PACKED),
        ("shipment", {"carrier": "Viettel Post", "tracking_code": "VTP6217"}, S.SHIPPED),
        ("delivery", {}, S.DELIVERED),
    ):
        answer = at.post(f"{page}/{step}", data=data)
        assert (answer.status_code, answer.location) == (303, page)
        assert status_of(part) is reached
    shown = at.get(page).text
    assert "VTP6217" in shown
    assert "Vũ Văn Bình" in shown


def test_a_second_click_is_told_kindly(client, shop) -> None:
    part, at = a_part_of(shop), as_seller(client, shop)
    for _ in range(2):
        at.post(f"/seller/orders/{part.number}/acceptance")
    assert "Trạng thái đã thay đổi" in at.get(f"/seller/orders/{part.number}").text
    assert status_of(part) is S.ACCEPTED


def test_accepting_from_a_list_leads_back_to_it_and_nowhere_else(client, shop) -> None:
    first, second, at = a_part_of(shop), a_part_of(shop), as_seller(client, shop)
    answer = at.post(f"/seller/orders/{first.number}/acceptance", data={"next": "/seller?x=1"})
    assert answer.location == "/seller?x=1"
    answer = at.post(f"/seller/orders/{second.number}/acceptance", data={"next": "https://evil.example/"})
    assert answer.location == f"/seller/orders/{second.number}"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_refusal_without_a_fit_reason_is_told_beside_the_field(client, shop, reason) -> None:
    part, at = a_part_of(shop), as_seller(client, shop)
    answer = at.post(f"/seller/orders/{part.number}/refusal", data={"reason": reason})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert status_of(part) is S.PLACED


def test_a_refusal_is_shown_with_its_reason(client, shop) -> None:
    part, at = a_part_of(shop), as_seller(client, shop)
    at.post(f"/seller/orders/{part.number}/refusal", data={"reason": "Biển động <mai>"})
    assert "Biển động &lt;mai&gt;" in at.get(f"/seller/orders/{part.number}").text


def test_a_parcel_without_its_carrier_is_told_and_the_code_is_kept(client, shop) -> None:
    part, at = a_part_of(shop, S.PACKED), as_seller(client, shop)
    answer = at.post(f"/seller/orders/{part.number}/shipment", data={"carrier": "", "tracking_code": "VTP6217"})
    assert answer.status_code == 422
    assert "Hãy ghi đơn vị vận chuyển." in answer.text
    assert 'value="VTP6217"' in answer.text
    assert status_of(part) is S.PACKED


def test_a_parcel_that_cannot_be_delivered_comes_back(client, shop) -> None:
    part, at = a_part_of(shop, S.SHIPPED), as_seller(client, shop)
    at.post(f"/seller/orders/{part.number}/turning-back", data={"reason": "Khách đi vắng"})
    assert status_of(part) is S.RETURNING
    at.post(f"/seller/orders/{part.number}/return")
    assert status_of(part) is S.RETURNED


STEPS = ("acceptance", "refusal", "packing", "shipment", "delivery", "turning-back", "return")


@pytest.mark.parametrize("step", STEPS)
def test_another_vendor_does_not_touch_it(client, shop, step) -> None:
    part, at = a_part_of(shop), as_seller(client, a_shop("Nhà khác"))
    data = {"reason": "x", "carrier": "x"}
    assert at.post(f"/seller/orders/{part.number}/{step}", data=data).status_code == 404
    assert status_of(part) is S.PLACED


@pytest.mark.parametrize("step", STEPS)
def test_an_accountant_reads_only(client, shop, step) -> None:
    part, at = a_part_of(shop), as_seller(client, shop, MemberRole.ACCOUNTANT)
    assert at.post(f"/seller/orders/{part.number}/{step}", data={"reason": "x"}).status_code == 403
    page = at.get(f"/seller/orders/{part.number}").text
    assert "Nhận đơn" not in page
    assert BUYER not in page
    assert "Nhận đơn" not in at.get("/seller/orders").text
    assert readings() == []


def test_visitors_and_other_vendors_do_not_see_it(client, shop) -> None:
    part = a_part_of(shop)
    db.session.commit()
    assert client.get(f"/seller/orders/{part.number}").status_code == 302
    assert as_seller(client, a_shop("Nhà khác")).get(f"/seller/orders/{part.number}").status_code == 404


def test_an_order_that_waits_for_its_money_is_not_shown(client, shop) -> None:
    part = a_part_of(shop, method=PaymentMethod.TRANSFER, paid=False)
    at = as_seller(client, shop)
    assert at.get(f"/seller/orders/{part.number}").status_code == 404
    for tab in ("to-accept", "ended"):
        assert part.number not in at.get(f"/seller/orders?tab={tab}").text


def test_who_the_buyer_is_stands_there_and_each_reading_is_written_down(client, shop) -> None:
    part, at = a_part_of(shop), as_seller(client, shop)
    for _ in range(2):
        page = at.get(f"/seller/orders/{part.number}").text
        assert all(secret in page for secret in (BUYER, PHONE, STREET))
    assert readings() == [first_member(shop).id] * 2


def test_who_the_buyer_was_is_hidden_some_days_after_delivery(client, shop) -> None:
    part, at = a_part_of(shop, S.DELIVERED), as_seller(client, shop)
    with clock.at(clock.now() + timedelta(days=settings().personal_data_days, minutes=1)):
        page = at.get(f"/seller/orders/{part.number}").text
        assert all(secret not in page for secret in (BUYER, PHONE, STREET))
        assert part.number in at.get("/seller/orders?tab=done").text
        assert part.number not in at.get("/seller/orders?q=Tran Thu Ha").text
    assert readings() == []


def test_who_the_buyer_is_needs_nobody_to_know_after_a_refusal(client, shop) -> None:
    part, at = a_part_of(shop), as_seller(client, shop)
    at.post(f"/seller/orders/{part.number}/refusal", data={"reason": "Hết hàng"})
    assert BUYER not in at.get(f"/seller/orders/{part.number}").text


def test_lists_do_not_name_buyers(client, shop) -> None:
    a_part_of(shop)
    at = as_seller(client, shop)
    assert BUYER not in at.get("/seller/orders").text + at.get("/seller").text


@pytest.mark.parametrize("words", ["Trần Thu Hà", "tran thu", "0987 654 321", "4321", "{number}", "{bare}"])
def test_orders_are_found_by_what_is_remembered(client, shop, words) -> None:
    part = a_part_of(shop, S.SHIPPED)
    elsewhere = a_part(a_listing(a_shop("Nhà khác")))
    at = as_seller(client, shop)
    sought = words.format(number=part.number, bare=part.number.replace("-", "").lower())
    page = at.get("/seller/orders", query_string={"q": sought}).text
    assert f"/seller/orders/{part.number}" in page
    assert elsewhere.number not in page


@pytest.mark.parametrize("words", ["không có", "0912345678", "%", "_", "\\", "'"])
def test_what_is_not_there_is_not_found(client, shop, words) -> None:
    part, at = a_part_of(shop), as_seller(client, shop)
    page = at.get("/seller/orders", query_string={"q": words})
    assert page.status_code == 200
    assert f"/seller/orders/{part.number}" not in page.text


def test_a_search_stays_in_its_tab_and_the_tabs_keep_the_words(client, shop) -> None:
    waiting, sent = a_part_of(shop), a_part_of(shop, S.SHIPPED)
    at = as_seller(client, shop)
    page = at.get("/seller/orders", query_string={"q": "thu ha", "tab": "on-way", "page": 1}).text
    assert sent.number in page
    assert waiting.number not in page
    assert '<input type="hidden" name="tab" value="on-way">' in page
    assert 'href="/seller/orders?q=thu+ha&amp;tab=to-accept" >Chờ nhận<span class="quiet-count">1<' in page
    everywhere = at.get("/seller/orders?q=thu+ha&tab=all").text
    assert waiting.number in everywhere
    assert sent.number in everywhere
    assert "Tìm trong tất cả các đơn" in at.get("/seller/orders?q=thu+ha&tab=to-pack").text


def test_tabs_show_what_is_in_each_state(client, shop) -> None:
    parts = {status: a_part_of(shop, status) for status in (S.PLACED, S.ACCEPTED, S.PACKED, S.SHIPPED, S.DELIVERED)}
    at = as_seller(client, shop)
    for tab, status in zip(("to-accept", "to-pack", "to-send", "on-way", "done"), parts, strict=True):
        page = at.get(f"/seller/orders?tab={tab}").text
        assert [part.number in page for part in parts.values()] == [each is status for each in parts]


def test_the_list_takes_the_same_statements_whatever_its_length(client, shop) -> None:
    listing = a_listing(shop, stock=100)
    an_order(listing)
    at = as_seller(client, shop)
    at.get("/seller/orders")
    with watch_statements() as few:
        at.get("/seller/orders")
    for _ in range(6):
        an_order(listing, a_listing(a_shop()))
    db.session.commit()
    with watch_statements() as many:
        page = at.get("/seller/orders").text
    assert page.count("Nhận đơn") >= 7
    assert len(few) == len(many) <= 6


def test_long_lists_have_pages(client, shop) -> None:
    listing = a_listing(shop, stock=100)
    for _ in range(21):
        an_order(listing)
    at = as_seller(client, shop)
    assert 'rel="next"' in at.get("/seller/orders").text
    assert 'rel="prev"' in at.get("/seller/orders?page=2").text


def test_a_share_of_another_vendor_in_the_same_order_is_not_shown(client, shop) -> None:
    order = an_order(a_listing(shop, "Chả mực"), a_listing(a_shop("Nhà mật"), "Mật ong"))
    mine = next(part for part in parts_of(order) if part.vendor_id == shop.id)
    page = as_seller(client, shop).get(f"/seller/orders/{mine.number}").text
    assert "Chả mực" in page
    assert "Mật ong" not in page


def test_what_a_transfer_earns_and_when_is_said(client, shop) -> None:
    part = bring_to(a_part_of(shop, method=PaymentMethod.TRANSFER), S.DELIVERED)
    page = as_seller(client, shop).get(f"/seller/orders/{part.number}").text
    assert "Tiền được chi từ" in page


def test_a_guests_note_is_shown_to_who_brings_the_goods(client, shop) -> None:
    part = a_part_of(shop)
    db.session.get_one(Order, part.order_id).note = "Gọi trước khi giao"
    assert "Gọi trước khi giao" in as_seller(client, shop).get(f"/seller/orders/{part.number}").text
