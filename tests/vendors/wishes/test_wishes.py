"""Hearts: of guests and of people, on cards and on their own page."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.database import db
from marketplace.errors import Invalid, NotFound
from tests.factories.listings import a_listing
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_vendor
from tests.statements import watch_statements
from vendors import shown
from vendors.listings.models import Listing, ListingStatus
from vendors.models import Vendor
from vendors.wishes import operations
from vendors.wishes.models import Wish
from vendors.wishes.operations import Wisher

FULL = 'aria-pressed="true"'


@pytest.fixture
def honey(app: Flask) -> Listing:
    listing = a_listing(a_vendor("HTX Mật ong Ba Chẽ"), "Mật ong Ba Chẽ")
    db.session.commit()
    return listing


def wishes() -> list[Wish]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Wish).order_by(Wish.id)))


def test_a_guests_heart_is_kept_and_emptied(honey: Listing, client: FlaskClient) -> None:
    answer = client.post("/wishes", data={"wish": honey.id, "next": "/search"})
    assert (answer.status_code, answer.location) == (303, "/search")
    assert FULL in client.get("/search").text
    client.post("/wishes", data={"unwish": honey.id})
    assert FULL not in client.get("/search").text
    assert wishes() == []


def test_one_persons_hearts_are_not_anothers(honey: Listing, app: Flask, client: FlaskClient) -> None:
    client.post("/wishes", data={"wish": honey.id})
    page = client.get("/search")
    assert "private" in page.headers["Cache-Control"]
    assert FULL not in app.test_client().get("/search").text


def test_a_script_gets_the_heart_alone_under_its_name(honey: Listing, client: FlaskClient) -> None:
    headers = {"HX-Request": "true", "HX-Trigger": "heart-3"}
    heart = client.post("/wishes", data={"wish": honey.id}, headers=headers).text
    assert FULL in heart
    assert 'id="heart-3"' in heart
    assert "<html" not in heart


def test_a_guests_wishes_come_along_at_login_once(honey: Listing, app: Flask, client: FlaskClient) -> None:
    person, tea = a_person(), a_listing(title="Trà hoa vàng")
    operations.wish(Wisher(user_id=person.id), honey.id)
    db.session.commit()
    for listing in (honey, tea):
        client.post("/wishes", data={"wish": listing.id})
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = person.get_id(), True
    page = client.get("/account/wishes").text
    assert page.count(FULL) == 2
    assert {(each.user_id, each.token, each.listing_id) for each in wishes()} == {
        (person.id, None, honey.id),
        (person.id, None, tea.id),
    }


def test_the_page_groups_by_shop_and_says_what_is_gone(honey: Listing, client: FlaskClient) -> None:
    gone = a_listing(db.session.get_one(Vendor, honey.vendor_id), "Hàng đã nghỉ")
    db.session.commit()
    for listing in (honey, gone):
        client.post("/wishes", data={"wish": listing.id})
    db.session.get_one(Listing, gone.id).status = ListingStatus.PAUSED
    shown.changed(gone.id)
    db.session.commit()
    page = client.get("/wishes").text
    assert page.count("HTX Mật ong Ba Chẽ</a></h2>") == 1
    assert "Hàng đã nghỉ" in page


def test_cards_ask_for_their_hearts_in_one_statement(app: Flask, client: FlaskClient) -> None:
    vendor = a_vendor()
    listings = [a_listing(vendor, f"Miến {number}") for number in range(5)]
    come_in(client, a_person())
    client.get("/search")
    for listing in listings:
        client.post("/wishes", data={"wish": listing.id})
    with watch_statements() as seen:
        page = client.get("/search").text
    assert page.count(FULL) == 5
    assert len([text for text in seen.texts if " wish" in text]) == 1


def test_a_visitor_without_wishes_costs_no_statement(honey: Listing, client: FlaskClient) -> None:
    with watch_statements() as seen:
        client.get("/search")
    assert [text for text in seen.texts if " wish" in text] == []


def test_what_buyers_cannot_see_is_not_wished_for(app: Flask) -> None:
    with pytest.raises(NotFound):
        operations.wish(Wisher(token="x"), a_listing(on_sale=False).id)


def test_there_is_an_end_of_wishes(honey: Listing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MOST_WISHES", 0)
    with pytest.raises(Invalid, match="0 món"):
        operations.wish(Wisher(token="x"), honey.id)


def test_guests_wishes_of_long_ago_are_swept(honey: Listing) -> None:
    person = a_person()
    with clock.at(clock.now() - timedelta(days=operations.GUEST_WISH_DAYS, minutes=1)):
        operations.wish(Wisher(token="old"), honey.id)
        operations.wish(Wisher(user_id=person.id), honey.id)
    operations.wish(Wisher(token="young"), honey.id)
    assert operations.sweep_guest_wishes() == 1
    assert {each.token for each in wishes()} == {None, "young"}
