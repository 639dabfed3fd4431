"""What is said in the demo, and the papers and names that it shows."""

from random import Random

import pytest

from marketplace.papers import read_paper
from marketplace.places.gazetteer import without_marks
from vendors.models import VendorKind
from vendors.onboarding.models import PaperKind
from workers.seed.goods import products
from workers.seed.names import Namer
from workers.seed.offers import offer_of
from workers.seed.papers import TITLES, paper_for
from workers.seed.stories import story_of
from workers.seed.themes import TRADES, Theme, theme_of


@pytest.mark.parametrize("theme", Theme)
def test_every_trade_has_a_story_for_every_kind(theme):
    for kind in (VendorKind.COMPANY, VendorKind.COOPERATIVE, VendorKind.HOUSEHOLD):
        story = story_of(kind, theme, brand="bà Lan", place="Bình Liêu", chance=Random(3))
        for words in (story.vi, story.en, story.fr):
            assert "{" not in words
            assert words[0].isupper()
        assert "bà" not in story.en


def test_every_product_belongs_to_a_trade_with_names():
    assert {theme_of(product) for product in products().values()} <= TRADES.keys()


def test_names_are_never_given_twice():
    namer = Namer(Random(1))
    names = [namer.name(VendorKind.COMPANY, Theme.WATER).name for _ in range(900)]
    assert len(set(names)) == 900


def test_an_offer_without_a_brand_claims_nothing_of_its_maker():
    product = products()["cha-muc-ha-long"]
    offer = offer_of(product, brand="", place="Hạ Long", is_first=True, chance=Random(1))
    assert offer.text.vi == product.description_vi
    assert offer.packs[0].price_dong == product.price_dong


def test_a_larger_pack_holds_and_costs_more():
    product = products()["mien-dong-binh-lieu"]
    offers = [offer_of(product, brand="An", place="X", is_first=False, chance=Random(seed)) for seed in range(20)]
    pairs = [offer.packs for offer in offers if len(offer.packs) == 2]
    assert pairs
    for single, larger in pairs:
        assert larger.net_amount == 3 * single.net_amount
        assert single.price_dong < larger.price_dong < 3 * single.price_dong


@pytest.mark.parametrize("kind", PaperKind)
def test_papers_are_pdf_that_the_market_keeps(kind):
    paper = read_paper(paper_for(kind, "HTX Đông Bắc (minh họa)"))
    assert paper.content_type == "application/pdf"
    assert b"(HTX DONG BAC MINH HOA)" in paper.content
    assert without_marks(TITLES[kind]).upper().encode() in paper.content
