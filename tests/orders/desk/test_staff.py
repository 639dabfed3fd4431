"""`/desk/orders`: any order for administrators, the parts of their communes for officers."""

import pytest
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.ledger import audit as ledger_audit
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import VendorOrder
from orders.payments.models import Refund
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order, rates_for
from tests.factories.payments import pay
from tests.factories.people import a_person, an_administrator, an_officer, come_in
from tests.factories.vendors import BINH_LIEU, a_vendor
from tests.statements import watch_statements

S = VendorOrderStatus
ELSEWHERE = "06841"


def a_shop_elsewhere():
    vendor = a_vendor("Nhà ở xã khác", commune_code=ELSEWHERE)
    rates_for(vendor)
    return vendor


@pytest.mark.parametrize("words", ["tran thu ha", "0987654321", "4321", "{number}", "{bare}"])
def test_an_order_is_found_by_what_a_caller_remembers(client, app, words) -> None:
    order = an_order()
    sought = words.format(number=order.number, bare=order.number.replace("-", ""))
    page = come_in(client, an_administrator()).get("/desk/orders", query_string={"q": sought}).text
    assert f"/desk/orders/{order.number}" in page


def test_what_nobody_ordered_is_not_found(client, app) -> None:
    order = an_order()
    at = come_in(client, an_administrator())
    for words in ("không ai", "0911222333", "%", "'--"):
        assert order.number not in at.get("/desk/orders", query_string={"q": words}).text
    assert at.get("/desk/orders/QN-0000-0000").status_code == 404


def test_all_of_an_order_is_shown_with_its_money(client, app) -> None:
    order = an_order(a_listing(a_shop("Nhà A")), a_listing(a_shop("Nhà B")), method=PaymentMethod.TRANSFER)
    pay(order)
    page = come_in(client, an_administrator()).get(f"/desk/orders/{order.number}").text
    for words in ("Nhà A", "Nhà B", order.full_name, "Đã trả", "Nợ Ngân hàng, Có Tiền trả một phần"):
        assert words in page
    db.session.expire_all()
    assert db.session.scalars(select(AuditEntry.subject_kind).where(AuditEntry.action == "buyer read")).all() == [
        "customer_order"
    ]


def test_an_administrator_ends_a_part_with_a_reason(client, app) -> None:
    part = a_part(status=S.PACKED, method=PaymentMethod.TRANSFER)
    order = parts_order(part)
    at = come_in(client, an_administrator())
    path = f"/desk/orders/{order.number}/parts/{part.number}/cancellation"
    assert at.post(path, data={"reason": ""}).status_code == 422
    assert at.post(path, data={"reason": "Hàng bị thu hồi"}).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(VendorOrder, part.id).status is S.CANCELLED
    page = at.get(f"/desk/orders/{order.number}").text
    assert "Hàng bị thu hồi" in page
    assert db.session.scalars(select(Refund)).one().reference in page
    assert "Trạng thái đã thay đổi" in follow(at, path)
    assert ledger_audit.findings() == []


def follow(at, path: str) -> str:
    return at.post(path, data={"reason": "Lần nữa"}, follow_redirects=True).text


def parts_order(part: VendorOrder):
    db.session.refresh(part, ["order"])
    return part.order


def test_a_part_of_another_order_is_not_ended_by_the_wrong_address(client, app) -> None:
    part, other = a_part(), an_order()
    at = come_in(client, an_administrator())
    path = f"/desk/orders/{other.number}/parts/{part.number}/cancellation"
    assert at.post(path, data={"reason": "x"}).status_code == 404


def test_an_officer_sees_only_parts_of_their_communes_and_no_money(client, app) -> None:
    order = an_order(a_listing(a_shop("Nhà ở Bình Liêu")), a_listing(a_shop_elsewhere()), method=PaymentMethod.TRANSFER)
    pay(order)
    at = come_in(client, an_officer(BINH_LIEU))
    page = at.get(f"/desk/orders/{order.number}").text
    assert "Nhà ở Bình Liêu" in page
    assert "Nhà ở xã khác" not in page
    assert "Sổ cái" not in page
    assert "Hủy phần này" not in page
    assert order.number in at.get("/desk/orders").text


def test_an_officer_does_not_see_orders_of_other_communes(client, app) -> None:
    order = an_order(a_listing(a_shop_elsewhere()))
    at = come_in(client, an_officer(BINH_LIEU))
    assert at.get(f"/desk/orders/{order.number}").status_code == 404
    assert order.number not in at.get("/desk/orders").text


def test_an_officer_ends_nothing(client, app) -> None:
    part = a_part()
    at = come_in(client, an_officer(BINH_LIEU))
    path = f"/desk/orders/{parts_order(part).number}/parts/{part.number}/cancellation"
    assert at.post(path, data={"reason": "x"}).status_code == 403


def test_buyers_and_visitors_do_not_see_the_desks_orders(client, app) -> None:
    order = an_order()
    db.session.commit()
    assert client.get("/desk/orders").status_code == 302
    at = come_in(client, a_person())
    assert at.get("/desk/orders").status_code == at.get(f"/desk/orders/{order.number}").status_code == 403


def test_the_list_takes_the_same_statements_whatever_its_length(client, app) -> None:
    an_order()
    at = come_in(client, an_administrator())
    at.get("/desk/orders")
    with watch_statements() as few:
        at.get("/desk/orders")
    for _ in range(5):
        an_order(a_listing(a_shop()), a_listing(a_shop()))
    db.session.commit()
    with watch_statements() as many:
        at.get("/desk/orders")
    assert len(few) == len(many) <= 15
