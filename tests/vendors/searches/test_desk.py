"""The desk of searches: what was not found, and the words that mend it at once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.errors import Invalid
from tests.factories.listings import a_listing
from tests.factories.people import an_administrator, come_in
from vendors.lexicon.models import MissedSearch, SearchSynonym
from vendors.lexicon.operations import KEPT, forget_misses, note_miss
from vendors.lexicon.queries import missed
from vendors.searches.operations import add_synonym, remove_synonym
from vendors.storefront import queries
from vendors.storefront.search import Question


@pytest.fixture
def squid(app: Flask) -> None:
    a_listing(title="Mực khô Cô Tô")
    a_listing(title="Mục nhĩ khô")
    db.session.commit()


def _titles(words: str) -> list[str]:
    return [entry.title_vi for entry in queries.search(Question(words=words), number=1).rows]


def test_goods_are_found_by_what_people_say_until_it_is_taken_back(squid: None) -> None:
    administrator = an_administrator()
    assert add_synonym("Khô xoắn", "mực khô", by=administrator) == 1
    db.session.commit()
    assert _titles("kho xoan") == ["Mực khô Cô Tô"]
    synonym = db.session.scalars(select(SearchSynonym)).one()
    remove_synonym(synonym, by=administrator)
    db.session.commit()
    assert _titles("kho xoan") == []


def test_goods_put_on_sale_later_are_found_by_it_too(squid: None) -> None:
    add_synonym("khô xoắn", "mực khô", by=an_administrator())
    a_listing(title="Mực khô Vân Đồn")
    db.session.commit()
    assert len(_titles("kho xoan")) == 2


@pytest.mark.parametrize(("said", "meant"), [("!!", "mực"), ("khô", "🦑"), ("khô", "bánh xèo"), ("khô xoắn", "mực")])
def test_words_that_mend_nothing_are_refused(squid: None, said: str, meant: str) -> None:
    administrator = an_administrator()
    add_synonym("khô xoắn", "mực", by=administrator)
    with pytest.raises(Invalid):
        add_synonym(said, meant, by=administrator)


def test_searches_are_counted_and_forgotten(app: Flask) -> None:
    note_miss("Bánh xèo")
    note_miss("banh  xeo")
    with clock.at(clock.now() + KEPT / 2):
        note_miss("phở")
    with clock.at(clock.now() + KEPT + KEPT / 4):
        assert forget_misses() == 1
    assert [row.words for row in db.session.scalars(missed())] == ["pho"]


def test_the_desk_mends_a_search(squid: None, client: FlaskClient) -> None:
    client.get("/search?q=brompton")
    come_in(client, an_administrator())
    assert "brompton" in client.get("/desk/searches").text
    assert client.post("/desk/searches", data={"said": "brompton", "meant": "bánh xèo"}).status_code == 422
    page = client.post("/desk/searches", data={"said": "brompton", "meant": "mực khô"}, follow_redirects=True).text
    assert "“brompton” tìm cả “mực khô”" in page
    assert db.session.scalars(select(MissedSearch)).all() == []
    assert "Mực khô Cô Tô" in client.get("/search?q=brompton").text


def test_a_search_can_be_dismissed(squid: None, client: FlaskClient) -> None:
    client.get("/search?q=brompton")
    come_in(client, an_administrator())
    client.post("/desk/searches/dismissals", data={"words": "brompton"})
    assert db.session.scalars(select(MissedSearch)).all() == []
