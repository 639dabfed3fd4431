"""Pictures that the seed draws."""

import io
import json
import re

import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops

from workers.seed.goods import DATA, products
from workers.seed.pictures import SIDE, VARIATIONS, drawing, ground_of, lettering, palettes, picture_of
from workers.seed.shopfronts import BANNER_WIDTH, SIGN_WIDTH, banner_of, initials_of, logo_of

GROUNDS = ("sea", "sun", "tea", "rice")
LABEL = {"colour": "#000000", "box": (600, 240)}


def opened(raw: bytes) -> Image.Image:
    return Image.open(io.BytesIO(raw)).convert("RGB")


def one_of_each(what: str) -> list[str]:
    found: dict[object, str] = {}
    for goods in products().values():
        found.setdefault(ground_of(goods.set_number) if what == "ground" else goods.pack, goods.key)
    return list(found.values())


def test_every_product_has_its_drawings_and_its_pack():
    for goods in products().values():
        assert drawing(goods.drawing)
        assert drawing(goods.second_drawing)
        assert (DATA / "pictures" / f"pack-{goods.pack}.svg").exists()


def test_no_drawing_is_kept_that_nobody_uses():
    used = {name for goods in products().values() for name in (goods.drawing, goods.second_drawing)}
    own = {path.stem for path in (DATA / "drawings").glob("*.svg")}
    emoji = set(json.loads((DATA / "emoji.json").read_text(encoding="utf-8"))["emoji"])
    assert own | emoji == used


def test_the_typeface_has_every_letter_of_every_name():
    letters = set("".join(goods.name_on_label for goods in products().values()))
    with TTFont(DATA / "fonts" / "be-vietnam-pro-600.ttf") as font:
        assert {letter for letter in letters if ord(letter) not in font.getBestCmap()} == set()


def test_an_unknown_drawing_or_product_is_refused():
    with pytest.raises(KeyError):
        drawing("unicorn-steak")
    with pytest.raises(KeyError):
        picture_of("no-such-goods", variation=0)


@pytest.mark.parametrize("key", one_of_each("pack"))
def test_a_picture_of_each_pack_is_a_full_square(key):
    picture = opened(picture_of(key, variation=1))
    assert picture.size == (SIDE, SIDE)
    colours = picture.getcolors(maxcolors=SIDE * SIDE)
    assert colours
    assert len(colours) > 50


@pytest.mark.parametrize("key", one_of_each("ground"))
def test_each_variation_is_another_picture(key):
    pictures = {picture_of(key, variation=variation) for variation in range(len(VARIATIONS))}
    assert len(pictures) >= len(VARIATIONS) - 1


def test_the_same_picture_is_drawn_again_to_the_byte():
    first = picture_of("cha-muc-ha-long", variation=0)
    picture_of.cache_clear()
    assert picture_of("cha-muc-ha-long", variation=0) == first


def test_higher_variations_are_seen_in_a_mirror_but_letters_are_not():
    count = len(VARIATIONS)
    first, again = (opened(picture_of("na-dong-trieu", variation=number)) for number in (0, count))
    mirrored = again.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    difference = ImageChops.difference(first, mirrored).convert("L").point(lambda value: 255 if value > 60 else 0)
    assert difference.histogram()[255] < SIDE * SIDE / 500
    assert first.tobytes() != again.tobytes()
    assert picture_of("na-dong-trieu", variation=1) == picture_of("na-dong-trieu", variation=1 + count)


def test_the_ground_follows_the_product_set():
    assert [ground_of(number) for number in (1, 2, 6, 12)] == ["sun", "sea", "rice", "tea"]


def test_words_are_safe_in_a_drawing():
    assert ">Hà &amp; Mẹ &lt;3<" in lettering("Hà & Mẹ <3", colour="#000000", box=(6000, 240))


@pytest.mark.parametrize(
    ("words", "lines"),
    [("Cam", 1), ("Miến dong Bình Liêu", 2), ("Nước khoáng thiên nhiên ION kiềm Quang Hanh", 3)],
)
def test_long_names_take_more_lines(words, lines):
    assert lettering(words, **LABEL).count("<text") == lines


def test_every_name_fits_its_label():
    for name in [goods.name_on_label for goods in products().values()]:
        written = re.findall(r'font-size="([\d.]+)".*?>(.*?)</text>', lettering(name, **LABEL))
        assert " ".join(line for _, line in written) == name
        assert max(float(size) * len(line) * 0.62 for size, line in written) <= 601
        assert min(float(size) for size, _ in written) >= 40, name


@pytest.mark.parametrize("ground", GROUNDS)
def test_banners_are_wide_and_twelve_for_each_ground(ground):
    assert opened(banner_of(ground, variation=0)).size == (BANNER_WIDTH, 600)
    assert len({banner_of(ground, variation=number) for number in range(12)}) == 12


def test_an_unknown_ground_is_refused():
    with pytest.raises(KeyError):
        banner_of("moon", variation=0)


def test_signs_are_square_and_twenty_four():
    assert opened(logo_of("HL", variation=3)).size == (SIGN_WIDTH, SIGN_WIDTH)
    assert len({logo_of("HL", variation=number) for number in range(24)}) == 24


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Công ty CP Ngọc trai Hạ Long", "HL"),
        ("HTX Nông, lâm nghiệp và dịch vụ Húc Động", "HD"),
        ("Hộ kinh doanh Đầm", "D"),
        ("Cơ sở Thanh Măng", "TM"),
    ],
)
def test_initials_leave_the_legal_form_out(name, letters):
    assert initials_of(name) == letters


@pytest.mark.parametrize("colour", palettes()["signs"])
def test_white_letters_can_be_read_on_every_sign(colour):
    def light(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (light(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5
