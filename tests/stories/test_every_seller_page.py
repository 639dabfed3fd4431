"""Every page of a seller on a phone, read off the URL map: nothing too wide, too small, or closed to some readers."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Response

from tests.browsing import PHONE, flaws, share_session
from tests.factories.belongings import Belongings, belongings_of
from tests.factories.people import come_in
from tests.routes import READS, address_of, routes

pytestmark = pytest.mark.browser

OTHER_VIEWS = ("/seller/orders?tab=to-pack", "/seller/orders?tab=done", "/seller/stock?show=low")
UNDER_44_PIXELS = """() => {
  const small = (box) => box.width < 43.5 || box.height < 43.5;
  const inSentence = (link) => getComputedStyle(link).display === 'inline'
    && link.parentElement.textContent.trim() !== link.textContent.trim();
  const target = (one) => one.matches('[type=checkbox], [type=radio]') ? one.closest('label') ?? one
    : one.matches('.listing-card-link') ? one.closest('.relative') ?? one : one;
  return [...document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden])')]
    .filter((one) => one.checkVisibility() && !one.matches('.skip') && !(one.matches('a') && inSentence(one)))
    .map(target)
    .filter((one) => small(one.getBoundingClientRect()))
    .map((one) => `under 44 pixels: ${one.outerHTML.slice(0, 120)}`);
}"""
"""What hands touch: of a card the whole, of a choice its label; not links in sentences (WCAG 2.2, 2.5.8, inline)."""
FORMS_WITHOUT_A_KEY = """() => [...document.querySelectorAll('main form[method=post]')]
  .filter((form) => !form.elements.submit_key)
  .map((form) => `a form without its key: ${form.action}`)"""


def test_no_page_is_too_wide_too_small_or_closed_to_some(market: Flask, site: str, chromium: Browser) -> None:
    own = belongings_of("Lan")
    client = come_in(market.test_client(), own.person)
    addresses = [*_pages(market, client, own), *OTHER_VIEWS]
    assert len(addresses) > 35
    with chromium.new_context(
        base_url=site, viewport={"width": PHONE, "height": 740}, service_workers="block"
    ) as window:
        share_session(client, window, site)
        page = window.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("response", lambda got: complaints.append(got.url) if _is_missing(got) else None)
        found = {address: wrong for address in addresses if (wrong := _wrong_on(page, address))}
    assert found == {}
    assert complaints == []


def _pages(app: Flask, client: FlaskClient, own: Belongings) -> list[str]:
    """The addresses under /seller that show a page; the others hand out files."""
    asked = [address_of(rule, own) for rule in routes(app, READS, "seller")]
    answers = {address: client.get(address, buffered=True) for address in asked}
    assert [address for address, got in answers.items() if got.status_code >= 500] == []
    return [
        address
        for address, got in answers.items()
        if got.status_code == 200 and got.mimetype == "text/html" and _is_page(got.text)
    ]


def _is_missing(answer: Response) -> bool:
    """Whether a page asked for what is not there; the factory's photos have no files behind them."""
    return answer.status >= 400 and "/media/" not in answer.url


def _is_page(text: str) -> bool:
    return re.match(r"\s*<!doctype html>", text) is not None


def _wrong_on(page: Page, address: str) -> list[str]:
    page.goto(address)
    return [*flaws(page), *page.evaluate(UNDER_44_PIXELS), *page.evaluate(FORMS_WITHOUT_A_KEY)]
