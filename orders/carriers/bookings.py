"""What a carrier's statement means in money: pure functions from a row or a statement to its posting.

The cash of a part was booked when it was delivered (carrier cash to vendor pending, see `orders/settlement.py`).

| fact                                    | from (debit)  | to (credit)                |
|-----------------------------------------|---------------|----------------------------|
| a carrier charges a part's parcel       | vendor debt   | delivery                   |
| ... and takes it from the cash          | delivery      | carrier cash               |
| it takes a fee for its transfer         | delivery      | carrier cash               |
| it has cash that our books do not know  | carrier cash  | unmatched                  |
| its part was found, or it was its own   | unmatched     | carrier cash               |
| cash is missing and the market bears it | delivery      | carrier cash               |
| it brings what it owes                  | bank          | carrier cash               |
"""

from marketplace.ledger.chart import AccountKind, Move, Purpose, market, of_carrier, of_vendor
from orders.carriers.models import CarrierStatement, CarrierStatementRow
from orders.settlement import UNMATCHED, Entry

DELIVERY = market(AccountKind.DELIVERY)


def transfer_fee(statement: CarrierStatement, *, name: str) -> Entry:
    """The carrier, of this name, charges its transfer."""
    moves = _charged(statement.carrier_id, statement.transfer_fee_dong)
    return Entry(
        f"carrier-statement/{statement.id}/transfer-fee", moves, f"Phí chuyển tiền {name} {statement.reference}"
    )


def row_accepted(row: CarrierStatementRow, *, carrier_id: int, vendor_id: int | None, words: str) -> Entry:
    """A row is in the books: its fee, and whatever of its cash they did not know."""
    moves = (
        *_charged_on(vendor_id, row.fee_dong),
        *_charged(carrier_id, row.fee_dong),
        *_apart(carrier_id, row.apart_dong),
    )
    return Entry(_reference(row), moves, words)


def row_changed(
    row: CarrierStatementRow, *, carrier_id: int, was_apart_dong: int, newly_known_vendor_id: int | None, words: str
) -> Entry:
    """More is known of a row than before: whose parcel it is, or that less of its cash is set aside."""
    moves = (*_charged_on(newly_known_vendor_id, row.fee_dong), *_apart(carrier_id, row.apart_dong - was_apart_dong))
    return Entry(f"{_reference(row)}/{row.finding}", moves, words)


def borne(row: CarrierStatementRow, *, carrier_id: int, words: str) -> Entry:
    """Cash is missing, and the market bears it."""
    missing = (row.expected_dong or 0) - row.collected_dong
    return Entry(f"{_reference(row)}/borne", _charged(carrier_id, missing), words)


def given_up(row: CarrierStatementRow, *, carrier_id: int) -> Entry:
    """What was set aside was the carrier's own: it keeps as much of other cash."""
    words = f"Trả lại hãng tiền của {row.tracking_code}"
    return Entry(f"{_reference(row)}/given-up", _apart(carrier_id, -row.apart_dong), words)


def _reference(row: CarrierStatementRow) -> str:
    return f"carrier-statement/{row.statement_id}/row/{row.id}"


def _charged_on(vendor_id: int | None, fee_dong: int) -> tuple[Move, ...]:
    if vendor_id is None or not fee_dong:
        return ()
    return (Move(of_vendor(AccountKind.VENDOR_DEBT, vendor_id), DELIVERY, fee_dong, Purpose.CARRIAGE),)


def _apart(carrier_id: int, more_dong: int) -> tuple[Move, ...]:
    carrier = of_carrier(carrier_id)
    if more_dong > 0:
        return (Move(carrier, UNMATCHED, more_dong),)
    return (Move(UNMATCHED, carrier, -more_dong),) if more_dong else ()


def _charged(carrier_id: int, amount_dong: int) -> tuple[Move, ...]:
    return (Move(DELIVERY, of_carrier(carrier_id), amount_dong, Purpose.CARRIAGE),) if amount_dong else ()
