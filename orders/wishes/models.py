"""The wishes that go with an order; only an order that has some has a row."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Base, Code, Line, Prose, Ref


class OrderWish(Base):
    """A gift with its words, and for whom the invoices are made out (Decree 254/2026, art. 19.2).

    The tax code is written as in `marketplace/tax_codes.py`.
    """

    __tablename__ = "order_wish"
    __table_args__ = (
        CheckConstraint("is_gift OR gift_note = ''", name="words_go_with_a_gift"),
        CheckConstraint("char_length(gift_note) <= 300", name="gift_note_is_short"),
        CheckConstraint(
            "(invoice_name = '') = (invoice_tax_code = '') AND (invoice_name = '') = (invoice_address = '')",
            name="invoice_is_whole",
        ),
        CheckConstraint(r"invoice_tax_code ~ '^(\d{10}(-\d{3})?|\d{12})?$'", name="tax_code_is_one"),
    )

    order_id: Mapped[Ref] = mapped_column(ForeignKey("customer_order.id"), primary_key=True)
    is_gift: Mapped[bool] = mapped_column(default=False)
    gift_note: Mapped[Prose] = mapped_column(default="")
    invoice_name: Mapped[Line] = mapped_column(default="")
    invoice_tax_code: Mapped[Code] = mapped_column(default="")
    invoice_address: Mapped[Line] = mapped_column(default="")
    invoice_email: Mapped[Line] = mapped_column(default="")
