"""The home province as a map of equal hexagons: one for each commune, at a place that never changes.

Small wards are as large as wide communes, so each can be read and touched. Where a tile stands is data
(`data/tile_positions.csv`: column and row, every odd row half a tile to the right); here it becomes a drawing.
"""

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from marketplace.places.gazetteer import DATA

RADIUS: Final = 40.0
"""From the middle of a tile to its corners, in units of the drawing."""

GAP: Final = 2.0
MARGIN: Final = 6.0
STEPS: Final = 4
"""Shades above the one for nothing."""

_WIDTH = math.sqrt(3) * RADIUS
_CORNERS = [math.radians(60 * corner - 30) for corner in range(6)]


@dataclass(frozen=True)
class Place:
    """What a tile stands for: where it leads, and how many things of interest are there."""

    commune_code: str
    label: str
    full_name: str
    url: str
    count: int


@dataclass(frozen=True)
class Tile:
    """A hexagon of the map. `shade` is 0 for nothing, then 1 to 4; `lines` is the label, a word or two on each."""

    place: Place
    x: float
    y: float
    points: str
    lines: tuple[str, ...]
    shade: int


@dataclass(frozen=True)
class Shade:
    """A step of the scale: the fewest and the most things that it stands for."""

    number: int
    least: int
    most: int


@dataclass(frozen=True)
class TileMap:
    """All tiles from west to east within each row from north to south, the scale, and the size of the drawing."""

    tiles: tuple[Tile, ...]
    scale: tuple[Shade, ...]
    width: float
    height: float


def tile_map(places: Iterable[Place]) -> TileMap:
    """Draw the map of these places; those without a position (in another province) are left out."""
    known = {place.commune_code: place for place in places if place.commune_code in positions()}
    scale = _scale(max((place.count for place in known.values()), default=0))
    ordered = sorted(known.values(), key=lambda place: positions()[place.commune_code][::-1])
    columns, rows = zip(*positions().values(), strict=True)
    return TileMap(
        tiles=tuple(_tile(place, scale) for place in ordered),
        scale=scale,
        width=round((max(columns) + 1.5) * _WIDTH + 2 * MARGIN),
        height=round((1.5 * max(rows) + 2) * RADIUS + 2 * MARGIN),
    )


@cache
def positions() -> Mapping[str, tuple[int, int]]:
    """The column and the row of each home commune, by its code."""
    with (DATA / "tile_positions.csv").open(encoding="utf-8", newline="") as lines:
        return {fact["code"]: (int(fact["column"]), int(fact["row"])) for fact in csv.DictReader(lines)}


def middle(column: int, row: int) -> tuple[float, float]:
    """Where the middle of the tile in this column and row lies in the drawing."""
    return MARGIN + (column + 0.5 + (row % 2) / 2) * _WIDTH, MARGIN + (1.5 * row + 1) * RADIUS


def _tile(place: Place, scale: tuple[Shade, ...]) -> Tile:
    x, y = middle(*positions()[place.commune_code])
    reach = RADIUS - GAP
    corners = ((x + reach * math.cos(angle), y + reach * math.sin(angle)) for angle in _CORNERS)
    return Tile(
        place=place,
        x=round(x, 1),
        y=round(y, 1),
        points=" ".join(f"{across:.1f},{down:.1f}" for across, down in corners),
        lines=_lines(place.label),
        shade=next(step.number for step in scale if place.count <= step.most),
    )


def _scale(most: int) -> tuple[Shade, ...]:
    """Nothing, then at most four steps that widen: counts are many here and few there."""
    tops = sorted({max(round(most * (step / STEPS) ** 2), min(step, most)) for step in range(1, STEPS + 1)} - {0})
    steps = zip([1, *(top + 1 for top in tops)], tops, strict=False)
    return (Shade(0, 0, 0), *(Shade(number, least, top) for number, (least, top) in enumerate(steps, start=1)))


def _lines(label: str) -> tuple[str, ...]:
    """A word on each line; a number stays with the word before it ("Móng Cái 2": Móng, Cái 2)."""
    lines: list[str] = []
    for word in label.split():
        if lines and word.isdigit():
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)
