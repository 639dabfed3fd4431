"""What variants cost: every change leaves its record in the same transaction."""

from collections.abc import Sequence

from sqlalchemy import update

from marketplace import clock
from marketplace.database import db
from vendors.listings.models import Variant
from vendors.reductions.models import PriceRecord, Reduction, ReductionState


def note_price(variant: Variant) -> None:
    """Write down what the (flushed) variant costs from now on."""
    db.session.add(PriceRecord(variant_id=variant.id, price_dong=variant.price_dong, at=clock.now()))


def note_prices(variants: Sequence[Variant]) -> None:
    """Write down the prices that their vendor has set; what is set is the price, so reductions that run are over."""
    if not variants:
        return
    for variant in variants:
        note_price(variant)
    running = Reduction.variant_id.in_([variant.id for variant in variants]) & (
        Reduction.state == ReductionState.RUNNING
    )
    ended = {"state": ReductionState.ENDED, "over_at": clock.now()}
    db.session.execute(update(Reduction).where(running).values(ended))
