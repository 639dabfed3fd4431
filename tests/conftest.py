"""The rig: a real PostgreSQL and Redis, a database for each worker, one outer transaction for each test."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser
from werkzeug.test import TestResponse

from config import ROOT, Settings, load_settings
from marketplace.database import db
from marketplace.embedded import Addresses, ensure_urls
from marketplace.places.operations import load_places
from marketplace.policies.operations import load_policies
from tests.browsing import open_chromium, running
from tests.databases import fresh_database
from tests.rollback import rolled_back
from vendors.commissions.operations import load_rules
from vendors.listings.reference import load_categories
from workers.celery import MarketCelery
from workers.celery import app as celery_app
from wsgi import create_app

hypothesis_settings.register_profile("market", deadline=None)  # how long a machine takes is no failure of the code
hypothesis_settings.load_profile("market")
pytest_plugins = ["tests.twins", "tests.bank", "tests.gateways"]


@pytest.fixture(scope="session")
def servers() -> Addresses:
    """The database server and Redis that all workers share."""
    if "TEST_DATABASE_URL" in os.environ:
        return Addresses(os.environ["TEST_DATABASE_URL"], os.environ["TEST_REDIS_URL"])
    return ensure_urls(ROOT / "var" / "test", durable=False)


@pytest.fixture(scope="session")
def settings(servers: Addresses, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of this worker's own database, Redis number and folder."""
    number = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 15
    return load_settings(
        environment="test",
        secret_key="for tests only, known to everyone",
        database_url=fresh_database(servers.database_url, f"market_test_{worker_id}"),
        redis_url=str(servers.redis_url).rsplit("/", 1)[0] + f"/{number}"
        if servers.redis_url.startswith("redis:")
        else servers.redis_url,
        data_dir=Path(tmp_path_factory.mktemp("var")),
        demo=True,
        rate_limits=False,
    )


class FreshClient(FlaskClient):
    """A browser whose every request has an application context of its own, as on a real server."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request as on a real server: nothing of the test's own context is seen by it."""
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture(scope="session")
def whole_app(settings: Settings) -> Iterator[Flask]:
    """The application on a fresh database with places, categories and commissions; changes here are committed."""
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = FreshClient
    with app.app_context():
        upgrade()
        load_places()
        load_categories()
        load_policies()
        load_rules()
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def market_celery(whole_app: Flask, settings: Settings) -> MarketCelery:
    """Celery of these tests: its tasks run in the application of the tests, its queue is their Redis."""
    celery_app.market = whole_app
    if celery_app.conf.broker_url != settings.redis_url:
        raise RuntimeError("Celery was configured before the tests could say for whom")
    return celery_app


@pytest.fixture
def app(whole_app: Flask) -> Iterator[Flask]:
    """The application within one outer transaction that is rolled back: commits inside are savepoints."""
    with rolled_back(whole_app):
        yield whole_app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor."""
    return app.test_client()


@pytest.fixture(scope="session")
def site(whole_app: Flask) -> Iterator[str]:
    """The address of the running application; what is done there is committed."""
    with running(whole_app) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser."""
    with open_chromium() as browser:
        yield browser
