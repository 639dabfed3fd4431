"""What the data file of product sets says (Decision 26/2026/QĐ-TTg, Annex I)."""

import csv
import unicodedata
from collections import Counter

import pytest

from marketplace.text import slug
from vendors.listings.models import Storage
from vendors.listings.reference import SETS

with SETS.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))

LANGUAGES = ("vi", "en", "fr")
GROUNDS = {"sea", "sun", "tea", "rice"}


def test_there_are_26_sets_of_17_groups_in_6_sectors():
    assert [int(row["set_no"]) for row in ROWS] == list(range(1, 27))
    assert Counter(row["sector"] for row in ROWS) == {"I": 13, "II": 4, "III": 3, "IV": 2, "V": 3, "VI": 1}
    assert len({(row["sector"], row["group_vi"]) for row in ROWS}) == 17


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["slug"])
def test_every_set_has_all_its_words(row):
    for what in ("sector", "group", "name", "label"):
        for language in LANGUAGES:
            words = row[f"{what}_{language}"]
            assert words == unicodedata.normalize("NFC", words.strip())
            assert words[0].isupper(), words


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_short_and_differ(language):
    labels = [row[f"label_{language}"] for row in ROWS]
    assert len(set(labels)) == 26
    assert max(len(label) for label in labels) <= 26


def test_address_words_are_unique_and_plain():
    slugs = [row["slug"] for row in ROWS]
    assert len(set(slugs)) == 26
    assert [word for word in slugs if slug(word) != word] == []


def test_grounds_and_storage_are_known():
    assert {row["ground"] for row in ROWS} == GROUNDS
    assert {row["storage"] for row in ROWS} <= {storage.value for storage in Storage}


def test_food_is_what_sectors_one_and_two_hold_and_supplements():
    assert {int(row["set_no"]) for row in ROWS if row["is_food"] == "1"} == set(range(1, 19))


def test_one_sector_has_one_name_in_each_language():
    for language in LANGUAGES:
        assert len({(row["sector"], row[f"sector_{language}"]) for row in ROWS}) == 6
