"""A form of a seller's page acts once, however often it is sent: a second tap and a retry get the first answer.

Every such form carries a key (components/forms.html, `csrf`). What was sent is told apart by its person, shop, address,
key and content, so the same form with other content is another act.
"""

import hashlib
import secrets
from collections.abc import Callable

from flask import Flask, flash, g, make_response, redirect, request, session
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from marketplace.submissions import operations
from marketplace.submissions.models import Submission
from marketplace.submissions.operations import Answer

FIELD = "submit_key"
CSRF = "csrf_token"
SHORTEST_KEY, LONGEST_KEY = 8, 64
MOST_KEPT = 200_000
"""Characters of a page that is kept as an answer."""
RECEIVED = "received"
WANTS_ADDRESS = "X-Wants-Address"
"""A script that sends a form asks for the address to go to, because a browser would follow it unseen."""
ADDRESS = "X-Address"
_FIRST_REDIRECT, _FIRST_REFUSAL = 300, 400


def bind(app: Flask) -> None:
    """Let the seller's forms of `app` act once. To be bound after the transaction and the audience."""
    app.before_request(_answer_again)
    app.after_request(_tell_address)  # runs after the next one: the last bound is the first to run
    app.after_request(_keep_answer)
    app.jinja_env.globals.update(submit_key=submit_key, received_keys=received_keys)


def submit_key() -> str:
    """Give a new key for a form of a seller's page; nothing on other pages."""
    return secrets.token_urlsafe(12) if "vendor" in g else ""


def received_keys() -> str:
    """Give the keys of what arrived since the last page, once: their drafts can go."""
    return " ".join(session.pop(RECEIVED, []))


def _answer_again() -> Response | None:
    key = request.form.get(FIELD, "") if request.method == "POST" and "vendor" in g else ""
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        return None
    digest = _digest(key)
    earlier = operations.begin(digest, user_id=current_user.id)
    if earlier is not None:
        return _again(earlier)
    g.submission = digest
    return None


def _again(earlier: Submission) -> Response:
    """Give the first answer, with what it says where that has not been said."""
    told = session.get("_flashes", [])
    for kind, sentence in earlier.messages:
        if (kind, sentence) not in {tuple(each) for each in told}:
            flash(sentence, kind)
    _note_received()
    if earlier.location:
        return redirect(earlier.location, code=earlier.status or 302)
    if earlier.body is not None:
        return make_response(earlier.body, earlier.status or 200)
    flash(_("Việc này đã được ghi rồi, không làm thêm lần nữa."), "info")
    return redirect("/seller", code=303)


def _keep_answer(response: Response) -> Response:
    digest = g.pop("submission", None)
    if digest is None:
        return response
    if response.status_code >= _FIRST_REFUSAL:
        if g.get("keeps_what_it_did"):
            operations.forget(digest)
        return response
    said = [[str(kind), str(sentence)] for kind, sentence in session.get("_flashes", [])]
    operations.end(digest, Answer(response.status_code, response.location, _page_of(response), said))
    _note_received()
    return response


def _tell_address(response: Response) -> Response:
    if request.headers.get(WANTS_ADDRESS) and _FIRST_REDIRECT <= response.status_code < _FIRST_REFUSAL:
        response.headers[ADDRESS] = response.headers.pop("Location")
        response.status_code = 200
        response.set_data(b"")
    return response


def _page_of(response: Response) -> str | None:
    if response.location or response.mimetype != "text/html" or response.is_streamed:
        return None
    page = response.get_data(as_text=True)
    return page if len(page) <= MOST_KEPT else None


def _note_received() -> None:
    session[RECEIVED] = [*session.get(RECEIVED, []), request.form[FIELD]][-3:]


def _digest(key: str) -> str:
    """Tell apart who sent what where: the token against forged forms is no part of it."""
    digest = hashlib.sha256()
    written = _writer(digest.update)
    written(str(current_user.id), str(g.vendor.id), request.path, key)
    for name, values in sorted(request.form.lists()):
        if name not in {CSRF, FIELD}:
            written(name, *values)
    for name, file in sorted(request.files.items(multi=True), key=lambda each: each[0]):
        written(name, file.filename or "", _content(file))
    return digest.hexdigest()


def _writer(write: Callable[[bytes], None]) -> Callable[..., None]:
    def written(*words: str) -> None:
        for word in words:
            raw = word.encode("utf-8", "surrogatepass")
            write(b"%d:%s" % (len(raw), raw))

    return written


def _content(file: FileStorage) -> str:
    found = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]  # spooled files are read so
    file.stream.seek(0)
    return found
