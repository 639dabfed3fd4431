"""Names of before 1 July 2025 as choices that lead to the places of today."""

from flask_babel import gettext

from marketplace.places.gazetteer import (
    HOME_PROVINCE_CODE,
    Row,
    commune_rows,
    old_province_rows,
    old_unit_rows,
    province_names,
)
from marketplace.text import sort_key


def group_words() -> str:
    """Name the group of such choices."""
    return str(gettext("Tên cũ, trước 1/7/2025"))


def old_provinces() -> list[tuple[str, str]]:
    """Give old provinces with the codes of today's, in the order of a Vietnamese dictionary."""
    return [(str(row["code"]), _words(row, province_names()[str(row["code"])])) for row in _sorted(old_province_rows())]


def old_communes(province_code: str) -> list[tuple[str, str]]:
    """Give the old wards and communes of the home province whose name is gone, with the codes of today's communes.

    None for another province: its old units are not known here.
    """
    if province_code != HOME_PROVINCE_CODE:
        return []
    today = {str(row["code"]): str(row["full_name"]) for row in commune_rows()}
    gone = [row for row in old_unit_rows() if row["full_name"] != today[str(row["commune_code"])]]
    return [(code, _words(row, today[code])) for row in _sorted(gone) for code in [str(row["commune_code"])]]


def _words(row: Row, today: str) -> str:
    where = f"{row.get('full_name') or row['name']}"
    old = f"{where}, {row['district']}" if "district" in row else where
    return str(gettext("%(old)s: nay là %(today)s", old=old, today=today))


def _sorted(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: sort_key(str(row["name"])))
