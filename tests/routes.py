"""The routes of the application as a visitor with a stock of addresses would walk them: none is named by hand."""

from itertools import product

from flask import Flask
from werkzeug.routing import Rule

from tests.factories.belongings import Belongings

WORDS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/policies", {"kind": "terms", "number": "1"}),
    ("/desk/policies", {"kind": "terms"}),
    ("/sitemaps", {"kind": "listings", "number": "1"}),
    ("/offline", {"language": "vi"}),
    ("/manifest", {"language": "vi"}),
    ("/seller/shop/delivery", {"kind": "carrier", "zone": "province"}),
    ("/seller/shop/pictures", {"kind": "banner"}),
    ("/seller/papers", {"kind": "food_safety"}),
    ("/seller/application/papers", {"kind": "food_safety"}),
    ("/desk/applications", {"kind": "food_safety"}),
    ("/desk/taxes", {"month": "2026-10", "ending": "pdf"}),
    ("/seller/money/tax", {"year": "2026", "ending": "pdf"}),
    ("/seller/listings/import", {"language": "vi", "ending": "xlsx"}),
    ("/desk/payouts/batches", {"kind": "csv"}),
    ("/desk/documents", {"ending": "pdf"}),
    ("/seller/money/documents", {"ending": "pdf"}),
    ("/seller/money/dues", {"ending": "pdf"}),
)
"""Arguments that choose among a few words and name nobody's record."""
READS, WRITES = "GET", "POST"


def routes(app: Flask, method: str, *areas: str) -> list[Rule]:
    """Every route that takes this method, in the areas (first parts of addresses) or everywhere."""
    found = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    return sorted((rule for rule in found if not areas or area_of(rule) in areas), key=lambda rule: rule.rule)


def area_of(rule: Rule) -> str:
    """The first part of the route's address."""
    return rule.rule.split("/")[1]


def address_of(rule: Rule, own: Belongings, **others: int | str) -> str:
    """The route's address with what belongs to one person, or with these values instead."""
    values = {name: others.get(name) or _value(rule, own, name) for name in rule.arguments}
    built = rule.build(values)
    assert built is not None, f"{rule.rule} cannot be built from {values}"
    return built[1]


def addresses_with_strangers(rule: Rule, own: Belongings, other: Belongings) -> list[str]:
    """The route's addresses in which at least one record is another person's: each alone, and all mixtures."""
    records = sorted(set(rule.arguments) - set(_words(rule)))
    mixtures = product((own, other), repeat=len(records))
    return [
        address_of(rule, own, **{name: _value(rule, owner, name) for name, owner in zip(records, mixture, strict=True)})
        for mixture in mixtures
        if other in mixture
    ]


def _value(rule: Rule, own: Belongings, name: str) -> int | str:
    value = _words(rule).get(name) or own.value_of(area_of(rule), name)
    assert value is not None, f"{rule.rule}: say in tests/factories/belongings.py what '{name}' is"
    return value


def _words(rule: Rule) -> dict[str, str]:
    return next((words for start, words in WORDS if rule.rule.startswith(start)), {})
