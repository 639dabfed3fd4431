"""Pages of answers: shareable, whole, as quick far behind as in front, whatever the address says."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.datastructures import MultiDict

from marketplace.database import db
from tests.factories.listings import a_listing
from tests.factories.vendors import a_vendor
from tests.statements import watch_statements
from vendors.lexicon.models import MissedSearch
from vendors.storefront.filters import address_of, place_from, question_from
from vendors.storefront.listed import PAGE_SIZE, Place, sheet_of
from vendors.storefront.models import CatalogueEntry
from vendors.storefront.search import Question, Sort

MANY = 2 * PAGE_SIZE + 5
CARD = re.compile(r'class="listing-card-link" href="[^"]*">([^<]*)<')


@pytest.fixture
def many(app: Flask) -> list[str]:
    """More noodles than two pages show, each with its price."""
    vendor = a_vendor()
    titles = [f"Miến dong số {number}" for number in range(MANY)]
    for number, title in enumerate(titles):
        a_listing(vendor, title, price_dong=10_000 + number // 3)
    db.session.commit()
    return titles


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_show_everything_once_there_and_back(many: list[str], sort: Sort) -> None:
    question, seen, sheets = Question(words="mien", sort=sort), [], []
    place = Place()
    for _ in range(3):
        sheets.append(sheet_of(question, place, last=3))
        seen += [entry.title_vi for entry in sheets[-1].rows]
        place = sheets[-1].after
    assert sorted(seen) == sorted(many)
    assert [sheet.has_next for sheet in sheets] == [True, True, False]
    back = sheet_of(question, sheets[2].before, last=3)
    assert [entry.listing_id for entry in back.rows] == [entry.listing_id for entry in sheets[1].rows]


def test_the_pages_link_to_each_other(many: list[str], client: FlaskClient) -> None:
    first = client.get("/search?q=mien&sort=cheapest").text
    following = re.search(r'rel="next" href="([^"]*)"', first)
    assert following
    second = client.get(following[1].replace("&amp;", "&")).text
    assert "Trang 2 trong 3" in second
    assert CARD.findall(second)[0] == f"Miến dong số {PAGE_SIZE}"


@pytest.mark.parametrize("page", ["-1", "0", "x", "1e9", "1000000000", "9" * 40, "3&after=999999", "2&after=-5", ""])
def test_any_page_number_is_answered(many: list[str], client: FlaskClient, page: str) -> None:
    answer = client.get(f"/search?q=mien&page={page}", follow_redirects=True)
    assert answer.status_code == 200
    assert CARD.findall(answer.text)


def test_the_place_survives_when_the_listing_that_it_names_is_gone(many: list[str]) -> None:
    question = Question(words="mien", sort=Sort.CHEAPEST)
    place = sheet_of(question, Place(), last=3).after
    db.session.execute(delete(CatalogueEntry).where(CatalogueEntry.listing_id == place.after))
    assert len(sheet_of(question, place, last=3).rows) == PAGE_SIZE


def test_statements_are_as_many_for_every_page(many: list[str], client: FlaskClient) -> None:
    first = client.get("/search?q=mien&sort=cheapest").text
    following = re.search(r'rel="next" href="([^"]*)"', first)
    assert following
    counts = []
    for address in ("/search?q=mien", following[1].replace("&amp;", "&"), "/search?q=mieens+dogn", "/search?q=wwwww"):
        client.get(address)
        with watch_statements() as seen:
            client.get(address)
        counts.append(len(seen))
    assert counts[0] <= 2
    assert counts[1] <= 3
    assert max(counts) <= 6


@pytest.mark.parametrize(
    "address",
    [
        "/search",
        "/search?q=m%E1%BB%B1c&category=6&category=8&commune=06838&sort=cheapest",
        "/search?band=0&band=4&storage=frozen&district=C%C3%B4+T%C3%B4&star=4&price_from=5&in_stock=1&to_province=22",
    ],
)
def test_an_address_is_written_as_it_is_read(address: str) -> None:
    args = MultiDict(parse_qsl(urlsplit(address).query))
    assert address_of(question_from(args), place_from(args)) == address


def test_what_is_empty_in_an_address_is_taken_out(many: list[str], client: FlaskClient) -> None:
    answer = client.get("/search?q=mien&category=&star=&sort=cheapest")
    assert (answer.status_code, answer.location) == (302, "/search?q=mien&sort=cheapest")


def test_a_slip_is_mended_and_can_be_meant(many: list[str], client: FlaskClient) -> None:
    page = client.get("/search?q=mien+dogn").text
    assert "Đây là kết quả cho “miến dong”." in page
    assert 'href="/search?q=mien+dogn&amp;exact=1"' in page
    assert "Chưa tìm thấy" in client.get("/search?q=wwwww&exact=1").text


def test_only_words_that_find_nothing_are_kept_and_nothing_personal(many: list[str], client: FlaskClient) -> None:
    for words in ("Bánh xèo Zù", "bánh xèo zù", "mien", "mieens", "0912 345 678", "lan@example.vn", "🦑", "q" * 500):
        client.get("/search", query_string={"q": words})
    client.get("/search?q=mien&star=5")
    kept = db.session.execute(select(MissedSearch.words, MissedSearch.count)).all()
    assert [tuple(row) for row in kept] == [("banh xeo zu", 2)]
