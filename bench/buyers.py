"""A guest who buys through the pages, as quickly as the site answers."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx

from bench.pages import Page

IN_HANOI = {"province": "01", "commune_code": "00070", "street": "12 Hàng Bài", "phone": "0987654321"}
PATIENCE_SECONDS = 120
SEE_OTHER = 303


@dataclass(frozen=True)
class Answer:
    """How one purchase ended: the order numbers of each press of the button (none: refused), and what was told."""

    numbers: tuple[str, ...]
    told: str
    seconds: float
    transferred_dong: int = 0


@dataclass(frozen=True)
class Errand:
    """What a buyer is to do: the addresses of the goods, cash or transfer, and how often the button is pressed."""

    name: str
    goods: Sequence[str]
    method: str
    presses: int = 1


def run(site: str, errand: Errand) -> Answer:
    """Buy, and pay if it is to be paid; give how it ended."""
    with httpx.Client(base_url=site, timeout=PATIENCE_SECONDS, trust_env=False) as browser:
        began = time.monotonic()
        for address in errand.goods:
            _put_into_cart(browser, address)
        answers = _place(browser, errand)
        numbers = tuple(urlsplit(each.headers["location"]).path.split("/")[-1] for each in answers if _is_placed(each))
        seconds = time.monotonic() - began
        if not numbers:
            return Answer((), _told(answers[0]), seconds)
        order = answers[0] if _is_placed(answers[0]) else answers[-1]
        transferred = _transfer(browser, order.headers["location"]) if errand.method == "transfer" else 0
        return Answer(numbers, "", seconds, transferred)


def _put_into_cart(browser: httpx.Client, address: str) -> None:
    page = Page.read(browser.get(address).raise_for_status().text)
    browser.post("/cart/lines", data=page.form("variant_id").filled())


def _place(browser: httpx.Client, errand: Errand) -> list[httpx.Response]:
    """Fill in the page, see what it costs, and press the button: twice is one order."""
    typed = {**IN_HANOI, "full_name": errand.name, "method": errand.method}
    shown = browser.get("/checkout")
    if shown.status_code == SEE_OTHER:
        return [shown]
    asked = browser.post("/checkout/quote", data=Page.read(shown.text).form("checkout_key").filled(**typed))
    sent = Page.read(asked.text).form("checkout_key").filled(**typed)
    with ThreadPoolExecutor(errand.presses) as fingers:
        presses = [fingers.submit(browser.post, "/checkout", data=sent) for _ in range(errand.presses)]
        return [press.result() for press in presses]


def _is_placed(answer: httpx.Response) -> bool:
    return answer.status_code == SEE_OTHER and answer.headers["location"].startswith("/orders/")


def _told(answer: httpx.Response) -> str:
    if answer.status_code == SEE_OTHER:
        return f"sent to {answer.headers['location']}"
    return f"{answer.status_code}: {Page.read(answer.text).sentence}"


def _transfer(browser: httpx.Client, order: str) -> int:
    """Transfer what the order's page asks for, in the bank app of the demo."""
    link = Page.read(browser.get(order).raise_for_status().text).link("/demo/bank?")
    bank = Page.read(browser.get(link).raise_for_status().text).form("memo")
    browser.post("/demo/bank", data=bank.filled(telling="once"))
    return int(parse_qs(urlsplit(link).query)["amount"][0])
