"""The statement of a payout as a numbered document, issued once the bank has confirmed it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import joinedload

from marketplace import audit, outbox
from marketplace.accounts.models import User
from marketplace.clock import in_vietnam
from marketplace.database import db
from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.operations import correct, issue
from marketplace.documents.paper import Column, ColumnKind, Paper, Party, Sum, Table, plain
from marketplace.documents.parties import the_market
from marketplace.documents.queries import document_about
from marketplace.errors import NotFound
from vendors.events import StatementWanted
from vendors.parties import vendor_party
from vendors.payouts.models import Payout, PayoutStatus
from vendors.payouts.statements import Line, Statement, explained, total_of

AMOUNTS = (
    Column("goods", "Tiền hàng", ColumnKind.DONG),
    Column("delivery", "Phí giao", ColumnKind.DONG),
    Column("promotion", "Chợ trả thay khách", ColumnKind.DONG),
    Column("commission", "Hoa hồng", ColumnKind.DONG),
    Column("vat", "Thuế GTGT", ColumnKind.DONG),
    Column("pit", "Thuế TNCN", ColumnKind.DONG),
    Column("refund", "Hoàn khách", ColumnKind.DONG),
    Column("carriage", "Cước vận chuyển", ColumnKind.DONG),
    Column("other", "Khác", ColumnKind.DONG),
)
NET = Column("net", "Còn lại", ColumnKind.DONG)
CAME_BACK = "Sao kê lần chi bị trả lại"
WORDS = (Column("order", "Đơn"), Column("day", "Ngày"))


def issue_statement(payout_id: int) -> Document | None:
    """Issue the statement of a confirmed payout, once; of any other there is none yet. What was issued stays."""
    loaded = joinedload(Payout.account)
    payout = db.session.scalars(select(Payout).where(Payout.id == payout_id).options(loaded)).one()
    if payout.status is not PayoutStatus.CONFIRMED:
        return None
    if earlier := issued_statement(payout):
        return earlier
    paper = statement_paper(payout, explained(payout))
    return issue(DocumentKind.PAYOUT_STATEMENT, paper, subject=subject_of(payout), owner_id=payout.vendor_id)


def withdraw_statement(payout_id: int) -> Document | None:
    """Issue, in place of the statement of a payout that came back, one that says so; None when there was none."""
    loaded = joinedload(Payout.account)
    payout = db.session.scalars(select(Payout).where(Payout.id == payout_id).options(loaded)).one()
    earlier = issued_statement(payout)
    if earlier is None or earlier.figures["title"] == CAME_BACK:
        return earlier
    return correct(earlier, _came_back_paper(payout))


def want_missing() -> None:
    """Have the workers issue what should have been issued when payouts arrived, each in a transaction of its own."""
    for payout_id in without_statement():
        outbox.record(StatementWanted(payout_id))


def without_statement() -> list[int]:
    """List confirmed payouts whose statement is not issued yet, oldest first."""
    about = func.concat("payout/", cast(Payout.id, String))
    issued = select(Document.id).where(Document.kind == DocumentKind.PAYOUT_STATEMENT, Document.subject == about)
    query = select(Payout.id).where(Payout.status == PayoutStatus.CONFIRMED, ~issued.exists())
    return list(db.session.scalars(query.order_by(Payout.id)))


def correct_statement(payout: Payout, *, by: User) -> Document:
    """Issue a statement in place of the last one: the vendor's name, tax code or address are others now.

    Raises NotFound when none was issued, and NothingToCorrect.
    """
    earlier = issued_statement(payout)
    if earlier is None:
        raise NotFound
    document = correct(earlier, statement_paper(payout, explained(payout)))
    audit.record("statement corrected", payout, by=by, number=document.full_number)
    return document


def is_out_of_date(payout: Payout, document: Document | None) -> bool:
    """Say whether the statement names the vendor or the market otherwise than it would today."""
    return document is not None and document.figures["parties"] != plain(_parties(payout))


def issued_statement(payout: Payout) -> Document | None:
    """Give the payout's statement, as it was corrected last; None before it is issued."""
    return document_about(DocumentKind.PAYOUT_STATEMENT, subject_of(payout))


def subject_of(payout: Payout) -> str:
    """Name the payout as the subject of its statement."""
    return f"payout/{payout.id}"


def statement_paper(payout: Payout, statement: Statement) -> Paper:
    """Write the statement; its sums and its tables come to the payout's amount."""
    whole = asdict(statement.total)
    shown = (*(column for column in AMOUNTS if column.key != "other" or whole["other"]), NET)
    tables = [_table("Từng đơn", statement.orders, shown)]
    if statement.debts:
        tables.append(_table("Khoản nợ đã trừ", statement.debts, shown))
    return Paper(
        title="Sao kê lần chi",
        lead=Sum("Đã chuyển vào tài khoản", payout.amount_dong),
        parties=_parties(payout),
        facts=_facts(payout),
        sums=tuple(Sum(column.label, whole[column.key]) for column in AMOUNTS if whole[column.key]),
        tables=tuple(tables),
        notes=(
            "Số âm là khoản trừ. Còn lại = tiền hàng + phí giao + hoa hồng + thuế + hoàn khách + cước + khác.",
            "Thuế đã khấu trừ được chợ khai và nộp thay; chứng từ khấu trừ lập theo năm.",
        ),
    )


def _came_back_paper(payout: Payout) -> Paper:
    facts = (("Bị trả lại lúc", _moment(payout.returned_at)), ("Lý do", payout.failure))
    return Paper(
        title=CAME_BACK,
        lead=Sum("Đã chuyển vào tài khoản", 0),
        parties=_parties(payout),
        facts=(*_facts(payout), *facts),
        sums=(Sum("Đã chuyển", payout.amount_dong), Sum("Ngân hàng trả lại", -payout.amount_dong)),
        notes=("Các khoản trong tờ trước trở lại phần được chi và có trong sao kê của lần chi sau.",),
    )


def _parties(payout: Payout) -> tuple[Party, Party]:
    return the_market("Bên chi"), vendor_party(payout.vendor_id)


def _facts(payout: Payout) -> tuple[tuple[str, str], ...]:
    facts = (
        ("Mã lần chi", payout.reference),
        ("Ngân hàng", payout.account.bank_name),
        ("Tài khoản", payout.account.masked_number),
        ("Chủ tài khoản", payout.account.holder),
        ("Lập lệnh lúc", _moment(payout.requested_at)),
        ("Vào tài khoản lúc", _moment(payout.confirmed_at)),
        ("Mã giao dịch của ngân hàng", payout.bank_reference or ""),
    )
    return tuple((label, words) for label, words in facts if words)


def _table(title: str, lines: Sequence[Line], columns: Sequence[Column]) -> Table:
    rows = tuple(_row(line) for line in lines)
    total = total_of(lines)
    amounts = {**asdict(total), "net": total.net}
    return Table(title, (*WORDS, *columns), rows, {column.key: amounts[column.key] for column in columns})


def _row(line: Line) -> dict[str, str | int]:
    day = f"{line.day:%d/%m/%Y}" if line.day else ""
    return {"order": line.words, "day": day, **asdict(line.amounts), "net": line.amounts.net}


def _moment(at: datetime | None) -> str:
    return f"{in_vietnam(at):%H:%M %d/%m/%Y}" if at else ""
