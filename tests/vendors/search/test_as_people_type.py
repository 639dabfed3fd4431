"""Searches as people type them, over everything that the demo market sells: what they look for is on the first page."""

import csv
from pathlib import Path

from flask import Flask

from tests.factories.catalogue import the_demo_catalogue
from vendors.storefront import queries
from vendors.storefront.listed import Place
from vendors.storefront.search import Question

SEARCHES = Path(__file__).with_name("queries.tsv")
LEAST_SHARE = 0.97


def test_what_people_look_for_is_on_the_first_page(app: Flask) -> None:
    the_demo_catalogue()
    with SEARCHES.open(encoding="utf-8", newline="") as lines:
        searches = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    missed = [line["typed"] for line in searches if line["expected"] not in _first_page(line["typed"])]
    assert len(searches) >= 200
    assert len(missed) <= len(searches) * (1 - LEAST_SHARE), missed


def _first_page(typed: str) -> list[str]:
    answer = queries.answer(Question(words=typed), Place(), "vi")
    return [entry.title_vi for entry in answer.sheet.rows]
