"""Reads of reductions."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.database import db
from vendors.listings.models import Variant
from vendors.reductions.models import Reduction, ReductionState


def was_prices(listing_id: int) -> dict[int, int]:
    """The prices before, by variant, of what is truly reduced."""
    running = (
        select(Reduction)
        .join(Variant, Variant.id == Reduction.variant_id)
        .where(Variant.listing_id == listing_id, Reduction.state == ReductionState.RUNNING)
    )
    return {each.variant_id: each.was_dong for each in db.session.scalars(running) if each.was_dong}


def reductions_of(variant: Variant) -> Sequence[Reduction]:
    """The reductions of a variant, the latest first."""
    query = select(Reduction).where(Reduction.variant_id == variant.id).order_by(Reduction.id.desc())
    return db.session.scalars(query.limit(20)).all()
