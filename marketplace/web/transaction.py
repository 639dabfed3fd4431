"""One request is one transaction: committed when the answer is good, rolled back when it is not."""

from flask import Flask, Response, g

from marketplace.database import db

FIRST_ERROR_STATUS = 400


def bind(app: Flask) -> None:
    """Commit or roll back at the end of each request of `app`."""
    app.after_request(end)


def keep() -> None:
    """Commit what this request did although it is refused: for refusals that must be counted."""
    g.keeps_what_it_did = True


def end(response: Response) -> Response:
    """Commit what the request did if it was answered well; forget it otherwise."""
    if response.status_code < FIRST_ERROR_STATUS or g.pop("keeps_what_it_did", False):
        db.session.commit()
    else:
        db.session.rollback()
    return response
