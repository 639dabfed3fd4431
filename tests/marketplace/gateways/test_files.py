"""The store of files: a folder as in development, a bucket as in production."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from marketplace.gateways.files import FileStore, NoSuchFile, content_key, content_type_of

PAPER = "private/papers/a.pdf"


class Bucket(BaseHTTPRequestHandler):
    """As much of S3 as a store needs: objects with their type, by address."""

    objects: dict[str, tuple[bytes, str]]

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.objects[self.path] = (content, self.headers["Content-Type"])
        self._answer(200)

    def do_GET(self) -> None:
        content, content_type = self.objects.get(self.path, (b"", ""))
        self._answer(200 if content else 404, content, content_type)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_DELETE(self) -> None:
        self.objects.pop(self.path, None)
        self._answer(204)

    def _answer(self, status: int, content: bytes = b"", content_type: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Type", content_type)
        self.send_header("ETag", '"1"')
        self.send_header("Last-Modified", "Mon, 23 Nov 2026 00:00:00 GMT")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def log_message(self, *_said: object) -> None:
        """Stay silent."""


@pytest.fixture
def bucket() -> Iterator[ThreadingHTTPServer]:
    handler = type("FreshBucket", (Bucket,), {"objects": {}})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "folder":
        return FileStore((tmp_path / "files").as_uri())
    server: ThreadingHTTPServer = request.getfixturevalue("bucket")
    return FileStore(
        "s3://market/files",
        {
            "endpoint": f"http://127.0.0.1:{server.server_port}",
            "access_key_id": "key",
            "secret_access_key": "secret",
            "region": "vn",
        },
    )


def test_a_file_is_kept_read_and_forgotten(store: FileStore) -> None:
    store.put(PAPER, b"%PDF-1.7", "application/pdf")
    assert store.exists(PAPER)
    assert store.get(PAPER).content == b"%PDF-1.7"
    assert store.get(PAPER).content_type == "application/pdf"
    store.delete(PAPER)
    store.delete(PAPER)
    assert not store.exists(PAPER)
    with pytest.raises(NoSuchFile):
        store.get(PAPER)


def test_a_newer_file_replaces_the_older(store: FileStore) -> None:
    store.put(PAPER, b"old", "application/pdf")
    store.put(PAPER, b"new", "application/pdf")
    assert store.get(PAPER).content == b"new"


def test_a_bucket_is_told_the_type(bucket: ThreadingHTTPServer, request: pytest.FixtureRequest) -> None:
    del request
    store = FileStore(
        "s3://market",
        {"endpoint": f"http://127.0.0.1:{bucket.server_port}", "access_key_id": "k", "secret_access_key": "s"},
    )
    store.put("public/a.webp", b"RIFF", "image/webp")
    handler = bucket.RequestHandlerClass
    assert issubclass(handler, Bucket)
    assert handler.objects == {"/market/public/a.webp": (b"RIFF", "image/webp")}


@pytest.mark.parametrize(
    "key",
    ["a.pdf", "secret/a.pdf", "private/../../a.pdf", "private/a..pdf", "private//a.pdf", "/private/a.pdf",
     "private/A.pdf", "private/.a.pdf", "private/a.pdf\n", ""],
)  # fmt: skip
def test_other_keys_are_refused(store: FileStore, key: str) -> None:
    for use in (store.get, store.exists, store.delete):
        with pytest.raises(ValueError, match="is not a key"):
            use(key)


def test_a_file_must_be_what_its_key_says(store: FileStore) -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        store.put("public/a.webp", b"<html>", "text/html")
    with pytest.raises(ValueError, match="does not end in"):
        content_type_of("public/a.html")


def test_the_same_content_has_the_same_key() -> None:
    key = content_key("public/listings", b"picture", ".webp")
    assert key == content_key("public/listings", b"picture", ".webp")
    assert key != content_key("public/listings", b"other", ".webp")
    assert key.startswith("public/listings/")
    assert key.endswith(".webp")
