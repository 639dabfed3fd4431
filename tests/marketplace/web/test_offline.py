"""What a phone keeps of the site, and for whom."""

import json
import re

import pytest
from flask.testing import FlaskClient

from marketplace.database import db
from marketplace.web.assets import BUILT
from tests.factories.people import come_in
from tests.factories.vendors import a_member, a_vendor


def test_the_worker_names_files_that_are_there_and_nothing_personal(client: FlaskClient) -> None:
    answer = client.get("/service-worker.js")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    found = re.match(r"self\.SHELL=(\{.*?\});", answer.text)
    assert found is not None
    shell = json.loads(found[1])
    assert shell["version"]
    assert all((BUILT / name.rpartition("/")[2]).is_file() for name in shell["files"])
    for page in shell["pages"].values():
        got = client.get(page)
        assert got.status_code == 200
        assert "Set-Cookie" not in got.headers
        assert "csrf_token" not in got.text


@pytest.mark.parametrize(("language", "words"), [("vi", "Không có mạng"), ("en", "No connection"), ("fr", "Pas de")])
def test_the_page_without_a_connection_speaks_its_readers_language(
    client: FlaskClient, language: str, words: str
) -> None:
    assert words in client.get(f"/offline/{language}").text
    assert client.get("/offline/de").status_code == client.get("/manifest/de").status_code == 404


def test_a_phone_can_put_the_desk_on_its_home_screen(client: FlaskClient) -> None:
    note = client.get("/manifest/en").get_json(force=True)
    assert (note["start_url"], note["display"], note["name"]) == ("/seller", "standalone", "OCOP shop Quang Ninh")
    assert {icon["purpose"] for icon in note["icons"]} == {"any", "maskable"}
    assert all(client.get(icon["src"], buffered=True).mimetype == "image/png" for icon in note["icons"])
    assert len(note["shortcuts"]) == 3


def test_only_a_sellers_page_says_whose_it_is(client: FlaskClient) -> None:
    vendor = a_vendor()
    person = a_member(vendor)
    db.session.flush()
    mark = f"{person.id}-{vendor.id}"
    come_in(client, person)
    answer = client.get("/seller")
    assert answer.headers["X-Account"] == mark
    assert f'data-account="{mark}"' in answer.text
    assert "/manifest/vi" in answer.text
    for public in ("/", "/account", "/cart"):
        assert "X-Account" not in client.get(public).headers
        assert "data-account" not in client.get(public).text
