"""Pictures of the demo market's goods: drawn here, so that nobody's photograph is needed.

A composition (`data/pictures/*.svg`) has places for the goods (`#drawing`), for what goes with them (`#second`) and for
their name (`#name`, `#tall` on narrow labels), and takes its colours from the ground of the product set. One product in
one variation is always the same picture.
"""

import csv
import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from string import Template
from typing import Any, Final

import resvg_py

from vendors.listings.reference import SETS
from workers.seed.goods import DATA, Product, products

SIDE: Final = 1000
"""Pixels of each side of a picture of goods."""

_BOX: Final = 1200  # the box in which the compositions are drawn

VARIATIONS: Final = ("scene-1", "pack-studio", "scene-2", "pack-arch", "scene-3", "pattern-2", "pattern-1")
"""What each variation shows; a higher number begins again, seen in a mirror where nothing is written."""

SEEN_FROM_ABOVE: Final = frozenset({"sea-3", "rice-1"})
STANDING: Final = frozenset({"bottle", "jar", "vial", "case", "pot", "giftbox", "ticket", "bunch"})
"""Packs of what would lie oddly on a plate or a tray seen from above."""

_FONT = str(DATA / "fonts" / "be-vietnam-pro-600.ttf")
_OUTER = re.compile(r"<\?xml[^>]*>|</?svg[^>]*>|<!--.*?-->", re.DOTALL)


@lru_cache(maxsize=256)
def picture_of(product_key: str, *, variation: int) -> bytes:
    """A square picture of the goods as PNG. Raises KeyError when there are no such goods."""
    product = products()[product_key]
    look = VARIATIONS[variation % len(VARIATIONS)]
    mirrored = (variation // len(VARIATIONS)) % 2 == 1 and not look.startswith("pack")
    return rasterise(_composed(product, look, mirrored=mirrored), width=SIDE)


def rasterise(svg: str, *, width: int) -> bytes:
    """The drawing as PNG, that many pixels wide; letters come from the one font that is here."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, font_files=[_FONT], skip_system_fonts=True))


def art(name: str, colours: Mapping[str, str]) -> str:
    """The inside of one of the compositions, in these colours."""
    text = (DATA / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
    return Template(_OUTER.sub("", text)).substitute(colours)


@cache
def drawing(name: str) -> str:
    """The inside of a drawing in a box of 32 by 32: one of our own, else an emoji. Raises KeyError when unknown."""
    own = DATA / "drawings" / f"{name}.svg"
    return _OUTER.sub("", own.read_text(encoding="utf-8")) if own.exists() else _emoji()[name]


@cache
def palettes() -> dict[str, Any]:
    """The colours of grounds, fillings, landscapes, hours and signs (`data/colours.json`)."""
    found: dict[str, Any] = json.loads((DATA / "colours.json").read_text(encoding="utf-8"))
    return found


@cache
def ground_of(set_number: int) -> str:
    """The ground of a product set: sea, sun, tea or rice."""
    with SETS.open(encoding="utf-8", newline="") as lines:
        return next(row["ground"] for row in csv.DictReader(lines) if int(row["set_no"]) == set_number)


def lettering(words: str, *, colour: str, box: tuple[int, int]) -> str:
    """Words in the middle of a box (width, height), in as many lines as make them largest."""
    width, height = box
    lines = max((_lines(words, count) for count in (1, 2, 3, 4)), key=lambda lines: _size(lines, width, height))
    size = _size(lines, width, height)
    first = height / 2 - (len(lines) - 1) * size * 0.6 + size * 0.34
    return "".join(
        f'<text x="{width / 2:g}" y="{first + place * size * 1.2:.1f}" font-size="{size:.1f}" text-anchor="middle" '
        f'font-family="Be Vietnam Pro SemiBold" fill="{colour}">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )


def _composed(product: Product, look: str, *, mirrored: bool) -> str:
    ground = product.ground or ground_of(product.set_number)
    fillings = palettes()["fillings"]
    colours = {**palettes()["grounds"][ground], "fill": fillings.get(product.drawing, fillings["usual"])}
    symbols = (
        _symbol("drawing", drawing(product.drawing), "0 0 32 32")
        + _symbol("second", drawing(product.second_drawing), "0 0 32 32")
        + _symbol("name", lettering(product.name_on_label, colour=colours["deep"], box=(600, 240)), "0 0 600 240")
        + _symbol("tall", lettering(product.name_on_label, colour=colours["deep"], box=(300, 320)), "0 0 300 320")
    )
    inside = "".join(art(name, colours) for name in _layers(look, ground, product.pack))
    turned = f'<g transform="translate({_BOX}) scale(-1 1)">{inside}</g>' if mirrored else inside
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_BOX} {_BOX}">{symbols}{turned}</svg>'


def _layers(look: str, ground: str, pack: str) -> tuple[str, ...]:
    kind, which = look.split("-")
    if kind == "pack":
        return (f"backdrop-{which}", f"pack-{pack}")
    if kind == "pattern":
        return (look,)
    scene = f"{ground}-{which}"
    return (f"{ground}-2" if scene in SEEN_FROM_ABOVE and pack in STANDING else scene,)


def _symbol(name: str, inside: str, box: str) -> str:
    return f'<symbol id="{name}" viewBox="{box}" overflow="visible">{inside}</symbol>'


def _lines(words: str, count: int) -> list[str]:
    """The words in at most so many lines, as even as their lengths allow."""
    longest = max(len(words) / count, *(len(word) for word in words.split()))
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) > longest and len(lines) < count:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _size(lines: list[str], width: int, height: int) -> float:
    """The largest letters that fit: lines need 1.2 of them in height, a letter about 0.62 in width."""
    return min(height / (len(lines) * 1.2), width / (max(map(len, lines)) * 0.62))


@cache
def _emoji() -> dict[str, str]:
    found: dict[str, str] = json.loads((DATA / "emoji.json").read_text(encoding="utf-8"))["emoji"]
    return found
