"""Where the bars, lines and words of a chart stand, so that its template only draws.

Across, places are percents, so that a chart fills any width and its words keep their size; downwards they are pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from flask_babel import format_decimal
from flask_babel import gettext as _

HIGH: Final = 180
"""How high a chart is, in pixels."""
FOR_WORDS: Final = 22
"""What is kept free above the highest bar for its amount."""
BARS_WIDE: Final = 0.72
"""Which part of a column its bars take."""
NEAR: Final = 3
"""Columns that stand nearer are not both given their amounts, which would run into each other."""
EDGE: Final = 13
"""Nearer than so many percents to a side, an amount would be cut off."""
STEPS: Final = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)
"""Tenths of round amounts."""
MILLIARD, MILLION, THOUSAND = 10**9, 10**6, 10**3


@dataclass(frozen=True)
class Column:
    """A month, say: its word below the chart, its whole name, an amount for each series, and that of a year before."""

    short: str
    name: str
    amounts: tuple[int, ...]
    before: int = 0


@dataclass(frozen=True)
class Bar:
    """A bar of one series; a negative amount hangs below the zero line."""

    series: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Segment:
    """A piece of the line that shows the period before."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Label:
    """An amount beside what it belongs to; `anchor` says which end of it stands there."""

    words: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class ColumnChart:
    """A chart of columns, ready to be drawn."""

    columns: tuple[Column, ...]
    bars: tuple[Bar, ...]
    before: tuple[Segment, ...]
    labels: tuple[Label, ...]
    zero: float
    top: Label
    high: int = HIGH


@dataclass(frozen=True)
class _Scale:
    most: int
    least: int

    def y(self, amount: int) -> float:
        """Where an amount stands."""
        return round(HIGH - 1 - (amount - self.least) * (HIGH - FOR_WORDS - 1) / (self.most - self.least), 2)


def column_chart(columns: Sequence[Column]) -> ColumnChart:
    """Place columns side by side; the highest amount of the first series and its last one are written beside them."""
    amounts = [amount for column in columns for amount in (*column.amounts, column.before)]
    scale = _Scale(most=round_above(max([1, *amounts])), least=-round_above(-min(amounts)) if min(amounts) < 0 else 0)
    wide = 100 / len(columns)
    return ColumnChart(
        columns=tuple(columns),
        bars=tuple(bar for place, column in enumerate(columns) for bar in _bars(column, place * wide, wide, scale)),
        before=_line(columns, wide, scale) if any(column.before for column in columns) else (),
        labels=tuple(_label(columns[place], place, wide, scale) for place in _labelled(columns)),
        zero=scale.y(0),
        top=Label(short_dong(scale.most), 0, scale.y(scale.most), "start"),
    )


def round_above(amount: int) -> int:
    """Give the next round amount: a step of STEPS with zeros."""
    size = int("1" + "0" * (len(str(amount)) - 1))
    return next(step * size // 10 for step in STEPS if step * size >= 10 * amount)


def short_dong(amount: int) -> str:
    """Write an amount in a few signs: 12,4 tr."""
    for size, words in ((MILLIARD, _("%(number)s tỷ")), (MILLION, _("%(number)s tr")), (THOUSAND, _("%(number)s k"))):
        if abs(amount) >= size:
            return str(words % {"number": format_decimal(round(amount / size, 1))})
    return f"{amount} ₫"


def _bars(column: Column, left: float, wide: float, scale: _Scale) -> list[Bar]:
    each = wide * BARS_WIDE / len(column.amounts)
    start = left + wide * (1 - BARS_WIDE) / 2
    return [
        Bar(
            series=series,
            x=round(start + series * each, 3),
            y=min(scale.y(amount), scale.y(0)),
            width=round(each * 0.9, 3),
            height=round(abs(scale.y(amount) - scale.y(0)), 2),
        )
        for series, amount in enumerate(column.amounts)
        if amount
    ]


def _line(columns: Sequence[Column], wide: float, scale: _Scale) -> tuple[Segment, ...]:
    points = [(_centre(place, wide), scale.y(column.before)) for place, column in enumerate(columns)]
    return tuple(Segment(*start, *end) for start, end in pairwise(points))


def _labelled(columns: Sequence[Column]) -> list[int]:
    first = [column.amounts[0] for column in columns]
    peak = first.index(max(first))
    last = len(columns) - 1
    wanted = [peak, last] if last - peak >= NEAR else [peak]
    return [place for place in wanted if first[place] > 0]


def _label(column: Column, place: int, wide: float, scale: _Scale) -> Label:
    """Write the amount above whatever stands in the column; at the edges it grows inwards."""
    x, anchor = _centre(place, wide), "middle"
    if x < EDGE:
        x, anchor = round(place * wide, 3), "start"
    elif x > 100 - EDGE:
        x, anchor = round((place + 1) * wide, 3), "end"
    highest = min(scale.y(amount) for amount in (0, *column.amounts, column.before))
    return Label(short_dong(column.amounts[0]), x, highest - 6, anchor)


def _centre(place: int, wide: float) -> float:
    return round((place + 0.5) * wide, 3)
