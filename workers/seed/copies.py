"""Further copies of producers that were built by operations, row by row in SQL.

A market of ten thousand listings would take many minutes by operations. Rows that keep every rule keep it in a copy:
the copies have the same papers, account, rates, certificates, goods and stock under names and numbers of their own,
and people of their own to own them. What happened to the first (their trail, their facts) is not said of the copies.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final, cast

from sqlalchemy import BigInteger, Column, ColumnElement, MetaData, Table, func, insert, literal, null, select

from marketplace.accounts.models import User
from marketplace.database import Base, db
from vendors.certificates.models import Certificate
from vendors.delivery.models import DeliveryRate
from vendors.listings.models import Listing, Photo, Variant
from vendors.models import Member, MemberRole, Vendor, VendorStatusChange
from vendors.onboarding.models import Paper
from vendors.payouts.models import PayoutAccount
from vendors.stock.models import StockItem, StockMovement
from workers.seed.names import MARK
from workers.seed.people import POST

LONGEST_NAME: Final = 200
REFERRED_TO: Final[tuple[type[Base], ...]] = (User, Vendor, Certificate, Listing, Variant, StockItem)
"""Tables whose copies others refer to, in the order in which they are written."""
REFERRING: Final[tuple[type[Base], ...]] = (
    Member,
    VendorStatusChange,
    Paper,
    PayoutAccount,
    DeliveryRate,
    Photo,
    StockMovement,
)

Maps = Mapping[str, Table]


def copy_vendors(vendor_ids: Collection[int], number: int) -> None:
    """Copy these vendors with all they have to sell; `number` tells this copy from others."""
    maps = {model.__tablename__: _map(model, _of(model, vendor_ids)) for model in REFERRED_TO}
    for model in REFERRED_TO + REFERRING:
        _copy(model, maps, _changes(model, number))
    for numbers in maps.values():
        numbers.drop(db.session.connection())


def _of(model: type[Base], vendor_ids: Collection[int]) -> ColumnElement[bool]:
    """Which rows of a table belong to the vendors."""
    if model is User:
        owners = select(Member.user_id).where(Member.vendor_id.in_(vendor_ids), Member.role == MemberRole.OWNER)
        return User.id.in_(owners)
    columns = model.__table__.columns
    return (columns["id"] if model is Vendor else columns["vendor_id"]).in_(vendor_ids)


def _map(model: type[Base], which: ColumnElement[bool]) -> Table:
    """A table that says, for each of these rows, which number its copy will have."""
    name = f"copy_of_{model.__tablename__}"
    numbers = Table(name, MetaData(), Column("old", BigInteger), Column("new", BigInteger), prefixes=["TEMPORARY"])
    numbers.create(db.session.connection())
    old = model.__table__.columns["id"]
    new = func.nextval(func.pg_get_serial_sequence(model.__tablename__, "id"))
    db.session.execute(insert(numbers).from_select(["old", "new"], select(old, new).where(which).order_by(old)))
    return numbers


def _copy(model: type[Base], maps: Maps, changes: Mapping[str, ColumnElement[Any]]) -> None:
    """Copy the rows that belong to what is copied, each reference turned to the copy where there is one."""
    table = cast("Table", model.__table__)
    chosen: Any = table
    values: dict[str, ColumnElement[Any]] = {}
    for column in table.columns:
        values[column.name] = column
        numbers = maps.get(_referred(column)) if not column.primary_key else maps.get(model.__tablename__)
        if numbers is not None:
            copied = numbers.alias()
            chosen = chosen.join(copied, copied.c.old == column, isouter=bool(column.nullable))
            values[column.name] = func.coalesce(copied.c.new, column)
        elif column.primary_key:
            del values[column.name]
    values |= changes
    db.session.execute(insert(table).from_select(list(values), select(*values.values()).select_from(chosen)))


def _referred(column: Column[Any]) -> str:
    """The table that a column refers to, or nothing."""
    return next((key.column.table.name for key in column.foreign_keys), "")


def _changes(model: type[Base], number: int) -> dict[str, ColumnElement[Any]]:
    """What differs in a copy."""
    suffix = f"-{number}"
    if model is User:
        email = func.concat(f"sx{suffix}-", User.id, f"@{POST}")
        return {"email": email, "phone": null(), "staff_role": null()}
    if model is Vendor:
        marked = func.concat(func.replace(Vendor.name, f" {MARK}", ""), f" {MARK.removesuffix(')')} {number})")
        sort_key = func.left(func.concat(Vendor.name_sort_key, suffix), LONGEST_NAME)
        slug = func.concat(Vendor.slug, suffix)
        return {"name": marked, "name_sort_key": sort_key, "slug": slug, "is_demo": literal(True)}
    if model is StockItem:  # what is held is held of the first
        return {"reserved": literal(0)}
    return {"number": func.concat(Certificate.number, suffix)} if model is Certificate else {}
