"""Facts that leave only if the transaction commits, and reach every reaction at least once.

Whoever changes a state records what happened with `record`; the workers' `outbox` hands each fact to the
reactions that `workers/subscriptions.py` lists, each in a transaction of its own.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select, text, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from marketplace import clock
from marketplace.database import Base, Json, Key, Line, Moment, Prose, Ref, Small, choice, db


@dataclass(frozen=True)
class Fact:
    """Something that happened; it carries ids, never records. Its class name is its name in the outbox."""

    kinds: ClassVar[dict[str, type["Fact"]]] = {}

    def __init_subclass__(cls) -> None:
        """Make the kind known under its name."""
        Fact.kinds[cls.__name__] = cls

    @classmethod
    def read(cls, kind: str, payload: dict[str, Any]) -> "Fact":
        """Give the fact that was recorded under this kind."""
        return Fact.kinds[kind](**payload)


class DeliveryState(StrEnum):
    """Where the delivery of one fact to one reaction stands."""

    WAITING = "waiting"
    DONE = "done"
    GIVEN_UP = "given_up"


class OutboxMessage(Base):
    """A recorded fact; `dispatched_at` is set when its deliveries have been written."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_undispatched", "id", postgresql_where=text("dispatched_at IS NULL")),)

    id: Mapped[Key]
    kind: Mapped[Line]
    payload: Mapped[Json]
    recorded_at: Mapped[Moment]
    dispatched_at: Mapped[Moment | None]

    @property
    def fact(self) -> Fact:
        """The fact as it was recorded."""
        return Fact.read(self.kind, self.payload)


class OutboxDelivery(Base):
    """One fact on its way to one reaction."""

    __tablename__ = "outbox_delivery"
    __table_args__ = (
        UniqueConstraint("message_id", "reaction"),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done_has_its_time"),
        Index("ix_outbox_delivery_waiting", "next_try_at", postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[Key]
    message_id: Mapped[Ref] = mapped_column(ForeignKey("outbox_message.id", ondelete="CASCADE"))
    reaction: Mapped[Line]
    state: Mapped[DeliveryState] = mapped_column(choice(DeliveryState), default=DeliveryState.WAITING)
    attempts: Mapped[Small] = mapped_column(default=0)
    next_try_at: Mapped[Moment]
    done_at: Mapped[Moment | None]
    last_error: Mapped[Prose | None]

    message: Mapped[OutboxMessage] = relationship(lazy="raise")


def record(fact: Fact) -> OutboxMessage:
    """Record the fact in the running transaction: it leaves if, and only if, the transaction commits."""
    message = OutboxMessage(kind=type(fact).__name__, payload=asdict(fact), recorded_at=clock.now())
    db.session.add(message)
    return message


def given_up(limit: int = 50) -> Sequence[OutboxDelivery]:
    """List deliveries that were given up, with their facts, newest first, for the desk."""
    query = select(OutboxDelivery).where(OutboxDelivery.state == DeliveryState.GIVEN_UP)
    loaded = query.options(joinedload(OutboxDelivery.message)).order_by(OutboxDelivery.id.desc())
    return db.session.scalars(loaded.limit(limit)).all()


def try_again(delivery_id: int) -> None:
    """Let a delivery that was given up be tried anew, from the first pause on; any other is left as it is."""
    db.session.execute(
        update(OutboxDelivery)
        .where(OutboxDelivery.id == delivery_id, OutboxDelivery.state == DeliveryState.GIVEN_UP)
        .values(state=DeliveryState.WAITING, attempts=0, next_try_at=clock.now())
    )
