"""`python -m bench.imports [rows]`: how long a table of goods takes from its upload to the last row in the shop.

On a database of its own, step by step as the worker takes them, each step a transaction; then the same codes once more
with every price changed. What a running market adds is the second that a fact waits for its worker at each step.
"""

import argparse
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from flask_migrate import upgrade
from rich.console import Console

from config import ROOT, load_settings
from marketplace import embedded
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.places.operations import load_places
from marketplace.spreadsheets import Sheet, as_xlsx
from tests.databases import fresh_database
from tests.factories.people import a_person
from tests.factories.vendors import a_vendor
from vendors.imports.models import ImportJob, ImportMode, ImportStatus
from vendors.imports.operations import save, send_file
from vendors.imports.working import take_step
from vendors.listings.reference import load_categories
from vendors.models import Vendor
from wsgi import create_app

HEADS = ("SKU", "Tên mặt hàng", "Nhóm hàng", "Quy cách", "Giá bán", "Nặng cả bao bì (g)", "Đang có", "Lời giới thiệu")
WORDS = "Sợi miến dai, trong, làm từ củ dong riềng trồng trên núi. " * 5
console = Console(highlight=False)


def main() -> None:
    """Import so many rows twice, and tell the seconds of each part and the longest step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=5000)
    rows = parser.parse_args().rows
    addresses = embedded.ensure_urls(ROOT / "var" / "test", durable=False)
    with TemporaryDirectory() as folder:
        settings = load_settings(
            environment="test",
            secret_key=secrets.token_hex(16),
            database_url=fresh_database(addresses.database_url, "market_bench_imports"),
            redis_url=addresses.redis_url,
            data_dir=Path(folder),
        )
        with create_app(settings).app_context():
            upgrade()
            load_places()
            load_categories()
            owner = a_person()
            vendor = a_vendor(owner=owner)
            db.session.commit()
            _measure("new goods", a_table(rows, price="85000"), vendor, owner)
            _measure("every price changed", a_table(rows, price="86000"), vendor, owner)


def a_table(rows: int, *, price: str) -> bytes:
    """A workbook of products with two packs each."""
    lines = [
        (f"SP-{number}", f"Mặt hàng số {number // 2}", "6", f"Túi {number % 2 + 1} kg", price, "1100", "12", WORDS)
        for number in range(rows)
    ]
    return as_xlsx(Sheet("Hàng", HEADS, lines))


def _measure(what: str, raw: bytes, vendor: Vendor, owner: User) -> None:
    job = send_file(vendor, raw, name="hang.xlsx", by=owner)
    db.session.commit()
    checking, longest_check = _seconds(job, until=ImportStatus.CHECKED)
    save(job, ImportMode.WHOLE, by=owner)
    db.session.commit()
    saving, longest_save = _seconds(job, until=ImportStatus.DONE)
    console.print(
        f"{what}: {job.saved} rows ({job.created} new, {job.changed} changed), {len(raw) / 1024:.0f} KB; "
        f"checked in {checking:.1f} s, saved in {saving:.1f} s; "
        f"longest step {max(longest_check, longest_save):.1f} s, {job.step} steps"
    )


def _seconds(job: ImportJob, *, until: ImportStatus) -> tuple[float, float]:
    """The seconds of all steps until the import stands there, and of the longest."""
    each = []
    while job.status is not until:
        each.append(_timed(lambda: take_step(job.id, job.step)))
    return sum(each), max(each)


def _timed(act: Callable[[], None]) -> float:
    began = time.monotonic()
    act()
    db.session.commit()
    return time.monotonic() - began


if __name__ == "__main__":
    main()
