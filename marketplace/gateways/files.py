"""Where uploaded files rest: a folder or an S3 bucket, behind one small store."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

import obstore
from obstore.store import LocalStore, S3Store

if TYPE_CHECKING:  # the name exists for type checkers only
    from obstore.store import S3Config

CONTENT_TYPES = {
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
"""The ending of a key says what the file is: a folder keeps nothing else about it."""

_KEY = re.compile(r"(?:public|private)(?:/[a-z0-9][a-z0-9._-]*)+")


class NoSuchFile(LookupError):
    """Nothing is stored under this key."""


@dataclass(frozen=True)
class StoredFile:
    """What was stored, with the type that its key says."""

    content: bytes
    content_type: str


@dataclass(frozen=True)
class FileStore:
    """Files by key, in a folder (file:///...) or a bucket (s3://bucket/prefix).

    Keys begin with public/ (anyone may read) or private/ (only behind a signed link or a permission); any other key
    raises ValueError. Options are those of obstore for the service: endpoint, keys, region.
    """

    url: str
    options: Mapping[str, str] = field(default_factory=dict)

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Store the file, over an older one. Raises ValueError when the key's ending says another type."""
        if content_type != content_type_of(key):
            message = f"{key} cannot hold {content_type}"
            raise ValueError(message)
        attributes = None if isinstance(self._store, LocalStore) else {"Content-Type": content_type}
        obstore.put(self._store, _checked(key), content, attributes=attributes)

    def get(self, key: str) -> StoredFile:
        """The file. Raises NoSuchFile."""
        try:
            content = obstore.get(self._store, _checked(key)).bytes()
        except FileNotFoundError as missing:
            raise NoSuchFile(key) from missing
        return StoredFile(bytes(content), content_type_of(key))

    def exists(self, key: str) -> bool:
        try:
            obstore.head(self._store, _checked(key))
        except FileNotFoundError:
            return False
        return True

    def delete(self, key: str) -> None:
        """Forget the file; nothing happens when there is none."""
        try:
            obstore.delete(self._store, _checked(key))
        except FileNotFoundError:
            return

    @cached_property
    def _store(self) -> LocalStore | S3Store:
        if self.url.startswith("s3:"):
            config = cast("S3Config", {"disable_bulk_delete": True, **self.options})
            return S3Store.from_url(self.url, config=config, client_options={"allow_http": True})
        return LocalStore.from_url(self.url, mkdir=True)


def content_key(folder: str, content: bytes, ending: str) -> str:
    """A key made of the content itself, so that the same file is kept once: private/papers/3f/3f0a....pdf."""
    digest = hashlib.sha256(content).hexdigest()
    return _checked(f"{folder}/{digest[:2]}/{digest}{ending}")


def content_type_of(key: str) -> str:
    """The type that the key's ending says. Raises ValueError for an ending that we do not keep."""
    ending = PurePosixPath(key).suffix
    if ending not in CONTENT_TYPES:
        message = f"{key} does not end in one of {', '.join(CONTENT_TYPES)}"
        raise ValueError(message)
    return CONTENT_TYPES[ending]


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key) or ".." in key:
        message = f"{key!r} is not a key of a file"
        raise ValueError(message)
    return key
