"""Papers of parcels: who gets them, what stands on them, and that each buyer read is written down."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace.audit import AuditEntry
from marketplace.database import db
from orders.fulfilment import operations
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, VendorOrder
from tests.factories.fulfilment import a_part, bring_to, owner_of, parts_of
from tests.factories.listings import a_listing, the_stock
from tests.factories.orders import a_shop, an_order, first_variant_of
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_member
from tests.statements import watch_statements
from vendors.models import MemberRole, Vendor
from vendors.stock.lots import receive_lot

PAPERS = "/seller/orders/papers"
A6 = (298, 420)
A5 = (420, 595)
"""In points."""


@pytest.fixture
def shop(app) -> Vendor:
    return a_shop("HTX Chả mực Đại Thành")


def pages(answer: TestResponse) -> list[tuple[tuple[int, int], str]]:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    read = PdfReader(BytesIO(answer.data)).pages
    return [
        ((round(float(page.mediabox.width)), round(float(page.mediabox.height))), page.extract_text()) for page in read
    ]


def ask(client, part: VendorOrder, *others: VendorOrder, kind: str) -> TestResponse:
    at = come_in(client, owner_of(part))
    return at.get(PAPERS, query_string={"kind": kind, "number": [part.number, *(each.number for each in others)]})


def readings() -> list[int]:
    return list(db.session.scalars(select(AuditEntry.subject_id).where(AuditEntry.action == "buyer read")))


def test_a_label_is_one_a6_page_with_all_that_a_carrier_reads(client, shop) -> None:
    part = bring_to(a_part(a_listing(shop)), VendorOrderStatus.PACKED)
    operations.ship(part, by=owner_of(part), carrier="Viettel Post", tracking_code="VTP6217")
    [(size, words)] = pages(ask(client, part, kind="labels"))
    assert size == A6
    for read in (part.number, "Trần Thu Hà", "0987 654 321", "12 Hàng Bài", "Viettel Post", "VTP6217", "Thu tiền"):
        assert read in words
    assert f"{part.total_dong:,}".replace(",", ".") in words
    assert readings() == [part.id]


def test_who_has_paid_is_not_asked_for_money(client, shop) -> None:
    part = a_part(a_listing(shop), method=PaymentMethod.TRANSFER)
    [(_, words)] = pages(ask(client, part, kind="labels"))
    assert "Không thu tiền" in words


def test_however_long_the_words_a_label_stays_one_page(client, shop) -> None:
    part = a_part(a_listing(shop))
    order = db.session.get_one(Order, part.order_id)
    order.full_name, order.street, order.note = "Nguyễn " * 28, "Ngõ " * 50, '#include "x" gọi trước ' * 15
    [(size, words)] = pages(ask(client, part, kind="labels"))
    assert size == A6
    assert part.number in words
    assert "Thu tiền" in words


def test_all_three_papers_of_many_orders_come_in_one_file(client, shop) -> None:
    parts = [a_part(a_listing(shop, f"Chả mực {name}")) for name in ("một", "hai")]
    made = pages(ask(client, *parts, kind="all"))
    assert [size for size, _ in made] == [A5, A6, A5] * 2
    assert all(parts[place // 3].number in words for place, (_, words) in enumerate(made))
    assert sorted(readings()) == sorted(part.id for part in parts)


def test_a_packing_list_says_the_lots_and_not_who_buys(client, shop) -> None:
    listing = a_listing(shop, "Chả mực", stock=0)
    part_of_lot = the_stock(first_variant_of(listing))
    receive_lot(part_of_lot, 9, code="ME-SANG", produced_on=None, best_before_on=None, by=a_person())
    part = bring_to(a_part(listing, quantity=3), VendorOrderStatus.PACKED)
    [(size, words)] = pages(ask(client, part, kind="packing"))
    assert size == A5
    assert "ME-SANG × 3" in words
    assert "Trần Thu Hà" not in words
    assert readings() == []


def test_a_delivery_note_adds_up_to_what_the_buyer_pays(client, shop) -> None:
    part = a_part(a_listing(shop, "Chả mực", price_dong=450_000), quantity=2)
    [(_, words)] = pages(ask(client, part, kind="delivery"))
    for read in ("900.000", "30.000", "930.000", "Chả mực", "Trần Thu Hà"):
        assert read in words


def test_what_has_ended_gives_no_paper_with_its_buyer(client, shop) -> None:
    part = a_part(a_listing(shop))
    operations.refuse(part, by=owner_of(part), reason="Hết hàng")
    answer = ask(client, part, kind="labels")
    assert answer.status_code == 409
    assert part.number in answer.text
    assert readings() == []


def test_another_vendors_order_is_not_found_and_nothing_is_read(client, shop) -> None:
    mine, other = a_part(a_listing(shop)), a_part(a_listing(a_shop("Nhà khác")))
    assert ask(client, mine, other, kind="all").status_code == 404
    assert readings() == []


def test_an_accountant_prints_nothing(client, shop) -> None:
    part = a_part(a_listing(shop))
    at = come_in(client, a_member(shop, a_person("Kế Toán"), role=MemberRole.ACCOUNTANT))
    assert at.get(PAPERS, query_string={"number": part.number}).status_code == 403


@pytest.mark.parametrize(("numbers", "said"), [([], "ít nhất một đơn"), ([str(n) for n in range(51)], "nhiều nhất 50")])
def test_none_and_too_many_are_told_on_the_list(client, shop, numbers, said) -> None:
    at = come_in(client, owner_of(a_part(a_listing(shop))))
    answer = at.get(PAPERS, query_string={"number": numbers})
    assert answer.status_code == 303
    assert said in at.get(answer.location).text


def test_printing_many_takes_as_many_statements_as_printing_few(client, shop) -> None:
    listing = a_listing(shop, stock=100)
    parts = [parts_of(an_order(listing))[0] for _ in range(6)]
    numbers, at = [part.number for part in parts], come_in(client, owner_of(parts[0]))
    taken = []
    for chosen in (numbers[:1], numbers[:2], numbers):
        with watch_statements() as statements:
            at.get(PAPERS, query_string={"number": chosen})
        taken.append(len(statements))
    assert taken[1] == taken[2] <= 12
