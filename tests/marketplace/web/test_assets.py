"""Addresses of built files, and serving them."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import ROOT
from marketplace.web.assets import BUILT, asset_url

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PYTHON = [path for room in ("marketplace", "vendors", "orders") for path in (ROOT / room).rglob("*.py")]


def names_in(paths: list[Path], pattern: str) -> set[str]:
    return {name for path in paths for name in re.findall(pattern, path.read_text(encoding="utf-8"))}


def test_an_address_changes_with_the_content(app: Flask) -> None:
    address = asset_url("app.css")
    assert re.fullmatch(r"/static/built/app\.[0-9a-f]{10}\.css", address)
    assert (BUILT / Path(address).name).is_file()


def test_what_was_not_built_keeps_its_plain_name(app: Flask) -> None:
    assert asset_url("no-such-file.css") == "/static/built/no-such-file.css"


def test_files_may_be_kept_for_ever(client: FlaskClient) -> None:
    answer = client.get(asset_url("app.css"))
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert answer.cache_control.max_age == 365 * 24 * 3600
    assert answer.cache_control.public
    assert "Set-Cookie" not in answer.headers
    answer.close()


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, br", "gzip"), ("identity", None), ("gzip;q=0", None)])
def test_text_comes_packed_to_those_who_can_unpack_it(client: FlaskClient, accepted: str, encoding: str | None) -> None:
    answer = client.get(asset_url("app.js"), headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.mimetype == "text/javascript"
    assert "Accept-Encoding" in answer.headers["Vary"]
    answer.close()


@pytest.mark.parametrize("name", ["manifest.json", "no-such.css", "../../../config.py", "%2e%2e/%2e%2e/web/assets.py"])
def test_nothing_else_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/built/{name}").status_code == 404


def test_every_file_that_a_page_names_is_built(app: Flask) -> None:
    named = names_in(TEMPLATES, r"asset_url\([\"']([\w.-]+)[\"']\)")
    assert {"app.css", "app.js", "icons.svg"} <= named
    assert {name for name in named if not (BUILT / Path(asset_url(name)).name).is_file()} == set()


def test_every_icon_that_a_page_or_a_way_names_is_drawn() -> None:
    drawn = {line.partition("=")[0] for line in (ROOT / "assets" / "icons.txt").read_text(encoding="utf-8").split()}
    named = names_in(TEMPLATES, r"icon\([\"']([a-z-]+)[\"']") | names_in(
        [*TEMPLATES, *PYTHON], r"\bicon[\"']?\s*[=:]\s*[\"']([a-z-]+)[\"']"
    )
    assert "cart" in named
    assert named - drawn == set()


def test_scripts_are_light(client: FlaskClient) -> None:
    """The bar is 60 KB over the line; a page without its pictures leaves them half of the 300 KB that it may weigh."""
    assert weight_of(client, asset_url("app.js")) < 60_000


def test_the_first_page_leaves_room_for_pictures(client: FlaskClient) -> None:
    page = client.get("/")
    named = set(re.findall(r"(?:href|src)=\"(/static/built/[\w.-]+\.(?:css|js|woff2|svg|webmanifest))", page.text))
    assert {Path(address).suffix for address in named} >= {".css", ".js", ".woff2", ".svg"}
    whole = len(gzip.compress(page.data)) + sum(weight_of(client, address) for address in named)
    assert whole < 150_000


def weight_of(client: FlaskClient, address: str) -> int:
    """Give the bytes that come over the line for a file."""
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    size = len(answer.data)
    answer.close()
    return size
