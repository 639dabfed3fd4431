"""Many orders at once: each by itself, and what was refused is told with its reason."""

import pytest

from marketplace.database import db
from orders.fulfilment import operations
from orders.kinds import VendorOrderStatus
from orders.models import VendorOrder
from tests.factories.fulfilment import a_part, bring_to, owner_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_member
from vendors.models import MemberRole, Vendor

CHOSEN = "/seller/orders/chosen"
S = VendorOrderStatus


@pytest.fixture
def shop(app) -> Vendor:
    return a_shop("HTX Chả mực Đại Thành")


def some(shop: Vendor, count: int, status: VendorOrderStatus = S.PLACED) -> list[VendorOrder]:
    listing = a_listing(shop, stock=50)
    return [a_part(listing, status=status) for _ in range(count)]


def send(client, shop, act: str, *parts: VendorOrder, **more: str):
    at = come_in(client, owner_of(parts[0]))
    return at.post(CHOSEN, data={"act": act, "number": [part.number for part in parts], **more})


def states(*parts: VendorOrder) -> list[VendorOrderStatus]:
    db.session.expire_all()
    return [db.session.get_one(VendorOrder, part.id).status for part in parts]


@pytest.mark.parametrize("step", [("accept", S.PLACED, S.ACCEPTED), ("pack", S.ACCEPTED, S.PACKED)])
def test_what_can_be_done_is_done_and_the_rest_is_told(client, shop, step) -> None:
    act, before, after = step
    first, ended, last = some(shop, 3, before)
    operations.refuse(ended, by=owner_of(ended), reason="Hết hàng")
    page = send(client, shop, act, first, ended, last)
    assert page.status_code == 200
    assert states(first, ended, last) == [after, S.REFUSED, after]
    assert "1 đơn chưa làm được" in page.text
    assert "Trạng thái đã thay đổi" in page.text
    assert ("Đã nhận 2 đơn" if act == "accept" else "Đã ghi đóng gói 2 đơn") in page.text


def test_a_repeated_submit_does_nothing_twice(client, shop) -> None:
    parts = some(shop, 2)
    send(client, shop, "accept", *parts)
    page = send(client, shop, "accept", *parts)
    assert "2 đơn chưa làm được" in page.text
    assert states(*parts) == [S.ACCEPTED] * 2


def test_another_vendors_order_among_them_is_not_found_and_nothing_is_done(client, shop) -> None:
    [mine], other = some(shop, 1), a_part(a_listing(a_shop("Nhà khác")))
    assert send(client, shop, "accept", mine, other).status_code == 404
    assert states(mine, other) == [S.PLACED] * 2


def test_an_accountant_changes_nothing(client, shop) -> None:
    [part] = some(shop, 1)
    at = come_in(client, a_member(shop, a_person("Kế Toán"), role=MemberRole.ACCOUNTANT))
    assert at.post(CHOSEN, data={"act": "accept", "number": part.number}).status_code == 403
    assert states(part) == [S.PLACED]


def test_who_prints_is_sent_to_the_papers(client, shop) -> None:
    part = bring_to(some(shop, 1)[0], S.PACKED)
    answer = send(client, shop, "labels", part)
    assert answer.status_code == 303
    assert answer.location == f"/seller/orders/papers?kind=labels&number={part.number}"


def test_nothing_chosen_is_told_where_one_was(client, shop) -> None:
    at = come_in(client, owner_of(some(shop, 1)[0]))
    answer = at.post(CHOSEN, data={"act": "accept", "next": "/seller/orders?tab=to-accept"})
    assert answer.location == "/seller/orders?tab=to-accept"
    assert "Hãy chọn ít nhất một đơn." in at.get(answer.location).text


def test_a_whole_page_is_chosen_without_script(client, shop) -> None:
    some(shop, 2)
    at = come_in(client, owner_of(some(shop, 1)[0]))
    assert at.get("/seller/orders?all=1").text.count(" checked") == 3
    assert at.get("/seller/orders").text.count(" checked") == 0
