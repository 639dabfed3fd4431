"""Commission invoices: what the market earned with one vendor in one month, issued once when the month is over."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.clock import in_vietnam
from marketplace.database import db
from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.operations import issue
from marketplace.documents.paper import Column, ColumnKind, Paper, Sum, Table
from marketplace.documents.parties import the_market
from marketplace.ledger.chart import Purpose
from marketplace.months import Month
from vendors.documents.commissions import OrderCommission, commissions_of, due_invoices
from vendors.documents.events import InvoiceWanted
from vendors.parties import vendor_party

WORDS = (Column("order", "Đơn"), Column("day", "Ngày"))
COLUMNS = (
    *WORDS,
    Column("net", "Chưa thuế", ColumnKind.DONG),
    Column("rate", "Thuế suất"),
    Column("vat", "Thuế GTGT", ColumnKind.DONG),
    Column("commission", "Hoa hồng", ColumnKind.DONG),
)
OWED = {
    Purpose.COMMISSION: Column("commission", "Hoa hồng", ColumnKind.DONG),
    Purpose.VAT: Column("vat", "Thuế GTGT nộp thay", ColumnKind.DONG),
    Purpose.PIT: Column("pit", "Thuế TNCN nộp thay", ColumnKind.DONG),
}
OWED_TOTAL = Column("owed", "Ghi nợ", ColumnKind.DONG)


def issue_invoice(vendor_id: int, month: Month) -> Document | None:
    """Issue the vendor's invoice of a month that is over, once; None when it is not over or nothing was earned.

    What was issued stays as it is.
    """
    if month.ends > clock.now():
        return None
    subject = f"commission/{vendor_id}/{month}"
    query = select(Document).where(Document.kind == DocumentKind.COMMISSION_INVOICE, Document.subject == subject)
    if earlier := db.session.scalar(query.limit(1)):
        return earlier
    lines = commissions_of(vendor_id, month)
    if not lines:
        return None
    paper = invoice_paper(vendor_id, month, lines)
    return issue(DocumentKind.COMMISSION_INVOICE, paper, subject=subject, owner_id=vendor_id)


def past_month() -> Month:
    """Give the month before the present one."""
    return Month.of(clock.today()).earlier()


def issue_past_month(*, by: User | None) -> int:
    """Ask for the invoices of the past month that are not issued yet; give how many. The workers issue each.

    `by` is the person at the desk who asks; the night shift asks by itself.
    """
    month = past_month()
    due = due_invoices(month)
    for vendor_id in due:
        outbox.record(InvoiceWanted(vendor_id, str(month)))
    if due and by:
        audit.record("invoices wanted", by, by=by, vendors=len(due))
    return len(due)


def issue_wanted(vendor_id: int, month: str) -> None:
    """Issue the invoice that was asked for."""
    issue_invoice(vendor_id, Month.read(month))


def invoice_paper(vendor_id: int, month: Month, lines: Sequence[OrderCommission]) -> Paper:
    """Write the invoice; its lines come to its amount. What the vendor owes stands in a table of its own."""
    whole, vat = sum(line.dong for line in lines), sum(line.vat_dong for line in lines)
    earned = tuple(_earned(line) for line in lines if line.dong)
    tables = [Table("Hoa hồng từng đơn", COLUMNS, earned, {"net": whole - vat, "vat": vat, "commission": whole})]
    if owed := [line for line in lines if line.owed_dong]:
        tables.append(_owed_table(owed))
    return Paper(
        title="Bảng kê hoa hồng",
        lead=Sum("Hoa hồng đã gồm thuế", whole),
        parties=(the_market("Bên cung cấp dịch vụ"), vendor_party(vendor_id, "Bên sử dụng dịch vụ")),
        facts=(("Kỳ", f"Tháng {month.month:02d}/{month.year}"), ("Số đơn", str(len(earned)))),
        sums=(Sum("Hoa hồng chưa thuế", whole - vat), Sum("Thuế giá trị gia tăng", vat)),
        tables=tuple(tables),
        notes=(
            "Hoa hồng của đơn do chợ thu tiền đã trừ trước khi chi.",
            "Hoa hồng của đơn gian hàng tự thu tiền được ghi nợ cùng thuế nộp thay, và trừ vào lần chi sau.",
            "Số âm: hoa hồng trả lại của hàng đã hoàn.",
        ),
    )


def _earned(line: OrderCommission) -> dict[str, str | int]:
    percent = f"{line.rate / 100:g} %".replace(".", ",")
    amounts = {"net": line.dong - line.vat_dong, "vat": line.vat_dong, "commission": line.dong}
    return {**_words(line), "rate": percent, **amounts}


def _owed_table(lines: Sequence[OrderCommission]) -> Table:
    rows = tuple({**_words(line), **_owed(line)} for line in lines)
    total = {column.key: sum(int(row[column.key]) for row in rows) for column in (*OWED.values(), OWED_TOTAL)}
    return Table("Ghi nợ gian hàng", (*WORDS, *OWED.values(), OWED_TOTAL), rows, total)


def _owed(line: OrderCommission) -> dict[str, str | int]:
    return {**{column.key: line.owed.get(purpose, 0) for purpose, column in OWED.items()}, "owed": line.owed_dong}


def _words(line: OrderCommission) -> dict[str, str | int]:
    return {"order": line.order, "day": f"{in_vietnam(line.at):%d/%m/%Y}"}
