"""Pictures for tests, drawn on the spot."""

import io

from PIL import Image


def a_picture(width: int = 64, height: int = 64, *, colour: str = "teal", kind: str = "JPEG") -> bytes:
    """A picture of one colour; each colour and size gives another file."""
    return _written(Image.new("RGB", (width, height), colour), kind)


def a_huge_picture() -> bytes:
    """A hundred megapixels in a few kilobytes."""
    return _written(Image.new("1", (10_000, 10_000)), "PNG")


def _written(picture: Image.Image, kind: str) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind)
    return written.getvalue()
