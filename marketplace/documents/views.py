"""Handing a document's file to those who may see it; whoever calls has made sure of that."""

from flask import Response, make_response, render_template

from marketplace.documents.models import Document
from marketplace.documents.queries import file_of
from marketplace.web.private_files import send_private

LOOK_AGAIN_SECONDS = 3


def hand_out(document: Document, ending: str) -> Response:
    """Answer with the stored file, or with a page that looks again by itself while the file is being made.

    `ending` is pdf or xlsx; raises NotFound for any other.
    """
    file = file_of(document, ending)
    if file:
        return send_private(file.key, name=document.full_number)
    answer = make_response(render_template("documents/waiting.html", document=document), 202)
    answer.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    answer.headers["Cache-Control"] = "no-store"
    return answer
