"""Papers about tax that the market has withheld, made of plain figures (Decree 252/2026/NĐ-CP, arts 43 to 46).

Whoever withholds calls `issue_certificate` once a year for each vendor, and `issue_declaration` once a month. What was
withheld and went back with the goods is taken off by the caller; a month may therefore be below zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.operations import issue
from marketplace.documents.paper import Cell, Column, ColumnKind, Paper, Sum, Table
from marketplace.documents.parties import other_party, the_market
from marketplace.money import format_dong

AMOUNTS = (
    Column("revenue", "Doanh thu", ColumnKind.DONG),
    Column("vat", "Thuế GTGT", ColumnKind.DONG),
    Column("pit", "Thuế TNCN", ColumnKind.DONG),
    Column("tax", "Cộng thuế", ColumnKind.DONG),
)


@dataclass(frozen=True)
class Withheld:
    """What was sold and what was withheld of it, in đồng, net of what came back."""

    revenue_dong: int
    vat_dong: int
    pit_dong: int

    @property
    def tax_dong(self) -> int:
        """Both taxes."""
        return self.vat_dong + self.pit_dong

    def as_row(self, **words: str) -> dict[str, Cell]:
        """Give the cells of a row: these words and the amounts."""
        return {**words, **self.as_total()}

    def as_total(self) -> dict[str, int]:
        """Give the amounts by their columns."""
        return {"revenue": self.revenue_dong, "vat": self.vat_dong, "pit": self.pit_dong, "tax": self.tax_dong}


@dataclass(frozen=True)
class Taxpayer:
    """A vendor as the tax office knows it; `tax_code` may be a personal number."""

    vendor_id: int
    name: str
    tax_code: str
    address: str = ""


def issue_certificate(taxpayer: Taxpayer, *, year: int, months: dict[int, Withheld]) -> Document:
    """Issue the yearly certificate of what was withheld from one vendor, once; months (1 to 12) without sales stay out.

    Raises IssuedOtherwise when it was issued with other figures; then it wants `correct` with `certificate_paper`.
    """
    paper = certificate_paper(taxpayer, year=year, months=months)
    subject = f"tax/{taxpayer.vendor_id}/{year}"
    return issue(DocumentKind.TAX_CERTIFICATE, paper, subject=subject, owner_id=taxpayer.vendor_id)


def issue_declaration(*, year: int, month: int, vendors: Sequence[tuple[Taxpayer, Withheld]]) -> Document:
    """Issue the figures of one month's declaration, once: a row for each vendor. Raises IssuedOtherwise."""
    paper = declaration_paper(year=year, month=month, vendors=vendors)
    return issue(DocumentKind.DECLARATION, paper, subject=f"declaration/{year}-{month:02d}")


def certificate_paper(taxpayer: Taxpayer, *, year: int, months: dict[int, Withheld]) -> Paper:
    """Write the yearly certificate."""
    columns = (Column("month", "Tháng"), *AMOUNTS)
    rows = tuple(months[month].as_row(month=f"{month:02d}/{year}") for month in sorted(months))
    whole = _together(months.values())
    return Paper(
        title=f"Chứng từ khấu trừ thuế năm {year}",
        lead=Sum("Thuế đã khấu trừ", whole.tax_dong),
        parties=(
            the_market("Tổ chức khấu trừ thuế"),
            other_party("Người nộp thuế", taxpayer.name, tax_code=taxpayer.tax_code, address=taxpayer.address),
        ),
        facts=(("Kỳ tính thuế", f"Năm {year}"), ("Doanh thu qua chợ", format_dong(whole.revenue_dong))),
        sums=(Sum("Thuế giá trị gia tăng", whole.vat_dong), Sum("Thuế thu nhập cá nhân", whole.pit_dong)),
        tables=(Table("Từng tháng", columns, rows, whole.as_total()),),
        notes=(
            "Đã trừ thuế của hàng hủy và hàng trả lại trong kỳ.",
            "Nếu doanh thu cả năm không quá ngưỡng chịu thuế, người nộp thuế đề nghị cơ quan thuế hoàn hoặc bù trừ.",
        ),
    )


def declaration_paper(*, year: int, month: int, vendors: Sequence[tuple[Taxpayer, Withheld]]) -> Paper:
    """Write the figures of one month's declaration."""
    columns = (Column("name", "Người bán"), Column("tax_code", "Mã số thuế"), *AMOUNTS)
    rows = tuple(each.as_row(name=who.name, tax_code=who.tax_code) for who, each in vendors)
    whole = _together([each for _, each in vendors])
    return Paper(
        title=f"Số liệu khai thuế khấu trừ tháng {month:02d}/{year}",
        lead=Sum("Thuế phải nộp", whole.tax_dong),
        parties=(the_market("Tổ chức khấu trừ thuế"),),
        facts=(
            ("Kỳ tính thuế", f"Tháng {month:02d}/{year}"),
            ("Số người bán", str(len(vendors))),
            ("Hạn nộp", f"20/{month % 12 + 1:02d}/{year + month // 12}"),
        ),
        sums=(Sum("Thuế giá trị gia tăng", whole.vat_dong), Sum("Thuế thu nhập cá nhân", whole.pit_dong)),
        tables=(Table("Từng người bán", columns, rows, whole.as_total()),),
        notes=("Số âm: thuế của hàng trả lại nhiều hơn thuế của hàng bán trong tháng.",),
    )


def _together(amounts: Iterable[Withheld]) -> Withheld:
    each = list(amounts)
    return Withheld(sum(a.revenue_dong for a in each), sum(a.vat_dong for a in each), sum(a.pit_dong for a in each))
