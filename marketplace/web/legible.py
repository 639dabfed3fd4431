"""Text that nobody types and no database keeps is refused at the door."""

from collections.abc import Iterator

from flask import Flask, abort, request

NO_LETTER = "\x00"
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def bind(app: Flask) -> None:
    """Refuse requests of `app` with a NUL in their address or form (400): PostgreSQL's text cannot hold it."""
    app.before_request(_refuse_what_is_not_text)


def _refuse_what_is_not_text() -> None:
    if any(NO_LETTER in words for words in _words_of_request()):
        abort(400)


def _words_of_request() -> Iterator[str]:
    yield request.path
    for sent in (request.args, request.form) if request.mimetype in FORMS else (request.args,):
        for words in sent.listvalues():
            yield from words
