"""What stands on a document: words and whole đồng, without a look. A sum that does not add up cannot be written."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

Cell = str | int
"""Text, or a whole number (đồng where its column says so)."""


class ColumnKind(StrEnum):
    """How a column is written."""

    TEXT = "text"
    DONG = "dong"
    COUNT = "count"


@dataclass(frozen=True)
class Column:
    """A column: the key of its cells in each row, its heading, how it is written."""

    key: str
    label: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True)
class Table:
    """Rows under columns; each column of đồng or of counts that is in `total` adds up to what stands there.

    Raises ValueError for a cell that is missing or of another kind, and for a total that is not the sum.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Cell], ...]
    total: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what does not fit its columns, or does not add up."""
        for column in self.columns:
            for row in self.rows:
                wanted = str if column.kind is ColumnKind.TEXT else int
                if type(row.get(column.key)) is not wanted:
                    raise ValueError(f"{column.key} does not hold {row.get(column.key)!r}")
        for key, total in self.total.items():
            if total != sum(int(row[key]) for row in self.rows):
                raise ValueError(f"the rows of {key} do not add up to {total}")


@dataclass(frozen=True)
class Party:
    """Who issues a document, or for whom it is: a heading, a name, and lines such as the address and tax code."""

    heading: str
    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sum:
    """An amount with its words."""

    label: str
    amount_dong: int


@dataclass(frozen=True)
class Paper:
    """A whole document: the one amount that matters (`lead`), how it comes about (`sums`), and the tables behind it."""

    title: str
    lead: Sum
    parties: tuple[Party, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    sums: tuple[Sum, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse sums that do not add up to the amount that matters."""
        if self.sums and sum(each.amount_dong for each in self.sums) != self.lead.amount_dong:
            raise ValueError(f"{self.title}: the sums do not add up to {self.lead.amount_dong}")

    def as_json(self) -> dict[str, Any]:
        """Give the paper as plain JSON, as it is kept."""
        return {name: plain(value) for name, value in asdict(self).items()}


def plain(value: Any) -> Any:
    """Give parts of a paper as plain JSON."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, Column | Party | Sum | Table):
        return plain(asdict(value))
    return [plain(each) for each in value] if isinstance(value, tuple | list) else value
