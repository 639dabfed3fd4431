"""The goods of the demo market, as the file has them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from marketplace.places.gazetteer import commune_rows
from marketplace.text import slug
from vendors.listings.models import Storage
from workers.seed.goods import Product, products

GOODS = list(products().values())
DISTRICTS = {row["former_district"] for row in commune_rows() if row["former_district"]}
ALLERGENS = {"crustaceans", "eggs", "fish", "gluten", "molluscs", "peanuts", "sesame", "soybeans"}


def each(check: Callable[[Product], None]) -> Callable[[], None]:
    """Make one test of a check of every product; the first that is wrong is named."""

    def test() -> None:
        for goods in GOODS:
            try:
                check(goods)
            except AssertionError as wrong:
                wrong.add_note(goods.key)
                raise

    test.__doc__ = check.__doc__
    return test


def test_there_are_134_and_82_name_their_page():
    assert len(GOODS) == 134
    assert sum(bool(goods.source) for goods in GOODS) == 82


def test_keys_are_the_names_without_marks():
    assert [goods.key for goods in GOODS] == [slug(goods.name_vi) for goods in GOODS]
    assert len({goods.name_vi for goods in GOODS}) == 134


def test_only_goods_with_a_page_have_a_producer_or_a_star():
    assert [goods.key for goods in GOODS if not goods.source and (goods.producer or goods.star)] == []
    assert Counter(goods.star for goods in GOODS if goods.star) == {5: 6, 4: 17, 3: 2}


@each
def test_a_star_has_its_year(goods):
    assert (goods.star is None) == (goods.star_year is None)
    assert goods.star in {None, 3, 4, 5}


@each
def test_words_are_whole_in_three_languages(goods):
    for name in (goods.name_vi, goods.name_en, goods.name_fr):
        assert name == unicodedata.normalize("NFC", name.strip())
    for words in (goods.description_vi, goods.description_en, goods.description_fr):
        assert 70 <= len(words) <= 170
        assert words.endswith(".")
        assert "  " not in words


@each
def test_french_has_its_own_quotes_and_spaces(goods):
    words = f"{goods.name_fr} {goods.description_fr}"
    assert "'" not in words
    assert not re.search(r"\w[;:!?](\s|$)", words)


@each
def test_alcohol_says_for_whom_it_is(goods):
    grown_up = "18 tuổi" in goods.description_vi
    assert grown_up == (goods.set_number in {14, 15})
    assert grown_up == ("over 18" in goods.description_en) == ("18 ans" in goods.description_fr)


@each
def test_figures_are_plausible(goods):
    assert 10_000 <= goods.price_dong <= 10_000_000
    assert goods.price_dong % 1000 == 0
    assert 1 <= goods.weight_grams <= 20_000
    assert goods.net_unit in {"g", "ml", "piece"}
    assert goods.net_amount > 0
    if goods.net_unit == "g":
        assert goods.net_amount < goods.weight_grams


@each
def test_the_unit_says_the_net_amount(goods):
    """A kilogram is 1000 g; "gói 500 g" is 500 g; "thùng 24 chai 500 ml" is 12 litres."""
    if goods.unit == "kg":
        assert (goods.net_amount, goods.net_unit) == (1000, "g")
    elif said := re.search(r"(?:(\d+) chai )?(\d+) (kg|g|ml)$", goods.unit):
        factor = 1000 if said[3] == "kg" else 1
        assert goods.net_amount == int(said[1] or 1) * int(said[2]) * factor


@each
def test_food_can_be_kept_and_says_what_is_in_it(goods):
    assert goods.storage in {storage.value for storage in Storage}
    if goods.set_number <= 18 or goods.set_number == 20:
        assert goods.shelf_life_days
        assert goods.ingredients
    if goods.storage == "live":
        assert goods.shelf_life_days <= 3
    assert set(goods.allergens) <= ALLERGENS


@each
def test_the_place_is_known(goods):
    assert goods.former_district in DISTRICTS | {""}


@each
def test_animals_of_the_land_are_not_shown_at_sea(goods):
    assert goods.ground in {"", "sun", "tea", "rice"}
    if {"pig", "chicken", "duck", "boar"} & {goods.drawing, goods.second_drawing}:
        assert goods.ground


@each
def test_a_season_is_whole(goods):
    assert (goods.season_from_month is None) == (goods.season_until_month is None)
    assert goods.season_from_month in {None, *range(1, 13)}
    assert goods.season_until_month in {None, *range(1, 13)}


def test_codes_are_first_letters():
    assert products()["mien-dong-binh-lieu"].sku == "MDBL"
    assert products()["mai-vang-yen-tu-cay"].sku == "MVYT"
