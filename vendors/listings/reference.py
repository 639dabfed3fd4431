"""The 26 OCOP product sets, written into the database from `data/categories.csv`."""

import csv
from pathlib import Path

from sqlalchemy.dialects.postgresql import insert

from marketplace.database import db
from vendors.listings.models import Category

SETS = Path(__file__).with_name("data") / "categories.csv"
SAME_NAMES = (
    "slug",
    "ground",
    "storage",
    *(f"{what}_{language}" for what in ("sector", "name", "label") for language in ("vi", "en", "fr")),
)


def load_categories() -> int:
    """Write every product set, again and again without harm; give their number."""
    with SETS.open(encoding="utf-8", newline="") as file:
        rows = [_row(line) for line in csv.DictReader(file)]
    statement = insert(Category).values(rows)
    changed = {name: statement.excluded[name] for name in rows[0] if name != "number"}
    db.session.execute(statement.on_conflict_do_update(index_elements=["number"], set_=changed))
    return len(rows)


def _row(line: dict[str, str]) -> dict[str, object]:
    words = {name: line[name] for name in SAME_NAMES}
    return {"number": int(line["set_no"]), "is_food": line["is_food"] == "1", **words}
