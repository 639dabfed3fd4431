"""Pictures for tests, drawn on the spot."""

import io

from PIL import ExifTags, Image


def a_picture(width: int = 64, height: int = 64, *, colour: str = "teal", kind: str = "JPEG") -> bytes:
    """A picture of one colour; each colour and size gives another file."""
    return _written(Image.new("RGB", (width, height), colour), kind)


def a_located_picture(width: int, height: int) -> bytes:
    """A photo that a phone took lying on its side, with the place in its metadata."""
    said = Image.Exif()
    said[ExifTags.Base.Orientation] = 6
    said[ExifTags.IFD.GPSInfo] = {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (21.0, 31.0, 8.0)}
    written = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(written, "JPEG", exif=said)
    return written.getvalue()


def two_halves() -> bytes:
    """A wide picture, red on the left and blue on the right."""
    picture = Image.new("RGB", (600, 200), "blue")
    picture.paste("red", (0, 0, 300, 200))
    return _written(picture, "JPEG")


def a_huge_picture() -> bytes:
    """A hundred megapixels in a few kilobytes."""
    return _written(Image.new("1", (10_000, 10_000)), "PNG")


def _written(picture: Image.Image, kind: str) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind)
    return written.getvalue()
