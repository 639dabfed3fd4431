"""Payouts that leave by file, and the bank's statements of them."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook

from marketplace.database import db
from tests.factories.money import a_shop_with_account, earn
from tests.factories.people import an_administrator
from vendors.payouts.batches import operations as batches
from vendors.payouts.batches.models import PayoutBatch
from vendors.payouts.models import Payout, PayoutWay
from vendors.payouts.operations import request_payout

HEADINGS = ("Ngày giao dịch", "Nội dung", "Ghi nợ", "Ghi có", "Số tham chiếu")
Row = tuple[str | int | None, ...]


def a_payout_by_file(price_dong: int = 500_000) -> Payout:
    """A payout of one order that waits for a file."""
    vendor = a_shop_with_account()
    earn(vendor, price_dong)
    payout = request_payout(vendor.id, way=PayoutWay.BATCH)
    assert payout
    db.session.flush()
    return payout


def a_handed_batch(*prices_dong: int) -> tuple[PayoutBatch, list[Payout]]:
    """A file with a payout for each price, which the bank has."""
    payouts = [a_payout_by_file(price) for price in prices_dong or (500_000,)]
    batch = batches.make_batch(by=an_administrator())
    batches.hand_over(batch.id, by=an_administrator())
    db.session.flush()
    return batch, payouts


def paid(payout: Payout, **changes: str | int | None) -> Row:
    """The row of a statement that says that the bank paid this."""
    row = {
        "day": "23/11/2026 10:15:33",
        "content": f"MBVCB.1234.CHI TRA {payout.reference}.CT tu 1023456789",
        "out": payout.amount_dong,
        "into": None,
        "reference": f"FT26327{payout.id:06}",
    }
    return tuple((row | changes).values())


def came_back(payout: Payout) -> Row:
    """The row of a statement that says that the money is back."""
    content = f"HOAN TRA LENH CHI TRA {payout.reference} SAI TEN NGUOI HUONG"
    return paid(payout, content=content, out=None, into=payout.amount_dong, reference=f"FT26328{payout.id:06}")


def as_csv(rows: Sequence[Row], *, headings: Sequence[str] = HEADINGS) -> bytes:
    """A statement as a bank's page gives it."""
    stored = StringIO()
    writer = csv.writer(stored)
    writer.writerow(["SAO KÊ TÀI KHOẢN"])
    writer.writerow(["Số tài khoản", "1023456789"])
    writer.writerow(headings)
    writer.writerows(rows)
    writer.writerow(["", "Cộng phát sinh", "1.000.000"])
    return stored.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[Row], *, headings: Sequence[str] = HEADINGS) -> bytes:
    """The same as a workbook."""
    book, stored = Workbook(), BytesIO()
    for row in (["SAO KÊ TÀI KHOẢN"], headings, *rows):
        book.active.append(list(row))
    book.save(stored)
    return stored.getvalue()
