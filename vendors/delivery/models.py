"""Carriers, a vendor's delivery rates, and the hours in which goods are fetched at its place."""

from datetime import time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Base, Code, Dong, Json, Key, Line, Ref, Small, choice


class DeliveryKind(StrEnum):
    """Who brings the goods."""

    CARRIER = "carrier"
    """A delivery company that the vendor hands the parcel to."""
    OWN = "own"
    """The vendor itself."""
    PICKUP = "pickup"
    """The buyer fetches them at the vendor's."""


class DeliveryZone(StrEnum):
    """How far it is, seen from the vendor."""

    COMMUNE = "commune"
    PROVINCE = "province"
    COUNTRY = "country"


class Carrier(Base):
    """A carrier under the market's own contract: it takes cash for us at the door and remits it less its fees."""

    __tablename__ = "carrier"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Line]
    is_active: Mapped[bool] = mapped_column(default=True)


class DeliveryRate(Base):
    """The price of one way of delivery to one zone: a base up to some grams, then so much for each further step.

    `free_from_dong`: goods worth this much travel free. `commune_prices`: other bases (đồng) for single communes, by
    code; none where the vendor does not go this way.
    """

    __tablename__ = "delivery_rate"
    __table_args__ = (
        UniqueConstraint("vendor_id", "kind", "zone"),
        CheckConstraint("base_dong >= 0 AND step_dong >= 0", name="prices_not_negative"),
        CheckConstraint("jsonb_typeof(commune_prices) = 'object'", name="prices_by_commune"),
        CheckConstraint("base_grams > 0 AND step_grams > 0", name="weights_above_zero"),
        CheckConstraint("0 <= days_least AND days_least <= days_most", name="days_have_an_order"),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    kind: Mapped[DeliveryKind] = mapped_column(choice(DeliveryKind))
    zone: Mapped[DeliveryZone] = mapped_column(choice(DeliveryZone))
    base_dong: Mapped[Dong]
    base_grams: Mapped[int] = mapped_column(default=1000)
    step_dong: Mapped[Dong] = mapped_column(default=0)
    step_grams: Mapped[int] = mapped_column(default=500)
    free_from_dong: Mapped[Dong | None]
    commune_prices: Mapped[Json] = mapped_column(default=dict)
    days_least: Mapped[Small] = mapped_column(default=1)
    days_most: Mapped[Small] = mapped_column(default=3)


class PickupWindow(Base):
    """From when until when buyers may come for their goods on a weekday (1 is Monday, 7 is Sunday), Vietnam's time."""

    __tablename__ = "pickup_window"
    __table_args__ = (
        UniqueConstraint("vendor_id", "weekday", "opens_at"),
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday_is_one"),
        CheckConstraint("opens_at < closes_at", name="hours_have_an_order"),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    weekday: Mapped[Small]
    opens_at: Mapped[time]
    closes_at: Mapped[time]
