"""Every page that is for everybody, read off the URL map, on a phone: sound for all readers, in the three languages."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from http import HTTPStatus
from itertools import cycle

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Response, ViewportSize
from sqlalchemy import select
from werkzeug.routing import Rule

from marketplace import clock
from marketplace.database import db
from marketplace.web.audience import MARK, public
from marketplace.web.language import LANGUAGES
from orders.answering.links import answer_link
from orders.models import VendorOrder
from tests.browsing import PHONE, flaws, share_session
from tests.factories.belongings import Belongings, belongings_of
from tests.factories.people import come_in
from tests.routes import READS, address_of, routes
from vendors.certificates.models import Certificate
from vendors.stock.models import Lot

pytestmark = pytest.mark.browser

EVERYBODY = getattr(public(lambda: None), MARK)
FEWEST = 30
A_PHONE: ViewportSize = {"width": PHONE, "height": 740}


def test_every_page_is_sound_in_one_language_or_another(market: Flask, site: str, chromium: Browser) -> None:
    languages = cycle(LANGUAGES)
    assert _walk(market, site, chromium, lambda: (next(languages),)) == []


@pytest.mark.soak
def test_every_page_is_sound_in_each_language(market: Flask, site: str, chromium: Browser) -> None:
    assert _walk(market, site, chromium, lambda: LANGUAGES) == []


def _walk(market: Flask, site: str, chromium: Browser, languages: Callable[[], Iterable[str]]) -> list[str]:
    """What is wrong with the pages that a visitor may open, and those of a buyer that are open behind a key."""
    own = _with_what_is_public(belongings_of("Lan"))
    buyer, stranger = come_in(market.test_client(), own.person), market.test_client()
    rules = [rule for rule in routes(market, READS) if _is_for_everybody(market, rule)]
    seen = [address for rule in rules if _is_page(stranger, address := address_of(rule, own))]
    own_pages = [
        address for rule in rules if (address := address_of(rule, own)) not in seen and _is_page(buyer, address)
    ]
    assert len(seen) + len(own_pages) >= FEWEST
    with chromium.new_context(base_url=site, viewport=A_PHONE, service_workers="block") as window:
        page, complaints = window.new_page(), list[str]()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("response", lambda got: complaints.append(got.url) if _is_missing(got) else None)
        found = [flaw for address in seen for flaw in _flaws_on(page, address, languages())]
        share_session(buyer, window, site)
        found += [flaw for address in own_pages for flaw in _flaws_on(page, address, languages())]
    return found + complaints


def _is_missing(answer: Response) -> bool:
    """Whether a page asked for what is not there; the factory's photos have no files behind them."""
    return answer.status >= HTTPStatus.BAD_REQUEST and "/media/" not in answer.url


def _with_what_is_public(own: Belongings) -> Belongings:
    """What strangers' addresses call things: a commune, a layout, a verified certificate, a jar, a letter's link."""
    certificate = db.session.get_one(Certificate, own.named["certificate_id"])
    certificate.verified_at = clock.now()
    part = db.session.scalars(select(VendorOrder).where(VendorOrder.number == own.named["seller.number"])).one()
    public_names = {
        "commune.slug": "binh-lieu",
        "design.layout": "seller",
        "lot.token": db.session.get_one(Lot, own.named["lot_id"]).token,
        "o.token": answer_link(part, own.person).rpartition("/")[2],
        "media.key": "public/none",
        "static.name": "none",
    }
    return replace(own, named=own.named | public_names)


def _is_for_everybody(app: Flask, rule: Rule) -> bool:
    return getattr(app.view_functions[rule.endpoint], MARK, None) is EVERYBODY


def _is_page(client: FlaskClient, address: str) -> bool:
    answer = client.get(address)
    return answer.status_code == 200 and answer.mimetype == "text/html" and "<html" in answer.text[:200]


def _flaws_on(page: Page, address: str, languages: Iterable[str]) -> Iterator[str]:
    for language in languages:
        page.goto(f"{address}?lang={language}", wait_until="domcontentloaded")
        named = address.rpartition("/")[2]
        assert page.locator("html").get_attribute("lang") == (named if named in LANGUAGES else language)
        yield from (f"{address} in {language}: {flaw}" for flaw in flaws(page))
