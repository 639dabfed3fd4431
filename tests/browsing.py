"""A running site and a real Chromium, for tests of what hands and eyes meet."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from deploy.browser import find_chromium
from tests.effort import IS_SOAK

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE = 360
DESK = 1280
BOTH = (PHONE, DESK)

TOO_SMALL_FOR_A_FINGER = """() => [...document.querySelectorAll(
    'button, summary, select, textarea, input, a.btn, a.pill, nav a')]
  .filter((one) => !['hidden', 'checkbox', 'radio'].includes(one.type) && one.checkVisibility())
  .filter((one) => one.getBoundingClientRect().height < 43.5)
  .map((one) => one.outerHTML.slice(0, 120))"""
WHEN_COLOURS_REST = """() => Promise.allSettled(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime < 5000 && one.effect.target?.checkVisibility())
  .map((one) => one.finished)).then(() => true)"""
"""What moves in a closed part of the page never comes to its end: nobody would see it."""
AXE = """() => axe.run({resultTypes: ["violations"], elementRef: false, preload: false, iframes: false})
  .then((found) => found.violations)"""
WIDER_THAN_THE_WINDOW = "() => document.documentElement.scrollWidth - window.innerWidth"


@contextmanager
def running(app: Flask) -> Iterator[str]:
    """The address at which the application answers, on a free port of this machine, until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_window(
    browser: Browser, site: str, *, width: int = PHONE, height: int = 800, night: bool = False
) -> Iterator[Page]:
    """A window of its own cookies; what the page complains of (policy, scripts, missing files) fails the test."""
    scheme = "dark" if night else "light"
    context = browser.new_context(base_url=site, viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert not complaints, complaints


def share_session(client: FlaskClient, window: BrowserContext, site: str) -> None:
    """Let a window be signed in as the client is."""
    cookie = client.get_cookie("session")
    assert cookie is not None
    window.add_cookies([{"name": "session", "value": cookie.value, "url": site}])


def flaws(page: Page, *widths: int) -> list[str]:
    """What is wrong with the page for readers of any ability: axe's findings, sideways scrolling, small targets.

    At these widths, one after the other, or as wide as the window is. axe reads the page at the first of them only
    (it is the same page), in `make soak` at each.
    """
    if not widths:
        return _read_by_axe(page) + _out_of_shape(page)
    size, found = page.viewport_size, []
    for width in widths:
        page.set_viewport_size({"width": width, "height": size["height"]})
        read = _read_by_axe(page) if IS_SOAK or width == widths[0] else []
        found += [f"{flaw} at {width} px" for flaw in read + _out_of_shape(page)]
    page.set_viewport_size(size)
    return found


def _read_by_axe(page: Page) -> list[str]:
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.evaluate(WHEN_COLOURS_REST)
    if page.evaluate("() => typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(AXE)
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def _out_of_shape(page: Page) -> list[str]:
    told = []
    if wider := page.evaluate(WIDER_THAN_THE_WINDOW):
        told.append(f"{wider} px wider than the window")
    return told + [f"too small: {one}" for one in page.evaluate(TOO_SMALL_FOR_A_FINGER)]
