"""Pages come packed, and their length does not tell what is in them."""

import gzip

import pytest
from flask.testing import FlaskClient

from marketplace.web.packing import MOST_PADDING, packed

PAGE = "/search"


def test_a_page_comes_packed_to_those_who_can_unpack_it(client: FlaskClient) -> None:
    plain, answer = client.get(PAGE), client.get(PAGE, headers={"Accept-Encoding": "gzip, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(plain.data) / 2
    assert gzip.decompress(answer.data).startswith(plain.data[:500])


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "br"])
def test_others_get_it_as_it_is(client: FlaskClient, accepted: str) -> None:
    answer = client.get(PAGE, headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize("path", ["/healthz", "/favicon.ico"])
def test_what_is_short_or_empty_is_left_alone(client: FlaskClient, path: str) -> None:
    assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "gzip"}).headers


def test_what_lies_packed_on_disk_is_not_packed_again(client: FlaskClient) -> None:
    address = client.get("/").text.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(answer.data).lstrip()[:1] in (b"@", b"/", b":", b"*")
    answer.close()


def test_the_same_page_has_many_lengths() -> None:
    content = b"token=" * 400
    lengths = {len(packed(content)) for _ in range(200)}
    assert len(lengths) > MOST_PADDING / 3
    assert gzip.decompress(packed(content)) == content
