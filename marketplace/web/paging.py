"""Lists in pages, without counting what nobody looks at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request
from sqlalchemy import Select, func, select

from marketplace.database import db

Row = TypeVar("Row")
LAST_PAGE = 1000


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list: its rows, its number (from 1), the size of pages and how many rows there are in all."""

    rows: Sequence[Row]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def has_next(self) -> bool:
        """Whether more follows."""
        return self.number < self.last


def asked_page() -> int:
    """Give the page number of the running request: anything that is no page is the first."""
    number = request.args.get("page", 1, type=int) or 1
    return min(max(number, 1), LAST_PAGE)


def page_of(query: Select[Any], *, size: int = 24, number: int | None = None) -> Page[Any]:
    """Read one page of `query` and count the whole: two statements."""
    at = number or asked_page()
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    rows = db.session.scalars(query.limit(size).offset((at - 1) * size)).unique().all() if total else []
    return Page(rows=rows, number=at, size=size, total=total)


def slice_of(rows: Sequence[Row], *, size: int = 24) -> Page[Row]:
    """Give one page of rows that are at hand already."""
    at = asked_page()
    return Page(rows=rows[(at - 1) * size : at * size], number=at, size=size, total=len(rows))
