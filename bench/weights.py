"""`python -m bench.weights [address] [--json]`: what public pages weigh and how they appear in Chromium.

On a market that runs (`make run`). Each page is opened in a browser that has never been there, once as a phone of 360
pixels and once as a desk: bytes that came over the line in all and of scripts (bar: 300 KB, 60 KB), requests, layout
shift (bar: 0.1), and when the largest thing was painted, on this machine and without a slow line.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from deploy.browser import find_chromium

SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}
MOST_BYTES, MOST_SCRIPT_BYTES, MOST_SHIFT = 300_000, 60_000, 0.1
FIXED = ("/", "/search", "/communes", "/cart", "/sell", "/login")
WATCH = """
window.seen = { shift: 0, largest: 0 };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.seen.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.seen.largest = entry.startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
"""
console = Console(highlight=False)


@dataclass(frozen=True)
class Weight:
    """What came over the line for a page (bytes, as they were sent), and how it appeared (shift, milliseconds)."""

    page: str
    size: str
    status: int
    requests: int
    total_bytes: int
    script_bytes: int
    picture_bytes: int
    shift: float
    largest_ms: int

    @property
    def is_within(self) -> bool:
        """Whether it keeps the bars."""
        is_light = self.total_bytes < MOST_BYTES and self.script_bytes < MOST_SCRIPT_BYTES
        return self.status < 400 and is_light and self.shift < MOST_SHIFT  # noqa: PLR2004 - an error's status


def main() -> None:
    """Measure every page and say what is beyond a bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        pages = [*FIXED, *_found(browser, asked.address)]
        weights = [weigh(browser, asked.address, path, size) for path in pages for size in SIZES]
        browser.close()
    _tell(weights, as_json=asked.json)
    raise SystemExit(not all(weight.is_within for weight in weights))


def weigh(browser: Browser, address: str, path: str, size: str) -> Weight:
    """Open a page for the first time and let it come to rest."""
    with browser.new_context(viewport=SIZES[size]) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.add_init_script(WATCH)
        came, kinds = _listen(page)
        answer = page.goto(address + path, wait_until="networkidle")
        seen = page.evaluate("window.seen")
    by_kind: Counter[str] = Counter()
    for request, count in came.items():
        by_kind[kinds.get(request, "")] += count
    return Weight(
        page=path,
        size=size,
        status=answer.status if answer else 0,
        requests=len(came),
        total_bytes=sum(came.values()),
        script_bytes=by_kind["Script"],
        picture_bytes=by_kind["Image"],
        shift=round(seen["shift"], 3),
        largest_ms=round(seen["largest"]),
    )


def _listen(page: Page) -> tuple[dict[str, int], dict[str, str]]:
    """Note how many bytes come for each request, heads included, and what kind of thing it is."""
    came: dict[str, int] = {}
    kinds: dict[str, str] = {}

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        came[event["requestId"]] = round(event["encodedDataLength"])

    line = page.context.new_cdp_session(page)
    line.on("Network.responseReceived", answered)
    line.on("Network.loadingFinished", finished)
    line.send("Network.enable")
    return came, kinds


def _found(browser: Browser, address: str) -> Iterator[str]:
    """Give the first listing, its shop and the first commune."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/search")
        listing = page.locator("a.listing-card-link").first.get_attribute("href") or "/"
        yield listing
        yield re.sub(r"^/p/([^/]+)/.*", r"/shop/\1", listing)
        page.goto(f"{address}/communes")
        yield page.locator("a[href^='/commune/']").first.get_attribute("href") or "/"


def _tell(weights: list[Weight], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([asdict(weight) for weight in weights], indent=1))
        return
    table = Table("page", "size", "requests", "KB", "scripts", "pictures", "shift", "largest", box=None)
    for each in weights:
        kilobytes = [f"{count / 1000:.0f}" for count in (each.total_bytes, each.script_bytes, each.picture_bytes)]
        row = (each.page, each.size, str(each.requests), *kilobytes, f"{each.shift:.3f}", f"{each.largest_ms} ms")
        table.add_row(*row, style="" if each.is_within else "red")
    console.print(table)


if __name__ == "__main__":
    main()
