"""When a buyer comes for the goods of a part."""

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from marketplace.database import Moment


class Fetched:
    """From when until when the buyer comes: both are known, or neither is."""

    pickup_from: Mapped[Moment | None]
    pickup_until: Mapped[Moment | None]


def rules_of_fetching() -> tuple[CheckConstraint | Index, ...]:
    """What always holds of those times, and how a vendor's next ones are found."""
    return (
        CheckConstraint("num_nulls(pickup_from, pickup_until) IN (0, 2)", name="pickup_time_is_whole"),
        Index("ix_vendor_order_pickup", "vendor_id", "pickup_from", postgresql_where=text("pickup_from IS NOT NULL")),
    )
