"""When vendors are closed for a while."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Base, Day, Key, Moment, Ref


class Holiday(Base):
    """Days in a row, the first and the last among them, on which a vendor takes no orders and its clocks stand still.

    No two of one vendor share a day. What is over stays, so that it can be seen why a clock ran longer.
    """

    __tablename__ = "holiday"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        ExcludeConstraint(
            (text("int8range(vendor_id, vendor_id, '[]')"), "&&"),
            (text("daterange(first_day, last_day, '[]')"), "&&"),
            name="ex_holiday_none_overlap",
        ),
        Index("ix_holiday_vendor_id", "vendor_id", "last_day"),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    first_day: Mapped[Day]
    last_day: Mapped[Day]
    planned_at: Mapped[Moment]

    def covers(self, day: date) -> bool:
        """Whether the vendor is closed on this day."""
        return self.first_day <= day <= self.last_day
