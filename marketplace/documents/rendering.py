"""A document's figures set as a PDF by Typst. The same figures give the same bytes, on whichever day they are set."""

import json
from functools import lru_cache
from typing import Any

import typst

from config import ROOT
from marketplace.clock import in_vietnam
from marketplace.documents.models import Document

TEMPLATES = ROOT / "templates" / "documents"
FONTS = ROOT / "marketplace" / "static" / "built" / "paper"
FAMILY = "Be Vietnam Pro"


class NoTypeface(RuntimeError):
    """The typeface of documents was not built; they are not set in another one."""


def as_pdf(document: Document, *, corrects: str = "") -> bytes:
    """Set the document; `corrects` is the number of the document that it corrects.

    What people wrote goes in as data and is never read as markup. Raises NoTypeface.
    """
    template = TEMPLATES / f"{document.kind}-{document.template_version}.typ"
    return typst.compile(
        str(template),
        root=str(TEMPLATES),
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(_data(document, corrects), ensure_ascii=False)},
        timestamp=int(document.issued_at.timestamp()),
        pdf_standards="a-2a",  # PDF/A: fonts within, nothing fetched, read aloud in order (ISO 19005-2)
    )


def _data(document: Document, corrects: str) -> dict[str, Any]:
    issued = in_vietnam(document.issued_at)
    return {
        "number": document.full_number,
        "issued": f"{issued:%H:%M %d/%m/%Y}",
        "corrects": corrects,
        "figures": document.figures,
    }


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Give the typeface of all papers. Raises NoTypeface when it was not built."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    if FAMILY not in fonts.families():
        raise NoTypeface(f"{FONTS} does not hold {FAMILY}: run assets/build.py")
    return fonts
