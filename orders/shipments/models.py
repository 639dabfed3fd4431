"""Parcels of a part and what is in them."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Code, Key, Line, Moment, Ref, Small
from orders.models import OrderLine, VendorOrder

LAST_PLACE = 99


class Shipment(Base):
    """A parcel of a part, its `place`-th. It is on its way until it has arrived or has come back to the vendor.

    What came back counts as not sent: it goes in another parcel, or is cut from the order.
    """

    __tablename__ = "shipment"
    __table_args__ = (
        UniqueConstraint("vendor_order_id", "place"),
        CheckConstraint(f"place BETWEEN 1 AND {LAST_PLACE}", name="place_is_plausible"),
        CheckConstraint("delivered_at IS NULL OR returned_at IS NULL", name="arrived_or_came_back"),
        Index(
            "ix_shipment_on_its_way",
            "vendor_order_id",
            postgresql_where=text("delivered_at IS NULL AND returned_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    vendor_order_id: Mapped[Ref] = mapped_column(ForeignKey("vendor_order.id"))
    place: Mapped[Small]
    number: Mapped[Code] = mapped_column(unique=True)
    carrier: Mapped[Line] = mapped_column(default="")
    tracking_code: Mapped[Line] = mapped_column(default="")
    shipped_at: Mapped[Moment]
    shipped_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    delivered_at: Mapped[Moment | None]
    returned_at: Mapped[Moment | None]

    vendor_order: Mapped[VendorOrder] = relationship(lazy="raise")
    shipped_by: Mapped[User | None] = relationship(lazy="raise")
    lines: Mapped[list["ShipmentLine"]] = relationship(
        lazy="raise", back_populates="shipment", order_by="ShipmentLine.id"
    )

    @property
    def is_on_its_way(self) -> bool:
        """Whether nobody has said yet what became of it."""
        return self.delivered_at is None and self.returned_at is None


class ShipmentLine(Base):
    """So many of an order line in a parcel."""

    __tablename__ = "shipment_line"
    __table_args__ = (
        UniqueConstraint("shipment_id", "order_line_id"),
        CheckConstraint("quantity > 0", name="quantity_above_zero"),
    )

    id: Mapped[Key]
    shipment_id: Mapped[Ref] = mapped_column(ForeignKey("shipment.id"))
    order_line_id: Mapped[Ref] = mapped_column(ForeignKey("order_line.id"), index=True)
    quantity: Mapped[int]

    shipment: Mapped[Shipment] = relationship(lazy="raise", back_populates="lines")
    order_line: Mapped[OrderLine] = relationship(lazy="raise")
