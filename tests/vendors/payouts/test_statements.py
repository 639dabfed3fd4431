"""What a payout settles, order by order, read from the ledger alone; and the document that says so."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as some
from openpyxl import load_workbook
from pypdf import PdfReader

from marketplace import clock
from marketplace.database import db
from marketplace.documents.models import Document
from marketplace.documents.rendering import as_pdf
from marketplace.documents.sheets import as_workbook
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, Move, Purpose, market, of_vendor
from marketplace.ledger.operations import post
from orders.kinds import PaymentMethod, VendorOrderStatus
from tests.effort import IS_SOAK
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.money import earn, earn_cash, release
from tests.factories.people import an_administrator, come_in
from tests.factories.statements import a_confirmed_payout, a_household, confirmed, paid_out, take_back
from tests.statements import watch_statements
from vendors.models import Vendor
from vendors.payouts import operations, settling
from vendors.payouts.accounts import verify_account
from vendors.payouts.issuing import (
    issue_statement,
    issued_statement,
    statement_paper,
    want_missing,
    withdraw_statement,
    without_statement,
)
from vendors.payouts.models import Payout, PayoutStatus
from vendors.payouts.statements import Amounts, explained
from workers import outbox


@pytest.fixture
def vendor(app: Flask) -> Vendor:
    return a_household()


def test_an_order_says_what_it_comes_from(vendor: Vendor) -> None:
    [part] = earn(vendor, 1_000_000)
    [line] = explained(paid_out(vendor)).orders
    expected = Amounts(1_000_000, 30_000, 0, -50_000, -part.vat_dong, -part.pit_dong)
    assert (line.words, line.amounts) == (part.number, expected)
    assert part.vat_dong > 0 < part.pit_dong


def test_what_buyers_got_back_stands_apart(vendor: Vendor) -> None:
    listing = a_listing(vendor, price_dong=200_000)
    part = a_part(listing, method=PaymentMethod.TRANSFER, status=VendorOrderStatus.DELIVERED, quantity=5)
    take_back(part, 2)
    release(part)
    [line] = explained(paid_out(vendor)).orders
    left = part.left
    assert line.amounts == Amounts(
        goods=1_000_000,
        delivery=30_000,
        commission=-left.commission_dong,
        vat=-left.vat_dong,
        pit=-left.pit_dong,
        refund=-400_000,
    )
    assert left.commission_dong == 30_000


def test_what_the_vendor_owes_is_set_off_order_by_order(vendor: Vendor) -> None:
    cash = earn_cash(vendor, 400_000)
    earn(vendor, 1_000_000)
    payout = paid_out(vendor)
    statement = explained(payout)
    [debt] = statement.debts
    assert (debt.words, debt.amounts) == (cash.number, Amounts(0, 0, 0, -20_000, -cash.vat_dong, -cash.pit_dong))
    assert statement.total.net == payout.amount_dong


def test_carriage_stands_with_its_order(vendor: Vendor) -> None:
    """A carrier charges the parcel on its own statement, days later."""
    cash = earn_cash(vendor, 400_000)
    owed, charged = of_vendor(AccountKind.VENDOR_DEBT, vendor.id), market(AccountKind.DELIVERY)
    fee = Move(owed, charged, 25_000, Purpose.CARRIAGE)
    post("carrier-statement/1/row/1", [fee], words=f"Cước GHN đơn {cash.number}")
    post("carrier-statement/1/row/2", [fee], words="Cước GHN chưa rõ kiện")
    earn(vendor, 1_000_000)
    statement = explained(paid_out(vendor))
    first, other = statement.debts
    assert (first.words, first.amounts.carriage, first.amounts.commission) == (cash.number, -25_000, -20_000)
    assert (other.words, other.amounts.carriage) == ("Cước GHN chưa rõ kiện", -25_000)


def test_a_debt_that_is_too_large_is_carried_on(vendor: Vendor) -> None:
    [first] = earn(vendor, 1_000_000)
    paid_out_first = confirmed(paid_out(vendor))
    take_back(first, delivery=True)
    earn(vendor, 300_000)
    db.session.flush()
    assert operations.request_payout(vendor.id) is None  # all of it is owed
    earn(vendor, 1_200_000)
    payout = paid_out(vendor)
    statement = explained(payout)
    [debt] = statement.debts
    assert debt.words == first.number
    assert debt.amounts.refund == -1_030_000
    assert statement.total.net == payout.amount_dong
    assert statement.total.other == 0
    assert explained(paid_out_first).total.net == paid_out_first.amount_dong
    confirmed(payout)
    earn_cash(vendor, 500_000)
    earn(vendor, 200_000)
    assert [line.words for line in explained(paid_out(vendor)).debts if line.at is None] == []


def test_a_statement_takes_the_same_statements_for_few_and_many(vendor: Vendor) -> None:
    counts = []
    for sold in (1, 6):
        earn(vendor, *[300_000] * sold)
        earn_cash(vendor, 200_000)
        payout = confirmed(paid_out(vendor))
        with watch_statements() as statements:
            assert len(explained(payout).orders) == sold
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 9


STEPS = some.lists(
    some.tuples(
        some.sampled_from(["transfer", "cash", "back", "back after", "pay out", "fail"]),
        some.integers(1_001, 3_000_000),
    ),
    min_size=3,
    max_size=9,
)


def live(vendor: Vendor, steps: list[tuple[str, int]]) -> list[Payout]:
    """Let the vendor sell, take back and be paid; give its payouts."""
    held, released, payouts = [], [], []
    for act, amount in steps:
        if act == "transfer":
            held += earn(vendor, amount, released=False)
        elif act == "cash":
            released.append(earn_cash(vendor, amount))
        elif act == "back" and held:
            take_back(held.pop(), delivery=bool(amount % 2))
        elif act == "back after" and released:
            take_back(released.pop(), delivery=bool(amount % 2))
        elif act in ("pay out", "fail"):
            release(*held)
            released, held = released + held, []
            payouts += ended(operations.request_payout(vendor.id), fails=act == "fail", vendor=vendor)
    return payouts


def ended(payout: Payout | None, *, fails: bool, vendor: Vendor) -> list[Payout]:
    if payout is None:
        return []
    if not fails:
        return [confirmed(payout)]
    payout.status, payout.sent_at = PayoutStatus.SENT, clock.now()
    settling.fail(payout, "Sai số tài khoản")
    db.session.flush()
    db.session.expire_all()
    verify_account(vendor, by=an_administrator())
    return [payout]


@pytest.mark.longer
@hypothesis_settings(
    max_examples=200 if IS_SOAK else 6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_whatever_was_sold_and_taken_back_each_statement_comes_to_its_payout(
    app: Flask, steps: list[tuple[str, int]]
) -> None:
    savepoint = db.session.begin_nested()
    try:
        for payout in live(a_household(), [*steps, ("transfer", 2_000_000), ("pay out", 1)]):
            statement = explained(payout)
            assert statement.total.net == payout.amount_dong
            assert all(line.amounts.other == 0 for line in statement.orders)
            db.session.refresh(payout, ["account"])
            assert statement_paper(payout, statement).lead.amount_dong == payout.amount_dong
        assert audit.findings() == []
    finally:
        savepoint.rollback()
        db.session.expire_all()


def words_of(document: Document) -> str:
    pages = PdfReader(BytesIO(as_pdf(document))).pages
    return "\n".join(page.extract_text() for page in pages).replace("\xa0", " ")


def test_the_statement_as_the_producer_reads_it(vendor: Vendor) -> None:
    [part] = earn(vendor, 1_000_000)
    cash = earn_cash(vendor, 400_000)
    payout = confirmed(paid_out(vendor))
    document = issue_statement(payout.id)
    assert document
    words = words_of(document)
    for expected in (
        "Sao kê lần chi SK-",
        "Bên nhận\nHộ Hoàng Thị Mai",
        "Thôn Pắc Liềng, Xã Bình Liêu, Tỉnh Quảng Ninh",
        f"Mã lần chi {payout.reference}",
        "Tài khoản ••••••6789",
        f"{payout.amount_dong:,} ₫".replace(",", "."),
        f"{part.number} ",
        "1.000.000 30.000",
        "−50.000",
        "Khoản nợ đã trừ",
        cash.number,
    ):
        assert expected in words, expected
    book = load_workbook(BytesIO(as_workbook(document)))
    assert book.sheetnames == ["Tóm tắt", "Từng đơn", "Khoản nợ đã trừ"]
    heads, first, total = book["Từng đơn"].iter_rows(values_only=True)
    assert heads[:6] == ("Đơn", "Ngày", "Tiền hàng", "Phí giao", "Chợ trả thay khách", "Hoa hồng")
    assert first[0] == part.number
    assert first[2:6] == total[2:6] == (1_000_000, 30_000, 0, -50_000)


def test_a_statement_is_issued_once_and_when_the_money_has_arrived(vendor: Vendor) -> None:
    earn(vendor, 500_000)
    payout = paid_out(vendor)
    assert issue_statement(payout.id) is None
    assert without_statement() == []
    confirmed(payout)
    assert without_statement() == [payout.id]
    want_missing()
    outbox.drain()
    first = issued_statement(payout)
    assert first
    assert issue_statement(payout.id).id == first.id
    assert without_statement() == []
    assert audit.findings() == []


def test_a_statement_keeps_the_name_that_it_was_issued_with(vendor: Vendor) -> None:
    earn(vendor, 500_000)
    payout = confirmed(paid_out(vendor))
    document = issue_statement(payout.id)
    vendor.name = "Hộ kinh doanh khác"
    db.session.flush()
    assert "Hộ Hoàng Thị Mai" in words_of(document)
    assert issue_statement(payout.id).id == document.id


def test_a_statement_with_an_old_name_is_replaced_at_the_desk(client: FlaskClient, vendor: Vendor) -> None:
    payout = a_confirmed_payout(vendor)
    first = issue_statement(payout.id)
    come_in(client, an_administrator())
    address = f"/desk/payouts/{payout.reference}"
    assert "Lập tờ thay thế" not in client.get(address).text
    assert client.post(f"{address}/correction", headers={"Accept": "application/json"}).status_code == 409
    vendor.tax_code = "5701234567"
    db.session.commit()
    assert "Lập tờ thay thế" in client.get(address).text
    assert client.post(f"{address}/correction").status_code == 302
    db.session.expire_all()
    replaced = issued_statement(payout)
    assert (replaced.corrects_id, replaced.number) == (first.id, first.number + 1)
    assert "Mã số thuế 5701234567" in words_of(replaced)
    page = client.get(address).text
    assert replaced.full_number in page
    assert "Lập tờ thay thế" not in page
    assert audit.findings() == []


def test_a_payout_that_comes_back_has_its_statement_replaced(vendor: Vendor) -> None:
    payout = a_confirmed_payout(vendor)
    first = issue_statement(payout.id)
    settling.bounce(payout.id, reason="Tài khoản đã đóng", by=an_administrator())
    outbox.drain()
    replaced = issued_statement(payout)
    assert replaced.corrects_id == first.id
    words = words_of(replaced)
    back = f"Ngân hàng trả lại −{payout.amount_dong:,} ₫".replace(",", ".")
    for expected in ("Sao kê lần chi bị trả lại", "Lý do Tài khoản đã đóng", back):
        assert expected in words
    assert withdraw_statement(payout.id).id == replaced.id
    assert audit.findings() == []
