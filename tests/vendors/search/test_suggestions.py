"""What is offered while somebody types."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.database import db
from tests.factories.listings import a_listing
from tests.factories.vendors import a_vendor
from tests.statements import watch_statements


@pytest.fixture
def goods(app: Flask) -> None:
    a_listing(a_vendor("HTX Mực Cô Tô"), "Mực khô Cô Tô", category_number=8)
    a_listing(a_vendor("Cơ sở Thoan"), "Chả mực Hạ Long", category_number=8)
    db.session.commit()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("cha m", ["Chả mực Hạ Long"]),
        ("squi", ["Mực khô Cô Tô", "Chả mực Hạ Long"]),
        ("thoa", ["Cơ sở Thoan"]),
        ("co t", ["Mực khô Cô Tô", "HTX Mực Cô Tô", "Đặc khu Cô Tô"]),
        ("nuoc m", ["Nước mắm, tương"]),
    ],
)
def test_goods_producers_communes_and_sets_are_offered(
    goods: None, client: FlaskClient, typed: str, offered: list[str]
) -> None:
    page = client.get("/search/suggestions", query_string={"q": typed}).text
    assert [words for words in offered if f"<span>{words}</span>" not in page] == []


@pytest.mark.parametrize("typed", ["", "c", "'; --", "<b>", "\x00", "x" * 10_000, "🦑🦑"])
def test_nothing_is_offered_for_what_is_no_word(goods: None, client: FlaskClient, typed: str) -> None:
    answer = client.get("/search/suggestions", query_string={"q": typed})
    assert answer.status_code in {200, 400}
    assert "option" not in answer.text


def test_as_many_statements_for_many_as_for_few(goods: None, client: FlaskClient) -> None:
    counts = []
    for _ in range(2):
        client.get("/search/suggestions?q=muc")
        with watch_statements() as seen:
            client.get("/search/suggestions?q=muc")
        counts.append(len(seen))
        for _number in range(8):
            a_listing(title="Mực một nắng")
        db.session.commit()
    assert counts == [4, 4]
