"""A small demo market, built once by the command itself on a database of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask_migrate import upgrade

from config import Settings
from marketplace.database import db
from marketplace.embedded import Addresses
from tests.databases import fresh_database
from wsgi import create_app

VENDORS, LISTINGS, ORDERS = 12, 40, 40


@dataclass(frozen=True)
class DemoMarket:
    """The market, and what was said when it was built."""

    app: Flask
    built: Result

    def command(self, *words: str) -> Result:
        """Run one of the operator's commands."""
        return self.app.test_cli_runner().invoke(args=list(words))


@pytest.fixture(scope="session")
def demo_market(
    settings: Settings, servers: Addresses, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoMarket]:
    """The demo market of a dozen producers; what is changed in it stays."""
    apart = {
        "database_url": fresh_database(servers.database_url, f"market_seed_{worker_id}"),
        "data_dir": Path(tmp_path_factory.mktemp("seed")),
    }
    app = create_app(settings.model_copy(update=apart))
    with app.app_context():
        upgrade()
    size = ("--vendors", str(VENDORS), "--listings", str(LISTINGS), "--orders", str(ORDERS))
    yield DemoMarket(app, app.test_cli_runner().invoke(args=["seed", "demo", *size]))
    with app.app_context():
        db.engine.dispose()
