"""Documents for tests."""

from itertools import count

from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.operations import MARKET, Issuer, issue
from marketplace.documents.paper import Column, ColumnKind, Paper, Party, Sum, Table

_SUBJECTS = count(1)


def a_paper(amount_dong: int = 475_000, *, name: str = "HTX Miến dong Bình Liêu", rows: int = 1) -> Paper:
    """A paper of so many rows that add up to the amount."""
    columns = (Column("order", "Đơn"), Column("net", "Còn lại", ColumnKind.DONG))
    shares = [amount_dong - (rows - 1), *[1] * (rows - 1)]
    lines = tuple({"order": f"QN7K2M9QX{place}", "net": share} for place, share in enumerate(shares))
    return Paper(
        title="Sao kê lần chi",
        lead=Sum("Đã chuyển", amount_dong),
        parties=(Party("Bên lập", "Chợ OCOP Quảng Ninh"), Party("Bên nhận", name, ("Xã Bình Liêu",))),
        facts=(("Mã lần chi", "CT7K2M9QXD"),),
        sums=(Sum("Tiền hàng", amount_dong + 25_000), Sum("Hoa hồng", -25_000)),
        tables=(Table("Từng đơn", columns, lines, {"net": amount_dong}),),
        notes=("Gồm mọi đơn của lần chi.",),
    )


def a_document(
    paper: Paper | None = None,
    *,
    kind: DocumentKind = DocumentKind.PAYOUT_STATEMENT,
    subject: str | None = None,
    owner_id: int | None = None,
    issuer: Issuer = MARKET,
) -> Document:
    """An issued document, about something of its own when no subject is named."""
    about = subject or f"trial/{next(_SUBJECTS)}"
    return issue(kind, paper or a_paper(), subject=about, owner_id=owner_id, issuer=issuer)
