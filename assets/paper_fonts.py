"""Be Vietnam Pro as one font for documents, made of the parts that browsers load.

The package has a font for each script. A browser puts their letters together; Typst would fall back letter by letter,
so that "Quảng" came out in two faces. The parts are merged here, and what a Vietnamese document needs is looked for.
The parts have lost the font's figures for columns, so all ten get the width of the zero, that amounts stand one below
the other.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

SCRIPTS = ("latin", "latin-ext", "vietnamese")
NEEDED = "ăâđêôơưĂÂĐÊÔƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA))) + "áàảãạÁÀẢÃẠ0123456789₫€%·–—−×“”…•"
"""Letters and signs without which no document is set; U+1EA0 to U+1EF9 are the Vietnamese letters with a tone."""


def merged_font(folder: Path, weight: str) -> bytes:
    """Merge the parts of one weight into a TrueType font; exits when a part or a needed letter is missing."""
    parts = [_unpacked(folder / f"be-vietnam-pro-{script}-{weight}-normal.woff2") for script in SCRIPTS]
    merged = Merger().merge(parts)
    merged.recalcTimestamp = False  # the same parts give the same bytes
    merged["head"].created = merged["head"].modified = TTFont(parts[0])["head"].modified
    _align_figures(merged)
    missing = [letter for letter in NEEDED if ord(letter) not in merged.getBestCmap()]
    if missing:
        raise SystemExit(f"assets: the typeface of documents (weight {weight}) lacks {' '.join(missing)}")
    made = BytesIO()
    merged.save(made)
    return made.getvalue()


def _align_figures(font: TTFont) -> None:
    """Give every figure the width of the zero, in the middle of it."""
    names, outlines, widths = font.getBestCmap(), font["glyf"], font["hmtx"]
    width, _ = widths[names[ord("0")]]
    for name in (names[ord(figure)] for figure in "0123456789"):
        drawn, left = widths[name]
        shift = (width - drawn) // 2
        outlines[name].coordinates.translate((shift, 0))
        outlines[name].recalcBounds(outlines)
        widths[name] = (width, left + shift)


def _unpacked(path: Path) -> BytesIO:
    """The part as plain TrueType, which merging wants."""
    if not path.exists():
        raise SystemExit(f"assets: {path.name} is not in the package, so documents cannot be set")
    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None
    unpacked = BytesIO()
    font.save(unpacked)
    unpacked.seek(0)
    return unpacked
