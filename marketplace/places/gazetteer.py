"""What the data files say, as rows ready for the tables.

The files hold facts (`data/README.md` names their sources); folded names, sort keys, slugs and English names are
computed here, so that a better rule needs no new file.
"""

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from marketplace.text import fold, slug, sort_key

HOME_PROVINCE_CODE: Final = "22"
"""Quang Ninh: the province whose producers sell here."""

DATA = Path(__file__).with_name("data")

KINDS_IN_ENGLISH: Final = {"phường": "Ward", "xã": "Commune", "đặc khu": "Special Zone"}

Row = dict[str, object]


def province_rows() -> list[Row]:
    """The 34 provinces and centrally run cities."""
    return [_names(fact["name"]) | {"code": fact["code"], "kind": fact["kind"]} for fact in _facts("provinces")]


def old_province_rows() -> list[Row]:
    """The 29 provinces of before 1 July 2025 whose names are gone, with the code of today's province."""
    return [
        {"code": fact["province_code"], "kind": fact["kind"], "name": fact["name"]} for fact in _facts("old_provinces")
    ]


@cache
def province_names() -> dict[str, str]:
    """The names of the provinces by code, in the order of a Vietnamese dictionary."""
    return {str(row["code"]): str(row["name"]) for row in sorted(province_rows(), key=lambda row: str(row["sort_key"]))}


def commune_rows() -> list[Row]:
    """The 3,321 communes; those of the home province with their old district and a point inside."""
    facts = list(_facts("communes"))
    at_home = {fact["code"]: fact for fact in _facts("quang_ninh_communes")}
    slugs = _slugs_within_province(facts)
    return [_commune_row(fact, slugs[fact["code"]], at_home.get(fact["code"], {})) for fact in facts]


def old_unit_rows() -> list[Row]:
    """The 182 units of Quang Ninh before 1 July 2025, each with the commune that its land belongs to now."""
    return [
        {
            "old_code": fact["old_code"] or None,
            "full_name": f"{_capitalised(fact['kind'])} {fact['name']}",
            "name": fact["name"],
            "district": fact["district"],
            "commune_code": fact["commune_code"],
            "name_fold": fold(fact["name"]),
        }
        for fact in _facts("quang_ninh_old_units")
    ]


def without_marks(name: str) -> str:
    """A Vietnamese name in plain Latin letters, its capitals kept: "Đông Triều" is "Dong Trieu"."""
    decomposed = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _facts(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _names(name: str) -> Row:
    return {"name": name, "name_fold": fold(name), "sort_key": sort_key(name), "slug": slug(name)}


def _commune_row(fact: dict[str, str], unique_slug: str, at_home: dict[str, str]) -> Row:
    kind, name = fact["kind"], fact["name"]
    return _names(name) | {
        "code": fact["code"],
        "province_code": fact["province_code"],
        "kind": kind,
        "full_name": f"{_capitalised(kind)} {name}",
        "name_alias": at_home.get("name_alias") or None,
        "name_en": f"{without_marks(name)} {KINDS_IN_ENGLISH[kind]}",
        "former_district": at_home.get("former_district"),
        "slug": unique_slug,
        "latitude": at_home.get("latitude"),
        "longitude": at_home.get("longitude"),
    }


def _slugs_within_province(facts: list[dict[str, str]]) -> dict[str, str]:
    """By commune code: the name alone where it is the only one of its province, else with the kind, else the code.

    Names that differ by marks only (Tân Hòa, Tân Hoa) make one slug too.
    """
    plain = {fact["code"]: slug(fact["name"]) for fact in facts}
    kinds = {fact["code"]: f"{slug(fact['name'])}-{slug(fact['kind'])}" for fact in facts}
    uses = Counter(
        (fact["province_code"], word) for fact in facts for word in (plain[fact["code"]], kinds[fact["code"]])
    )
    return {
        (code := fact["code"]): next(
            (word for word in (plain[code], kinds[code]) if uses[fact["province_code"], word] == 1),
            f"{plain[code]}-{code}",
        )
        for fact in facts
    }


def _capitalised(kind: str) -> str:
    """Only the first letter: "Đặc khu", as the law writes it."""
    return kind[0].upper() + kind[1:]
