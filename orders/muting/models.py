"""Who may not write: a person, or the guest behind an order."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Base, Key, Moment, Prose, Ref


class MutedWriter(Base):
    """A writer who was silenced, when, by whom and why; `lifted_at` says when this ended."""

    __tablename__ = "muted_writer"
    __table_args__ = (
        CheckConstraint("num_nonnulls(user_id, order_id) = 1", name="is_a_person_or_a_guest"),
        CheckConstraint("reason <> ''", name="has_its_reason"),
        Index("uq_muted_writer_person", "user_id", unique=True, postgresql_where=text("lifted_at IS NULL")),
        Index("uq_muted_writer_guest", "order_id", unique=True, postgresql_where=text("lifted_at IS NULL")),
    )

    id: Mapped[Key]
    user_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    order_id: Mapped[Ref | None] = mapped_column(ForeignKey("customer_order.id"))
    reason: Mapped[Prose]
    at: Mapped[Moment]
    by_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    lifted_at: Mapped[Moment | None]
