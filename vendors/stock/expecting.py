"""Goods that are sold before they are there: so many, from a day on; what comes in lessens what is expected."""

from datetime import date

from marketplace import audit, clock
from marketplace.audit import Actor
from vendors.stock import locking
from vendors.stock.errors import DayMissing, ImplausibleQuantity, PromisedAhead
from vendors.stock.models import StockItem

MOST_EXPECTED = 1_000_000


def expect(item: StockItem, quantity: int, *, on: date | None, by: Actor | None) -> None:
    """Let so many be ordered before they are there, to be sent from that day on; none ends it.

    Raises ImplausibleQuantity, DayMissing, and PromisedAhead when buyers have been promised more already.
    """
    if not 0 <= quantity <= MOST_EXPECTED:
        raise ImplausibleQuantity(least=0, most=MOST_EXPECTED, field="expected")
    if quantity and (on is None or on < clock.today()):
        raise DayMissing(field="expected_on")
    [row] = locking.lock(locking.items([item.id]))
    locking.let_go_of_ended([row])
    ahead = row.item.reserved - row.item.on_hand
    if quantity < ahead:
        raise PromisedAhead(ahead)
    row.item.expected, row.item.expected_on = quantity, on if quantity else None
    audit.record("stock expected", row.item, by=by, quantity=quantity, on=on.isoformat() if quantity and on else None)
    locking.write([row])
