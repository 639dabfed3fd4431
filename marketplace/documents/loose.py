"""Papers without a number, set when somebody asks for them and kept nowhere: labels, packing lists, sheets of codes."""

import io
import json
from collections.abc import Mapping
from typing import Any

import segno
import typst

from marketplace.documents.rendering import TEMPLATES, fonts


def as_loose_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Set the paper of this template (a name in templates/documents without its ending) with these plain data.

    What people wrote goes in as data and is never read as markup. Raises NoTypeface.
    """
    return typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )


def qr_drawing(words: str) -> str:
    """Draw the QR code of these words as SVG without a margin, for a paper."""
    drawn = io.BytesIO()
    segno.make(words, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False, omitsize=True)
    return drawn.getvalue().decode()
