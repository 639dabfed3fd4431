"""`/desk/books`: both sides of the books, the last audit, and what is wrong if anything is."""

import wsgi
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import Move
from marketplace.ledger.operations import post
from orders import settlement
from orders.books.operations import examine_books
from orders.books.words import CHECKS
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, VendorOrder
from tests.factories.fulfilment import a_part
from tests.factories.people import a_person, an_administrator, an_officer, come_in
from tests.statements import watch_statements
from vendors import audit as market_audit
from workers import outbox

ADDRESS = "/desk/books"


def a_delivered_part() -> VendorOrder:
    return a_part(status=VendorOrderStatus.DELIVERED, method=PaymentMethod.TRANSFER)


def test_both_sides_of_right_books_are_shown(client, app) -> None:
    part = a_delivered_part()
    examine_books()
    page = come_in(client, an_administrator()).get(ADDRESS).text
    total = f"{part.total_dong:,}".replace(",", ".")
    assert page.count(f"{total}\u00a0₫") >= 3  # at the bank, and as the sum of either side
    assert "Khớp" in page
    assert "Có sai lệch" not in page


def test_what_is_wrong_is_named_with_its_check_and_its_order(client, app) -> None:
    part = a_delivered_part()
    number = db.session.get_one(Order, part.order_id).number
    part.credited_goods_dong = 1
    db.session.flush()
    post("out of thin air", [Move(settlement.BANK, settlement.HELD, 1)], words="")
    examine_books()
    page = come_in(client, an_administrator()).get(ADDRESS).text
    assert "Có sai lệch" in page
    assert str(CHECKS["credit_notes_add_up"]) in page
    assert str(CHECKS["held_money_is_that_of_open_parts"]) in page
    assert f"/desk/orders/{number}" in page


def test_an_audit_can_be_asked_for(client, app) -> None:
    at = come_in(client, an_administrator())
    assert "Chưa kiểm tra" in at.get(ADDRESS).text
    assert at.post(f"{ADDRESS}/audit").status_code == 303
    outbox.drain()
    assert "Khớp" in at.get(ADDRESS).text


def test_only_administrators_read_the_books(client, app) -> None:
    for person in (a_person(), an_officer()):
        assert come_in(client, person).get(ADDRESS).status_code == 403


def test_the_page_reads_as_much_of_large_books_as_of_small_ones(client, app) -> None:
    at = come_in(client, an_administrator())
    a_delivered_part()
    examine_books()
    db.session.commit()
    at.get(ADDRESS)
    with watch_statements() as few:
        at.get(ADDRESS)
    for _ in range(3):
        a_delivered_part()
    db.session.commit()
    with watch_statements() as many:
        at.get(ADDRESS)
    assert len(many) == len(few)


def test_every_check_has_words_for_people() -> None:
    assert wsgi.AUDITS
    names = {check.__name__ for check in [*audit.checks, *market_audit.checks]}
    assert names - CHECKS.keys() == set()
