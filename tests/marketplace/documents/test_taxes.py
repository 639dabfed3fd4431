"""Papers about tax withheld: their sums, and what the tax office and the producer read on them."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook
from pypdf import PdfReader

from marketplace import clock
from marketplace.documents.operations import IssuedOtherwise
from marketplace.documents.rendering import as_pdf
from marketplace.documents.sheets import as_workbook
from marketplace.documents.taxes import (
    Taxpayer,
    Withheld,
    certificate_paper,
    declaration_paper,
    issue_certificate,
    issue_declaration,
)

MAI = Taxpayer(17, "Hộ kinh doanh Hoàng Thị Mai", "5701234567", "Thôn Pắc Liềng, xã Bình Liêu")
LAN = Taxpayer(18, "Hộ kinh doanh Nguyễn Thị Lan", "022180001234")
YEAR = {1: Withheld(500_000, 5_000, 2_500), 2: Withheld(-100_000, -1_000, -500), 12: Withheld(1_000_000, 10_000, 5_000)}
AMOUNT = some.integers(min_value=-(10**12), max_value=10**12)
WITHHELD = some.builds(Withheld, AMOUNT, AMOUNT, AMOUNT)


def words_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\xa0", " ")


@given(some.dictionaries(some.integers(1, 12), WITHHELD))
def test_a_years_certificate_adds_up(whole_app: Flask, months: dict[int, Withheld]) -> None:
    with whole_app.app_context():
        paper = certificate_paper(MAI, year=2026, months=months)
    assert paper.lead.amount_dong == sum(each.vat_dong + each.pit_dong for each in months.values())
    assert paper.tables[0].total["revenue"] == sum(each.revenue_dong for each in months.values())
    assert len(paper.tables[0].rows) == len(months)


@given(some.lists(some.tuples(some.just(LAN), WITHHELD)))
def test_a_months_declaration_adds_up(whole_app: Flask, vendors: list[tuple[Taxpayer, Withheld]]) -> None:
    with whole_app.app_context():
        paper = declaration_paper(year=2026, month=11, vendors=vendors)
    assert paper.lead.amount_dong == sum(each.tax_dong for _, each in vendors)


def test_the_certificate_as_the_producer_reads_it(app: Flask) -> None:
    with clock.at(datetime(2027, 1, 15, 3, tzinfo=UTC)):
        document = issue_certificate(MAI, year=2026, months=YEAR)
    assert (document.owner_id, document.subject) == (17, "tax/17/2026")
    words = words_of(as_pdf(document))
    for expected in (
        "Chứng từ khấu trừ thuế năm 2026 KT-2027-000001",
        "Tổ chức khấu trừ thuế\nTrung tâm Xúc tiến Thương mại Quảng Ninh",
        "Người nộp thuế\nHộ kinh doanh Hoàng Thị Mai\nMã số thuế 5701234567",
        "Thuế đã khấu trừ\n21.000 ₫",
        "Thuế giá trị gia tăng 14.000 ₫",
        "02/2026 −100.000 −1.000 −500 −1.500",
        "Cộng 1.400.000 14.000 7.000 21.000",
        "Đại diện tổ chức khấu trừ thuế",
    ):
        assert expected in words


def test_the_declaration_as_a_workbook(app: Flask) -> None:
    document = issue_declaration(year=2026, month=12, vendors=[(MAI, YEAR[12]), (LAN, YEAR[2])])
    assert "Hạn nộp 20/01/2027" in words_of(as_pdf(document))
    rows = list(load_workbook(BytesIO(as_workbook(document)))["Từng người bán"].iter_rows(values_only=True))
    assert rows[1] == (MAI.name, MAI.tax_code, 1_000_000, 10_000, 5_000, 15_000)
    assert rows[-1][2:] == (900_000, 9_000, 4_500, 13_500)


def test_each_is_issued_once(app: Flask) -> None:
    first = issue_certificate(MAI, year=2026, months=YEAR)
    assert issue_certificate(MAI, year=2026, months=YEAR).id == first.id
    with pytest.raises(IssuedOtherwise):
        issue_certificate(MAI, year=2026, months={1: YEAR[1]})
