"""Pictures that people upload: what is shown of them, and what is refused."""

import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from marketplace.gateways.files import FileStore
from marketplace.pictures import (
    MOST_MEGABYTES,
    WIDTHS,
    OddlyShapedPicture,
    PictureTooLarge,
    UnreadablePicture,
    keep_picture,
    made_anew,
    rendition_key,
    renditions,
)

RED, BLUE = (200, 30, 30), (30, 30, 200)


def encoded(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=["WEBP"])


def halves(size: tuple[int, int]) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture


def is_near(picture: Image.Image, at: tuple[int, int], colour: tuple[int, ...]) -> bool:
    found = picture.convert("RGB").getpixel(at)
    assert isinstance(found, tuple)
    return all(abs(one - other) < 25 for one, other in zip(found, colour, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_listing_photo_becomes_squares(kind: str) -> None:
    found = renditions(encoded(halves((900, 600)), kind))
    assert {width: opened(content).size for width, content in found.items()} == {w: (w, w) for w in WIDTHS}
    assert is_near(opened(found[320]), (20, 160), RED)
    assert is_near(opened(found[320]), (300, 160), BLUE)


def test_a_banner_keeps_its_shape() -> None:
    found = renditions(encoded(halves((900, 300))), square=False)
    assert [opened(content).size for content in found.values()] == [(320, 107), (640, 213), (1280, 427)]


def test_a_photo_is_turned_upright_and_tells_nothing_else() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "at home, 20.95 N 107.08 E"
    raw = encoded(halves((400, 400)), "JPEG", exif=exif, comment=b"a secret")
    shown = opened(renditions(raw)[320])
    assert is_near(shown, (160, 20), RED)
    assert is_near(shown, (160, 300), BLUE)
    assert not shown.getexif()
    assert b"secret" not in renditions(raw)[320]
    assert b"107.08" not in made_anew(raw)


def test_what_is_clear_becomes_white() -> None:
    assert is_near(opened(renditions(encoded(Image.new("RGBA", (50, 50), (255, 0, 0, 0))))[320]), (9, 9), (255,) * 3)


def test_colours_are_those_of_the_profile_even_in_print_colours() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert is_near(opened(renditions(encoded(halves((90, 90)), "JPEG", icc_profile=srgb))[320]), (20, 20), RED)
    assert is_near(opened(renditions(encoded(halves((90, 90)), "JPEG", icc_profile=b"broken"))[320]), (20, 20), RED)
    assert opened(renditions(encoded(halves((90, 90)).convert("CMYK"), "JPEG"))[320]).mode == "RGB"


def test_the_same_file_gives_the_same_bytes() -> None:
    raw = encoded(halves((300, 200)), "JPEG")
    assert renditions(raw) == renditions(raw)


def test_a_paper_is_made_no_larger_than_it_was() -> None:
    assert opened(made_anew(encoded(halves((300, 400))))).size == (300, 400)
    assert opened(made_anew(encoded(halves((3000, 4000))))).size == (2400, 3200)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7",
        encoded(halves((9, 9)), "GIF"),
        encoded(halves((9, 9)), "TIFF"),
        encoded(halves((300, 300)), "JPEG")[:400],
        encoded(halves((300, 300)))[:60],
    ],
)
def test_what_is_no_picture_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadablePicture) as refused:
        renditions(raw)
    assert "JPEG" in str(refused.value.sentence)


def test_a_picture_of_too_many_points_is_refused_before_it_is_opened() -> None:
    """The file says 60,000 by 60,000 and holds almost nothing."""
    small = encoded(Image.new("1", (8, 8)))
    header = small.index(b"IHDR") + 4
    huge = small[:header] + (60_000).to_bytes(4, "big") * 2 + small[header + 8 :]
    with pytest.raises(UnreadablePicture):
        renditions(huge)
    with pytest.raises(PictureTooLarge):
        renditions(encoded(Image.new("1", (7_100, 7_100))))


def test_a_file_of_too_many_bytes_is_refused() -> None:
    with pytest.raises(PictureTooLarge):
        renditions(bytes(MOST_MEGABYTES * 1024 * 1024 + 1))


def test_a_thread_is_no_picture() -> None:
    with pytest.raises(OddlyShapedPicture):
        renditions(encoded(Image.new("RGB", (10, 1_000))), square=False)


@given(st.integers(min_value=0, max_value=2**32), st.integers(min_value=1, max_value=30))
def test_a_damaged_file_is_shown_or_refused(seed: int, damages: int) -> None:
    chance = random.Random(seed)
    raw = bytearray(encoded(halves((40, 30)), chance.choice(["JPEG", "PNG", "WEBP"])))
    for _ in range(damages):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    try:
        found = renditions(bytes(raw), widths=(32,))
    except UnreadablePicture:
        return
    assert opened(found[32]).size == (32, 32)


def test_a_picture_is_kept_once_in_every_width(tmp_path: Path) -> None:
    store = FileStore(tmp_path.as_uri())
    raw = encoded(halves((90, 90)))
    key = keep_picture(store, raw, folder="public/listings")
    assert keep_picture(store, raw, folder="public/listings") == key
    assert {opened(store.get(rendition_key(key, width)).content).width for width in WIDTHS} == set(WIDTHS)
