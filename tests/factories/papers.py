"""Files that people upload, for tests."""

import io

from PIL import Image

A_PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def a_picture(width: int = 640, height: int = 480, colour: str = "teal") -> bytes:
    """A PNG of one colour."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(written, "PNG")
    return written.getvalue()
