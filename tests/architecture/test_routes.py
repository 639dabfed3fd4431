"""Every route by every kind of person, and every record by those whose it is not.

Read off the URL map, so that a new page is covered by itself. A route with an argument that is not known yet fails
until somebody says what it names.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from marketplace import clock
from marketplace.accounts.models import StaffRole
from marketplace.web.audience import MARK, OPEN_ENDPOINTS
from marketplace.web.language import LANGUAGES, MAIN_LANGUAGE
from tests.factories.belongings import Belongings, belongings_of
from tests.factories.people import a_person, an_officer, come_in
from tests.factories.vendors import a_member, a_vendor
from tests.rollback import rolled_back, undone
from tests.routes import READS, WRITES, address_of, addresses_with_strangers, routes
from vendors.access import Gate
from vendors.consents.operations import give
from vendors.models import MemberRole, Vendor, VendorStatus
from vendors.permissions import Capacity, Right

METHODS = (READS, WRITES)
OF_SOMEBODY = ("seller", "orders", "account", "cart")
"""Areas whose records each belong to somebody."""
NOT_SENT_BY_PAGES = {"bank_notices.bank", "bank_notices.momo", "carrier_notices.ghn", "carrier_notices.ghtk"}
NOT_SENT_BY_PAGES |= {"unsubscribing.change"}
"""The bank, the gateway and the link of a letter prove by signatures who sends; they have no page and no token."""
OFFICERS_MAY = {
    "applications.queue",
    "applications.case",
    "applications.scan",
    "register.index",
    "register.vendor",
    "desk_certificates.index",
    "desk_certificates.case",
    "desk_certificates.scan",
    "desk_today.index",
    "desk_orders.index",
    "desk_orders.show",
    "desk_returns.index",
    "desk_returns.show",
    "desk_returns.photo",
    "desk_paperwork.index",
    "desk_paperwork.case",
    "helping.index",
    "helping.begin",
}
"""What officers may open, for producers of their communes: all else at the desk is for administrators."""
BESIDE_OWNERS = [each for each in Capacity if each is not Capacity.OWNER]
"""Owners may do everything: what is theirs is opened by the other tests."""
SHOWN = {200, 202, 302, 303, 403}
"""202: a document whose file is still being made."""
OF_THE_MACHINE = {"/readyz"}
"""It answers for the machine, not for a person."""
AS_A_PROGRAM = {"Accept": "application/json"}
"""A program is told a refusal by its status; people are sent back to their page with a sentence."""
FILLED_IN = {"quantity": "1", "price_dong": "1"}
"""Enough for forms that look at what was sent before they look for the record."""


@dataclass(frozen=True)
class Market:
    """People of each kind at their browsers. `own` belongs to the seller, `other` to another seller."""

    app: Flask
    own: Belongings
    other: Belongings
    everything: Belongings
    people: dict[str, FlaskClient]

    def answer(self, who: str, method: str, address: str) -> TestResponse:
        """What somebody gets; what was changed is taken back."""
        sent = FILLED_IN if method == WRITES else None
        with undone():
            return self.people[who].open(address, method=method, data=sent, headers=AS_A_PROGRAM, buffered=True)

    def wrong(self, who: str, method: str, rules: list[Rule], is_right: Callable[[int], bool]) -> list[str]:
        """The routes that answer this person otherwise than they should, with the seller's records in them."""
        of = self.everything if who == "master" else self.own
        found = ((rule, self.answer(who, method, address_of(rule, of)).status_code) for rule in rules)
        return [f"{method} {rule.rule}: {status}" for rule, status in found if not is_right(status)]


@pytest.fixture(scope="module")
def market(whole_app: Flask) -> Iterator[Market]:
    with rolled_back(whole_app) as app:
        own, other = belongings_of("Lan"), belongings_of("Mai")
        everything = belongings_of("Hùng", staff_role=StaffRole.ADMINISTRATOR)
        applicant = a_person("Nông Văn Chờ")
        a_vendor("HTX Chờ duyệt", status=VendorStatus.SUBMITTED, owner=applicant)
        persons = {
            "buyer": a_person(),
            "applicant": applicant,
            "seller": own.person,
            "officer": an_officer(),
            "master": everything.person,
        }
        people = {who: come_in(app.test_client(), person) for who, person in persons.items()}
        people |= {f"as {capacity}": _acting(app, own.vendor, capacity) for capacity in BESIDE_OWNERS}
        yield Market(app, own, other, everything, people | {"visitor": app.test_client()})


def _acting(app: Flask, vendor: Vendor, capacity: Capacity) -> FlaskClient:
    """Somebody who acts for the vendor in this capacity, at a browser."""
    if capacity is not Capacity.OFFICER:
        return come_in(app.test_client(), a_member(vendor, role=MemberRole(capacity)))
    officer = an_officer(vendor.commune_code)
    give(vendor, officer.id, ends_on=clock.today(), by=officer)
    browser = come_in(app.test_client(), officer)
    browser.post(f"/desk/helping/{vendor.id}")
    return browser


@pytest.fixture
def with_tokens(market: Market) -> Iterator[None]:
    market.app.config["WTF_CSRF_ENABLED"] = True
    yield
    market.app.config["WTF_CSRF_ENABLED"] = False


def test_every_route_says_for_whom_it_is(market: Market) -> None:
    endpoints = {rule.endpoint for rule in market.app.url_map.iter_rules()} - OPEN_ENDPOINTS
    assert [name for name in sorted(endpoints) if not hasattr(market.app.view_functions[name], MARK)] == []


def test_no_route_takes_a_form_without_its_token(market: Market, with_tokens: None) -> None:
    """Asked by an administrator with a shop and orders, who is let in everywhere."""
    taken = set()
    for rule in routes(market.app, WRITES):
        answer = market.answer("master", WRITES, address_of(rule, market.everything))
        if answer.status_code != 400 or "Trang này đã mở quá lâu" not in answer.get_json()["title"]:
            taken.add(rule.endpoint)
    assert taken == NOT_SENT_BY_PAGES


@pytest.mark.parametrize("method", METHODS)
def test_what_is_anothers_is_not_found(market: Market, method: str) -> None:
    answers = [
        (f"{method} {address}", market.answer("seller", method, address).status_code)
        for rule in routes(market.app, method, *OF_SOMEBODY)
        for address in addresses_with_strangers(rule, market.own, market.other)
    ]
    assert [(asked, status) for asked, status in answers if status != 404] == []
    assert len(answers) >= 3


@pytest.mark.parametrize("method", METHODS)
def test_what_is_ones_own_is_found(market: Market, method: str) -> None:
    """The control: the same addresses without a stranger in them lead somewhere."""
    rules = [rule for rule in routes(market.app, method, *OF_SOMEBODY) if rule.arguments]
    assert market.wrong("seller", method, rules, lambda status: status not in (404, 500)) == []


@pytest.mark.parametrize("method", METHODS)
def test_sellers_pages_are_closed_to_those_without_a_shop(market: Market, method: str) -> None:
    expected = 302 if method == READS else 404
    assert market.wrong("buyer", method, routes(market.app, method, "seller"), lambda status: status == expected) == []


@pytest.mark.parametrize("method", METHODS)
def test_an_applicant_has_an_application_and_no_shop(market: Market, method: str) -> None:
    rules = [rule for rule in routes(market.app, method, "seller") if not rule.endpoint.startswith("application.")]
    expected = 302 if method == READS else 409
    assert market.wrong("applicant", method, rules, lambda status: status == expected) == []


def test_every_sellers_page_names_the_right_that_it_needs(market: Market) -> None:
    """Switching to another vendor is for whoever is a member of it."""
    pages = [*routes(market.app, READS, "seller"), *routes(market.app, WRITES, "seller")]
    gates = {rule.endpoint: getattr(market.app.view_functions[rule.endpoint], MARK) for rule in pages}
    nameless = {name for name, gate in gates.items() if not (isinstance(gate, Gate) and _names_a_right(gate))}
    assert nameless == {"application.switch"}


def _names_a_right(gate: Gate) -> bool:
    return bool(gate.needed) and all(isinstance(each, Right) for each in gate.needed)


@pytest.mark.parametrize("capacity", BESIDE_OWNERS)
@pytest.mark.parametrize("method", METHODS)
def test_each_role_opens_what_the_table_grants_and_no_more(market: Market, method: str, capacity: Capacity) -> None:
    """docs/roles.md is this table (tests/vendors/test_permissions.py)."""
    rules = [rule for rule in routes(market.app, method, "seller") if rule.endpoint != "application.switch"]
    granted = {
        rule.endpoint for rule in rules if getattr(market.app.view_functions[rule.endpoint], MARK).opens_to(capacity)
    }
    allowed = [rule for rule in rules if rule.endpoint in granted]
    others = [rule for rule in rules if rule.endpoint not in granted]
    assert market.wrong(f"as {capacity}", method, allowed, lambda status: status not in (403, 500)) == []
    assert market.wrong(f"as {capacity}", method, others, lambda status: status == 403) == []
    assert granted


@pytest.mark.parametrize("method", METHODS)
def test_visitors_are_asked_who_they_are(market: Market, method: str) -> None:
    rules = routes(market.app, method, "seller", "desk", "account", "notices")
    assert market.wrong("visitor", method, rules, lambda status: status == 302) == []


@pytest.mark.parametrize("who", ["buyer", "applicant", "seller"])
@pytest.mark.parametrize("method", METHODS)
def test_the_desk_is_closed_to_buyers_and_sellers(market: Market, method: str, who: str) -> None:
    assert market.wrong(who, method, routes(market.app, method, "desk"), lambda status: status == 403) == []


@pytest.mark.parametrize("method", METHODS)
def test_officers_open_what_is_theirs_and_no_more(market: Market, method: str) -> None:
    """This officer has no commune: lists are empty, and no producer is found."""
    rules = routes(market.app, method, "desk")
    theirs = [rule for rule in rules if rule.endpoint in OFFICERS_MAY]
    others = [rule for rule in rules if rule.endpoint not in OFFICERS_MAY]
    cases, lists = [rule for rule in theirs if rule.arguments], [rule for rule in theirs if not rule.arguments]
    assert market.wrong("officer", method, others, lambda status: status == 403) == []
    assert market.wrong("officer", method, cases, lambda status: status == 404) == []
    assert market.wrong("officer", method, lists, lambda status: status == 200) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", ["visitor", "buyer", "seller", "master"])
def test_every_page_shows_itself_to_everyone(market: Market, who: str, language: str) -> None:
    """Whether this person may see it or not, a page answers; one who may see all sees every record's page too.

    Records' pages in the language of the market; that no sentence lacks its words elsewhere is checked by itself.
    """
    pages = [rule for rule in routes(market.app, READS) if not rule.arguments and rule.rule not in OF_THE_MACHINE]
    if who == "master" and language == MAIN_LANGUAGE:
        pages += [rule for rule in routes(market.app, READS, *OF_SOMEBODY, "desk", "p", "shop") if rule.arguments]
    market.people[who].set_cookie("language", language)
    assert market.wrong(who, READS, pages, SHOWN.__contains__) == []
    market.people[who].delete_cookie("language")
