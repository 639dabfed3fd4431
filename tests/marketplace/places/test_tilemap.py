"""The map of equal hexagons."""

import math
import re
import statistics
from html.parser import HTMLParser

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from marketplace.places.gazetteer import HOME_PROVINCE_CODE, commune_rows
from marketplace.places.tilemap import RADIUS, Place, TileMap, middle, positions, tile_map

HOME = {str(row["code"]): row for row in commune_rows() if row["province_code"] == HOME_PROVINCE_CODE}
WIDTH = math.sqrt(3) * RADIUS


def a_place(code: str, count: int = 1) -> Place:
    row = HOME[code]
    return Place(code, str(row["name"]), str(row["full_name"]), f"/commune/{row['slug']}", count)


def a_map(count: int = 1) -> TileMap:
    return tile_map(a_place(code, count) for code in HOME)


def neighbours(code: str) -> set[str]:
    here = middle(*positions()[code])
    return {
        other
        for other, place in positions().items()
        if other != code and math.dist(here, middle(*place)) < 1.01 * WIDTH
    }


def named(name: str) -> str:
    return next(code for code, row in HOME.items() if row["name"] == name)


def test_every_home_commune_has_a_place_of_its_own():
    assert set(positions()) == set(HOME)
    assert len(set(positions().values())) == 54


def test_no_two_tiles_touch_more_than_with_an_edge():
    middles = [middle(*place) for place in positions().values()]
    nearest = [min(math.dist(one, other) for other in middles if other != one) for one in middles]
    assert min(nearest) >= WIDTH - 0.001


def test_tiles_stand_where_communes_lie():
    east = [middle(*positions()[code])[0] for code in HOME]
    south = [middle(*positions()[code])[1] for code in HOME]
    assert statistics.correlation(east, [float(str(row["longitude"])) for row in HOME.values()]) > 0.97
    assert statistics.correlation(south, [-float(str(row["latitude"])) for row in HOME.values()]) > 0.95


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bãi Cháy", "Hà Lầm"), ("Bình Liêu", "Lục Hồn"), ("Quảng Yên", "Hà An"), ("Tiên Yên", "Hải Lạng")],
)
def test_neighbours_stand_together(one, other):
    assert named(other) in neighbours(named(one))


def test_the_mainland_is_one_piece_and_co_to_lies_out_at_sea():
    reached, waiting = set(), [named("Hạ Long")]
    while waiting:
        if (code := waiting.pop()) not in reached:
            reached.add(code)
            waiting.extend(neighbours(code))
    assert set(HOME) - reached == {named("Cô Tô")}


def test_the_drawing_holds_every_corner():
    drawn = a_map()
    corners = [tuple(map(float, pair.split(","))) for tile in drawn.tiles for pair in tile.points.split()]
    assert len(corners) == 6 * 54
    assert all(0 < x < drawn.width and 0 < y < drawn.height for x, y in corners)


def test_tiles_come_in_reading_order():
    drawn = a_map().tiles
    assert [(tile.y, tile.x) for tile in drawn] == sorted((tile.y, tile.x) for tile in drawn)
    assert drawn[0].place.label == "Hải Sơn"


def test_places_elsewhere_are_left_out():
    assert tile_map([Place("00004", "Ba Đình", "Phường Ba Đình", "/", 3)]).tiles == ()
    assert tile_map([]).scale == (a_map(0).scale)


def test_a_number_stays_with_its_word():
    drawn = {tile.place.label: tile.lines for tile in a_map().tiles}
    assert drawn["Móng Cái 2"] == ("Móng", "Cái 2")
    assert max(map(len, drawn.values())) == 2


@given(st.lists(st.integers(0, 100_000), min_size=54, max_size=54))
def test_each_shade_means_what_the_scale_says(counts):
    drawn = tile_map(a_place(code, count) for code, count in zip(HOME, counts, strict=True))
    meaning = {step.number: range(step.least, step.most + 1) for step in drawn.scale}
    assert all(tile.place.count in meaning[tile.shade] for tile in drawn.tiles)
    assert all(before.most + 1 == after.least for before, after in zip(drawn.scale, drawn.scale[1:], strict=False))
    assert len(drawn.scale) <= 5
    assert drawn.scale[-1].most == max(counts)


class Links(HTMLParser):
    """The links of a page with the words that tell of them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            told = dict(attrs)
            self.found[told["href"]] = told["aria-label"]


@pytest.fixture
def page(app: Flask) -> str:
    template = '{% from "components/commune_map.html" import commune_map %}{{ commune_map(map) }}'
    with app.test_request_context():
        return render_template_string(template, map=tile_map(a_place(code, int(code) % 7) for code in HOME))


def test_each_tile_is_a_link_that_says_its_name_and_its_count(page):
    links = Links(page).found
    assert len(links) == 54
    assert links["/commune/co-to"] == f"Đặc khu Cô Tô, {7192 % 7} sản phẩm"
    assert page.count("<title>") == 54


def test_the_map_can_be_moved_and_named_by_keyboard(page):
    assert re.search(r'<div class="commune-map-frame" tabindex="0" role="region" aria-label="Bản đồ [^"]+">', page)
    assert "style=" not in page


def test_the_scale_shows_each_shade_once(page):
    assert re.findall(r'<svg class="commune-tile-(\d)"', page) == ["0", "1", "2", "3", "4"]
