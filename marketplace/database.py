"""The session, the named kinds of columns and the naming of constraints."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Date, DateTime, Enum, Identity, MetaData, SmallInteger, String, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Key = Annotated[int, mapped_column(BigInteger, Identity(), primary_key=True)]
Ref = Annotated[int, mapped_column(BigInteger)]
Dong = Annotated[int, mapped_column(BigInteger)]
Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Day = Annotated[date, mapped_column(Date)]
Code = Annotated[str, mapped_column(String(40))]
Line = Annotated[str, mapped_column(String(200))]
Prose = Annotated[str, mapped_column(Text)]
Small = Annotated[int, mapped_column(SmallInteger)]
Json = Annotated[dict[str, Any], mapped_column(JSONB)]
Token = Annotated[uuid.UUID, mapped_column(Uuid)]


class Base(DeclarativeBase):
    """Every table of the marketplace."""

    registry: ClassVar[registry] = registry(metadata=MetaData(naming_convention=NAMING))


LONGEST_LOCK_WAIT = "10s"
"""Whoever waits longer for a row gets an error instead: people are asked to try again, workers do (docs/locking.md)."""

db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    engine_options={
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 20,
        "connect_args": {"options": f"-c lock_timeout={LONGEST_LOCK_WAIT}"},
    },
)


def choice(kind: type[StrEnum], *, named: str = "") -> Enum:
    """Give the column kind for an enum: its values as text, guarded by a CHECK (`named` apart for a second one)."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
        name=named or _snake(kind.__name__),
    )


def values(*members: StrEnum) -> str:
    """Write enum members as an SQL list, for CHECK constraints and partial indexes."""
    return "(" + ", ".join(f"'{member.value}'" for member in members) + ")"


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
