"""`python -m bench.search [listings ...]`: search, pages, suggestions and filters at two sizes of the catalogue.

On a database of its own, which holds what the demo market sells, written again and again with other prices, days and
numbers; a listing's words stay, so that every word is found in the same share of the listings. Told are the median of
each question in milliseconds, how it grows, and with `--explain` how the database answers it.
"""

import argparse
import secrets
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask_migrate import upgrade
from rich.console import Console
from sqlalchemy import Connection, event, text

from config import ROOT, Settings, load_settings
from marketplace import embedded
from marketplace.database import db
from marketplace.places.operations import load_places
from tests.databases import fresh_database
from tests.factories.catalogue import the_demo_catalogue
from vendors.listings.reference import load_categories
from vendors.storefront import facets, queries
from vendors.storefront.listed import Place, sheet_of
from vendors.storefront.models import CatalogueEntry
from vendors.storefront.search import Question, Sort
from vendors.storefront.suggestions import suggested
from wsgi import create_app

ROUNDS = 7
PAGE = 100
console = Console(highlight=False)


def main() -> None:
    """Measure every question at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("listings", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--explain", action="store_true")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder, create_app(_settings(Path(folder))).test_request_context():
        upgrade()
        load_places()
        load_categories()
        the_demo_catalogue()
        db.session.commit()
        before: dict[str, float] = {}
        for listings in asked.listings:
            _grow(listings)
            before = _measure(listings, before, explain=asked.explain)


def _settings(folder: Path) -> Settings:
    addresses = embedded.ensure_urls(ROOT / "var" / "test", durable=False)
    return load_settings(
        environment="test",
        secret_key=secrets.token_hex(16),
        database_url=fresh_database(addresses.database_url, "market_bench_search"),
        redis_url=addresses.redis_url,
        data_dir=folder,
    )


def _grow(listings: int) -> None:
    """Write rows of the catalogue again under other numbers until there are so many; only the index is read here."""
    names = [column.name for column in CatalogueEntry.__table__.columns]
    changed = {
        "listing_id": "listing_id + 1000000 * n",
        "price_dong": "price_dong + 1000 * n",
        "published_at": "published_at - n * interval '7 minutes'",
    }
    copied = ", ".join(changed.get(name, name) for name in names)
    room = f"INSERT INTO catalogue_entry ({', '.join(names)}) SELECT {copied} FROM "  # noqa: S608 - column names of our own
    source = "(SELECT * FROM catalogue_entry WHERE listing_id < 1000000) AS first, generate_series(1, :times) AS n"
    db.session.execute(text("SET session_replication_role = replica"))
    db.session.execute(text("DELETE FROM catalogue_entry WHERE listing_id >= 1000000"))
    there = db.session.query(CatalogueEntry).count()
    db.session.execute(text(f"{room}{source}"), {"times": max(0, listings // there - 1)})
    db.session.commit()
    db.session.execute(text("SET session_replication_role = origin"))
    db.session.execute(text("ANALYZE catalogue_entry"))
    db.session.commit()


def _questions() -> dict[str, Callable[[], object]]:
    words, rare = Question(words="chả mực"), Question(words="khau nhuc tien yen")
    cheapest = Question(sort=Sort.CHEAPEST)
    far = sheet_of(cheapest, Place(PAGE - 1), last=PAGE).after
    return {
        "search, common words": lambda: queries.answer(words, Place(), "vi"),
        "search, rare words": lambda: queries.answer(rare, Place(), "vi"),
        "search, slips mended": lambda: queries.answer(Question(words="char muwcj"), Place(), "vi"),
        "page 1, cheapest first": lambda: sheet_of(cheapest, Place(), last=PAGE),
        "page 100, by its place": lambda: sheet_of(cheapest, far, last=PAGE),
        "page 100, by its number": lambda: sheet_of(cheapest, Place(PAGE), last=PAGE),
        "suggestions": lambda: suggested("cha m", "vi"),
        "filters of a search": lambda: facets.count(words, "vi"),
        "filters of everything": lambda: facets.count(Question(), "vi"),
    }


def _measure(listings: int, before: dict[str, float], *, explain: bool) -> dict[str, float]:
    console.print(f"\n{db.session.query(CatalogueEntry).count():,} listings (asked for {listings:,})")
    medians = {}
    for name, ask in _questions().items():
        medians[name] = _median(ask)
        growth = f"  x {medians[name] / before[name]:.1f}" if before else ""
        console.print(f"  {name:26}{medians[name]:8.1f} ms{growth}")
        if explain:
            _explain(ask)
    return medians


def _median(ask: Callable[[], object]) -> float:
    ask()
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def _explain(ask: Callable[[], object]) -> None:
    """Print the plan of every statement with which a question is answered."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Connection, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        sent.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    for statement, parameters in sent:
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN (ANALYZE, COSTS OFF) {statement}", parameters)
        console.print("\n".join(f"    {line}" for (line,) in plan), markup=False)


if __name__ == "__main__":
    main()
