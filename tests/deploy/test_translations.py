"""Catalogues are filled from what features bring along, and checked for what would break."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from deploy import translations


@pytest.fixture
def catalogue() -> Catalog:
    """A French catalogue with two sentences of the code."""
    found = Catalog(locale="fr")
    found.add("Giỏ hàng")
    found.add("Còn %(count)s sản phẩm\nở kho", flags=["python-format"])
    return found


def test_pending_words_fill_empty_places_only(catalogue: Catalog, tmp_path: Path) -> None:
    (tmp_path / "carts.tsv").write_text(
        "Giỏ hàng\tCart\tPanier\n"
        "Còn %(count)s sản phẩm\\nở kho\t%(count)s left\\nin stock\tReste %(count)s\\nen stock\n"
        "Không còn dùng\tUnused\tInutile\n",
        encoding="utf-8",
    )
    catalogue["Giỏ hàng"].string = "Votre panier"
    translations._take_pending(catalogue, tmp_path, column=2)
    assert {message.id: message.string for message in catalogue if message.id} == {
        "Giỏ hàng": "Votre panier",
        "Còn %(count)s sản phẩm\nở kho": "Reste %(count)s\nen stock",
    }


def test_english_in_the_french_catalogue_is_told(catalogue: Catalog) -> None:
    english = Catalog(locale="en")
    for message, words in (("Giỏ hàng", "Photos"), ("Còn %(count)s sản phẩm\nở kho", "Only %(count)s left in stock")):
        english.add(message, words)
        catalogue[message].string = words
    told = list(translations._still_in_the_other_language(english, catalogue))
    assert len(told) == 1
    assert "sản phẩm" in told[0]


def test_missing_words_and_lost_values_are_told(catalogue: Catalog) -> None:
    catalogue["Còn %(count)s sản phẩm\nở kho"].string = "Reste %(number)s\nen stock"
    problems = list(translations._problems(catalogue))
    assert len(problems) == 2
    assert "no words for 'Giỏ hàng'" in problems[0]
    assert "other places for values" in problems[1]


def test_whole_catalogues_have_no_problems(catalogue: Catalog) -> None:
    catalogue["Giỏ hàng"].string = "Panier"
    catalogue["Còn %(count)s sản phẩm\nở kho"].string = "Reste %(count)s\nen stock"
    assert list(translations._problems(catalogue)) == []
