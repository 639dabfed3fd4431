"""Pictures that people upload: checked by content, turned upright and made anew, so that nothing travels along."""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar

from flask_babel import LazyString, lazy_gettext
from PIL import Image, ImageCms, ImageFilter, ImageOps

from marketplace.errors import Invalid
from marketplace.gateways.files import FileStore, content_key

MOST_MEGABYTES = 15
MOST_MEGAPIXELS = 50
WIDTHS = (320, 640, 1280)
"""Pixels; every picture is kept in each of them."""

LONGEST_SHAPE = 6
"""How many times longer than wide, or wider than long."""

MIDDLE = 50
HUNDRED_PERCENT = 100
_GLANCE = 64  # pixels that are enough to see where in a picture something is
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 80
_EFFORT = 2  # of 6: a fifth quicker than 4, which is usual, for files a tenth larger
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


class UnreadablePicture(Invalid):
    """The file is not a picture that we can show."""

    sentence: ClassVar[LazyString | str] = lazy_gettext(
        "Tệp này không phải ảnh JPEG, PNG hoặc WebP đọc được. Hãy chọn ảnh khác."
    )


class PictureTooLarge(UnreadablePicture):
    """The picture is larger than we are willing to open."""

    sentence: ClassVar[LazyString | str] = lazy_gettext(
        "Ảnh quá lớn: tối đa %(megabytes)s MB và %(megapixels)s triệu điểm ảnh.",
        megabytes=MOST_MEGABYTES,
        megapixels=MOST_MEGAPIXELS,
    )


class OddlyShapedPicture(UnreadablePicture):
    """The picture is too long or too wide for any page."""

    sentence: ClassVar[LazyString | str] = lazy_gettext("Ảnh quá dài hoặc quá hẹp. Hãy cắt bớt rồi gửi lại.")


def renditions(
    raw: bytes, *, square: bool = True, widths: Sequence[int] = WIDTHS, centre: int = MIDDLE
) -> dict[int, bytes]:
    """The picture as WebP in each width, without its metadata: the same bytes for the same file.

    Squares are cut with `centre` percent of what is too long on their left, or above them; otherwise the shape is kept.
    Raises UnreadablePicture or one of its kinds.
    """
    picture = _upright(raw, widest=max(widths))
    if square:
        side = min(picture.size)
        place = centre / HUNDRED_PERCENT
        picture = ImageOps.fit(picture, (side, side), method=Image.Resampling.BOX, centering=(place, place))
    shape = picture.size
    found: dict[int, bytes] = {}
    for width in sorted(widths, reverse=True):
        picture = _resized(picture, width, shape=shape)
        found[width] = _as_webp(picture)
    return dict(sorted(found.items()))


def made_anew(raw: bytes, *, widest: int = 2400) -> bytes:
    """The picture as one WebP in its own shape, at most so many pixels wide: for papers that must stay legible.

    Raises UnreadablePicture or one of its kinds.
    """
    picture = _upright(raw, widest=widest)
    return _as_webp(_resized(picture, min(widest, picture.width), shape=picture.size))


def best_centre(raw: bytes) -> int:
    """Where to cut a square so that most of what can be seen stays in it, the middle where it makes no difference.

    In percent of what is too long, from the left or from above. Raises UnreadablePicture or one of its kinds.
    """
    small = _upright(raw, widest=_GLANCE).convert("L")
    small.thumbnail((_GLANCE, _GLANCE))
    longer, shorter = max(small.size), min(small.size)
    lines = (longer, 1) if small.width == longer else (1, longer)
    seen = small.filter(ImageFilter.FIND_EDGES).resize(lines, Image.Resampling.BOX).tobytes()
    spare = longer - shorter
    return max(range(HUNDRED_PERCENT + 1), key=lambda place: _kept_by(seen, spare, shorter, place)) if spare else MIDDLE


def _kept_by(seen: bytes, spare: int, side: int, place: int) -> tuple[float, int]:
    """How much of what can be seen stays in the square; a little less the farther it is from the middle."""
    start = round(spare * place / HUNDRED_PERCENT)
    aside = abs(place - MIDDLE)
    return sum(seen[start : start + side]) * (1 - aside / (4 * HUNDRED_PERCENT)), -aside


def keep_picture(store: FileStore, raw: bytes, *, folder: str, square: bool = True, centre: int = MIDDLE) -> str:
    """Keep the picture in every width and return its key, to which /320.webp and so on are added.

    The same picture has the same key. Raises UnreadablePicture or one of its kinds.
    """
    by_width = renditions(raw, square=square, centre=centre)
    key = content_key(folder, by_width[max(by_width)], "")
    for width, content in by_width.items():
        store.put(rendition_key(key, width), content, "image/webp")
    return key


def rendition_key(key: str, width: int) -> str:
    """The file of one width of a picture that `keep_picture` kept."""
    return f"{key}/{width}.webp"


def _upright(raw: bytes, *, widest: int) -> Image.Image:
    """The first frame in sRGB on white, as the photographer saw it."""
    if len(raw) > MOST_MEGABYTES * 1024 * 1024:
        raise PictureTooLarge
    with _refusing_what_is_no_picture(), Image.open(io.BytesIO(raw), formats=_FORMATS) as opened:
        if opened.width * opened.height > MOST_MEGAPIXELS * 1_000_000:
            raise PictureTooLarge
        if max(opened.size) > LONGEST_SHAPE * min(opened.size):
            raise OddlyShapedPicture
        # A JPEG can be decoded at half or a quarter of its size; whoever takes twice the size loses no sharpness.
        opened.draft(None, (widest * 2, widest * 2))
        profile = opened.info.get("icc_profile")
        return _in_srgb(ImageOps.exif_transpose(opened), profile)


@contextmanager
def _refusing_what_is_no_picture() -> Iterator[None]:
    """Pillow tells of a broken file in many ways, by a warning too when it is suspiciously large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureTooLarge from bomb
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError) as broken:
        raise UnreadablePicture from broken


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        return _by_profile(picture, profile)
    return _on_white(picture)


def _by_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours as the camera's profile means them; as they are when the profile itself is broken."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        converted = None
    return converted or _on_white(picture)


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    with_alpha = picture.convert("RGBA")
    white = Image.new("RGBA", with_alpha.size, "white")
    return Image.alpha_composite(white, with_alpha).convert("RGB")


def _resized(picture: Image.Image, width: int, *, shape: tuple[int, int]) -> Image.Image:
    height = max(1, round(width * shape[1] / shape[0]))
    if (width, height) == picture.size:
        return picture
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _as_webp(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "WEBP", quality=_QUALITY, method=_EFFORT)
    return written.getvalue()
