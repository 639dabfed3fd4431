"""Banners and signs of the demo market's producers, drawn like the pictures of their goods."""

from functools import lru_cache
from typing import Final

from marketplace.places.gazetteer import without_marks
from workers.seed.pictures import art, lettering, palettes, rasterise

BANNER_WIDTH: Final = 1600
SIGN_WIDTH: Final = 480

LEGAL_FORMS: Final = (
    *("Công ty TNHH", "Công ty CP", "Công ty", "Hợp tác xã", "HTX", "Tổ hợp tác", "Hộ kinh doanh", "Hộ"),
    *("Trang trại", "Hội", "Cơ sở sản xuất", "Cơ sở"),
)


@lru_cache(maxsize=64)
def banner_of(ground: str, *, variation: int) -> bytes:
    """A landscape for a shop's page (1600 by 600, PNG): the country of its goods at some hour of the day.

    Twelve for each ground (sea, sun, tea, rice). Raises KeyError when there is no such ground.
    """
    hours = palettes()["hours"]
    sun = (1080, 560)[variation // len(hours) % 2]
    colours = {**palettes()["landscapes"][ground], **hours[variation % len(hours)], "sun": str(sun)}
    inside = art(f"banner-{ground}", colours)
    if variation // (2 * len(hours)) % 2:
        inside = f'<g transform="translate({BANNER_WIDTH}) scale(-1 1)">{inside}</g>'
    return rasterise(_page(inside, f"0 0 {BANNER_WIDTH} 600"), width=BANNER_WIDTH)


@lru_cache(maxsize=256)
def logo_of(initials: str, *, variation: int) -> bytes:
    """A square sign with these letters (480 pixels, PNG) in one of the colours of signs."""
    colours = palettes()["signs"]
    sign = art(f"sign-{variation // len(colours) % 3 + 1}", {"colour": colours[variation % len(colours)]})
    letters = lettering(initials, colour="#FFFFFF", box=(300, 220))
    inside = f'{sign}<g transform="translate(90 130)">{letters}</g>'
    return rasterise(_page(inside, f"0 0 {SIGN_WIDTH} {SIGN_WIDTH}"), width=SIGN_WIDTH)


def initials_of(name: str) -> str:
    """The first letters of the last two words of a producer's name, its legal form left out."""
    for form in LEGAL_FORMS:
        name = name.removeprefix(f"{form} ")
    words = [word for word in without_marks(name).upper().split() if word[0].isalnum()]
    return "".join(word[0] for word in words[-2:])


def _page(inside: str, box: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inside}</svg>'
