"""Rows of a statement beside our books: for ten thousand rows as few statements as for one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ARRAY, BigInteger, String, any_, func, literal, select

from marketplace.database import db
from marketplace.ledger.chart import AccountKind
from marketplace.ledger.models import Account, Posting, Transfer
from orders.carriers.models import Answer, CarrierStatementRow, Finding
from orders.kinds import VendorOrderStatus
from orders.models import VendorOrder

DELIVERED = (VendorOrderStatus.DELIVERED, VendorOrderStatus.COMPLETED)


@dataclass(frozen=True)
class Known:
    """What our books say of a part: the cash that the carrier took for it, and whether a row has brought it."""

    part: VendorOrder
    booked_dong: int
    is_brought: bool
    missing_dong: int
    """What an earlier row lacked and the carrier still owes."""


@dataclass(frozen=True)
class Match:
    """A row, what is known of its part (nothing for a code that is not ours), and how they agree."""

    row: CarrierStatementRow
    known: Known | None
    finding: Finding

    @property
    def expected_dong(self) -> int:
        """The cash that our books expect in this row."""
        if self.known is None or (self.known.is_brought and self.finding is not Finding.MADE_UP):
            return 0
        return self.known.missing_dong if self.known.is_brought else self.known.booked_dong

    @property
    def apart_dong(self) -> int:
        """The cash that our books do not know of: it is set aside until a person decides."""
        return max(self.row.collected_dong - self.expected_dong, 0)

    @property
    def brings_cash(self) -> bool:
        """Whether the row reconciles the cash of its part, as soon as it is settled."""
        return self.finding in (Finding.EXACT, Finding.LESS, Finding.MORE) and self.expected_dong > 0


def match(carrier_id: int, rows: Sequence[CarrierStatementRow]) -> list[Match]:
    """Find the part of each row and say how they agree: three statements, however many rows."""
    parts = _parts(carrier_id, [row.tracking_code for row in rows])
    booked, brought = _booked([part.id for part in parts.values()]), _brought([part.id for part in parts.values()])
    return [_match(row, parts.get(row.tracking_code), booked, brought) for row in rows]


def find(collected_dong: int, known: Known) -> Finding:
    """Say how a row's cash agrees with what is known of its part."""
    if collected_dong == 0 and (known.is_brought or not known.booked_dong):
        return Finding.FEE_ONLY
    if known.is_brought:
        return Finding.MADE_UP if collected_dong == known.missing_dong else Finding.TWICE
    if known.part.status not in DELIVERED:
        return Finding.UNDELIVERED
    if collected_dong == known.booked_dong:
        return Finding.EXACT
    return Finding.LESS if collected_dong < known.booked_dong else Finding.MORE


def _match(
    row: CarrierStatementRow, part: VendorOrder | None, booked: dict[int, int], brought: dict[int, int]
) -> Match:
    if part is None:
        return Match(row, None, Finding.UNKNOWN)
    known = Known(part, booked.get(part.id, 0), part.id in brought, brought.get(part.id, 0))
    return Match(row, known, find(row.collected_dong, known))


def _parts(carrier_id: int, codes: Collection[str]) -> dict[str, VendorOrder]:
    query = select(VendorOrder).where(
        VendorOrder.carrier_id == carrier_id, VendorOrder.tracking_code == any_(literal(list(codes), ARRAY(String)))
    )
    return {part.tracking_code: part for part in db.session.scalars(query.execution_options(populate_existing=True))}


def _booked(part_ids: Collection[int]) -> dict[int, int]:
    """The cash that the carrier took for each part, as it was booked when it was delivered."""
    wanted = {f"vendor-order/{part_id}/delivered": part_id for part_id in part_ids}
    query = (
        select(Posting.reference, func.sum(Transfer.amount_dong))
        .join(Transfer, Transfer.posting_id == Posting.id)
        .join(Account, Account.id == Transfer.debit_account_id)
        .where(
            Posting.reference == any_(literal(list(wanted), ARRAY(String))), Account.kind == AccountKind.CARRIER_CASH
        )
        .group_by(Posting.reference)
    )
    return {wanted[reference]: int(dong) for reference, dong in db.session.execute(query)}


def _brought(part_ids: Collection[int]) -> dict[int, int]:
    """Parts whose cash a row has brought, and what of it the carrier still owes."""
    query = select(CarrierStatementRow).where(
        CarrierStatementRow.vendor_order_id == any_(literal(list(part_ids), ARRAY(BigInteger))),
        CarrierStatementRow.settled_at.is_not(None),
        CarrierStatementRow.brings_cash | (CarrierStatementRow.finding == Finding.MADE_UP),
    )
    left: dict[int, int] = {}
    for row in db.session.scalars(query):
        part_id = row.vendor_order_id or 0
        lacked = (row.expected_dong or 0) - row.collected_dong if row.answer is Answer.CLAIMED else 0
        made_up = row.collected_dong if row.finding is Finding.MADE_UP else 0
        left[part_id] = left.get(part_id, 0) + lacked - made_up
    return left
