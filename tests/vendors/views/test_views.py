"""Views: who counts, that each is kept once, and what becomes of a count that was interrupted."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from marketplace import clock
from marketplace.database import db
from tests.factories.listings import a_listing
from vendors.listings.models import Listing
from vendors.views.counting import counts, is_person
from vendors.views.models import ListingViews
from vendors.views.operations import keep_counts, take_counts

A_BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
ROBOTS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "facebookexternalhit/1.1",
    "curl/8.5.0",
    "python-requests/2.32",
    "CocCocBot/1.0",
    "",
)


@pytest.fixture(autouse=True)
def nothing_counted(app) -> Iterator[None]:
    _forget()
    yield
    _forget()


def _forget() -> None:
    for key in counts().scan_iter("views:*"):
        counts().delete(key)


def kept(listing: Listing) -> int | None:
    return db.session.scalar(select(ListingViews.views).where(ListingViews.listing_id == listing.id))


def address_of(listing: Listing) -> str:
    return f"/p/{listing.vendor.slug}/{listing.slug}"


def asked(agent: str = A_BROWSER, method: str = "GET", **headers: str) -> Request:
    return Request(EnvironBuilder(method=method, headers={"User-Agent": agent, **headers}).get_environ())


def test_people_count_and_robots_do_not() -> None:
    assert is_person(asked())
    assert [agent for agent in ROBOTS if is_person(asked(agent))] == []
    assert not is_person(asked(method="HEAD"))
    assert not is_person(asked(**{"Sec-Purpose": "prefetch;prerender"}))


def test_a_look_at_the_page_is_kept_by_day_and_once(client) -> None:
    listing = a_listing()
    db.session.refresh(listing, ["vendor"])
    address = address_of(listing)
    db.session.commit()
    for agent in (A_BROWSER, A_BROWSER, ROBOTS[0]):
        assert client.get(address, headers={"User-Agent": agent}).status_code == 200
    [key] = take_counts()
    keep_counts(key)
    assert kept(listing) == 2
    assert db.session.scalars(select(ListingViews.day)).one() == clock.today()
    assert take_counts() == [key], "the count is deleted only when it is known to be kept"
    keep_counts(key)
    assert take_counts() == []
    assert kept(listing) == 2
    client.get(address, headers={"User-Agent": A_BROWSER})
    for key in take_counts():
        keep_counts(key)
    assert kept(listing) == 3


def test_a_listing_that_is_gone_is_left_out(app) -> None:
    counts().hincrby(f"views:day:{clock.today()}", "999999999", 5)
    for key in take_counts():
        keep_counts(key)
    assert db.session.scalar(select(ListingViews.views)) is None
