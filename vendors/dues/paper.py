"""The invoice of what a vendor owes, as it is issued: words and figures for good."""

from collections.abc import Mapping, Sequence

from marketplace.documents.paper import Cell, Column, ColumnKind, Paper, Sum, Table
from marketplace.documents.parties import the_market
from marketplace.gateways.banks import bank_by_bin
from marketplace.ledger.chart import Purpose
from marketplace.settings import settings
from marketplace.web.templates import day
from vendors.dues.models import DuesInvoice
from vendors.dues.queries import DuesLine, charges_of
from vendors.parties import vendor_party

COLUMNS = (
    Column("day", "Ngày"),
    Column("words", "Khoản"),
    Column("purpose", "Loại"),
    Column("dong", "Số tiền", ColumnKind.DONG),
)
PURPOSES: dict[Purpose, str] = {
    Purpose.COMMISSION: "Hoa hồng của chợ",
    Purpose.VAT: "Thuế GTGT khấu trừ",
    Purpose.PIT: "Thuế TNCN khấu trừ",
    Purpose.GOODS: "Tiền hàng hoàn khách",
    Purpose.DELIVERY: "Phí giao hoàn khách",
    Purpose.PROMOTION: "Chợ trả thay khách (mã giảm giá)",
    Purpose.CARRIAGE: "Cước vận chuyển",
    Purpose.DEBT: "Đã trừ, đã trả trước",
    Purpose.MONEY: "Khoản khác",
}
"""What lines are for, as papers say it (which speak Vietnamese)."""


def paper_of(invoice: DuesInvoice) -> Paper:
    """Write the invoice; its lines add up to its amount."""
    lines = charges_of(invoice)
    rows = tuple(_row(line) for line in lines)
    return Paper(
        title=f"Giấy báo phí tháng {invoice.month:%m/%Y}",
        lead=Sum("Phải trả", invoice.amount_dong),
        parties=(the_market(), vendor_party(invoice.vendor_id)),
        facts=(*_how_to_pay(), ("Nội dung chuyển khoản", invoice.reference), ("Hạn trả", day(invoice.due_on))),
        sums=_sums(lines),
        tables=(Table("Từng khoản", COLUMNS, rows, {"dong": invoice.amount_dong}),),
        notes=("Thuế khấu trừ được chợ nộp vào ngân sách thay nhà sản xuất (Nghị định 252/2026/NĐ-CP, điều 43-46).",),
    )


def _row(line: DuesLine) -> Mapping[str, Cell]:
    return {"day": day(line.at), "words": line.words, "purpose": PURPOSES[line.purpose], "dong": line.amount_dong}


def _how_to_pay() -> tuple[tuple[str, str], ...]:
    running = settings()
    bank = bank_by_bin(running.bank_bin)
    return (
        ("Ngân hàng", bank.short_name if bank else running.bank_bin),
        ("Số tài khoản", running.bank_account),
        ("Chủ tài khoản", running.bank_holder),
    )


def _sums(lines: Sequence[DuesLine]) -> tuple[Sum, ...]:
    sums: dict[Purpose, int] = {}
    for line in lines:
        sums[line.purpose] = sums.get(line.purpose, 0) + line.amount_dong
    return tuple(Sum(PURPOSES[purpose], dong) for purpose, dong in sums.items() if dong)
