"""The edges of every page: who may see it, what errors look like, what headers say, whether a form is ours."""

from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from config import Settings
from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.extensions import limiter
from marketplace.web.audience import MARK, public
from wsgi import create_app

trials = Blueprint("trials", __name__)


@trials.get("/trials/unmarked")
def unmarked() -> str:
    return "nobody should read this"


@trials.post("/trials/<outcome>")
@public
def write(outcome: str) -> str:
    db.session.execute(text("INSERT INTO trial VALUES (1)"))
    if outcome == "refusal":
        raise Refusal
    if outcome == "failure":
        raise ZeroDivisionError
    return "written"


@pytest.fixture(scope="module")
def trial_app(whole_app: Flask, settings: Settings) -> Iterator[Flask]:
    """An application with a few pages made for trying."""
    app = create_app(settings)
    app.register_blueprint(trials)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        db.session.execute(text("CREATE TABLE trial (n int)"))
        db.session.commit()
    yield app
    with app.app_context():
        db.session.execute(text("DROP TABLE trial"))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def _written(app: Flask) -> int:
    with app.app_context():
        return db.session.execute(text("SELECT count(*) FROM trial")).scalar_one()


def test_a_page_that_does_not_say_for_whom_is_for_nobody(trial_app: Flask) -> None:
    assert trial_app.test_client().get("/trials/unmarked").status_code == 403


def test_every_page_says_for_whom_it_is(whole_app: Flask) -> None:
    silent = [name for name, view in whole_app.view_functions.items() if not hasattr(view, MARK) and name != "static"]
    assert silent == []


@pytest.mark.parametrize(("outcome", "status"), [("refusal", 409), ("failure", 500)])
def test_nothing_is_written_by_a_request_that_failed(trial_app: Flask, outcome: str, status: int) -> None:
    before = _written(trial_app)
    trial_app.config["PROPAGATE_EXCEPTIONS"] = False
    assert trial_app.test_client().post(f"/trials/{outcome}").status_code == status
    assert _written(trial_app) == before
    assert trial_app.test_client().post("/trials/success").text == "written"
    assert _written(trial_app) == before + 1


def test_a_failure_gives_a_number_to_quote(trial_app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    answer = trial_app.test_client().post("/trials/failure")
    number = answer.headers["X-Request-Id"]
    assert number in answer.text
    assert number in capsys.readouterr().out


def test_a_program_reads_a_problem_document(client: FlaskClient) -> None:
    answer = client.get("/no-such-page", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


@pytest.mark.parametrize(("language", "words"), [("vi", "Không có trang này"), ("xx", "Không có trang này")])
def test_an_unknown_address_gets_a_page_that_helps(client: FlaskClient, language: str, words: str) -> None:
    client.set_cookie("language", language)
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert words in answer.text
    assert 'action="/search"' in answer.text


def test_headers_allow_nothing_inline(client: FlaskClient) -> None:
    policy = client.get("/login").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.fixture
def strict_app(settings: Settings) -> Iterator[Flask]:
    """An application that checks where forms come from and how often people try, as in production."""
    app = create_app(settings.model_copy(update={"rate_limits": True}))
    yield app
    with app.app_context():
        limiter.reset()
        db.engine.dispose()
    limiter.enabled = False  # the one limiter of this process was told by the last application


def test_a_form_from_elsewhere_is_refused(strict_app: Flask) -> None:
    assert strict_app.test_client().post("/logout").status_code == 400


def test_trying_too_often_is_slowed_down(strict_app: Flask) -> None:
    strict_app.config["WTF_CSRF_ENABLED"] = False
    typed = {"login": "0912345678", "password": "wrong"}
    statuses = [strict_app.test_client().post("/login", data=typed).status_code for _ in range(11)]
    assert statuses[-1] == 429
    assert strict_app.test_client().post("/login", data=typed | {"login": "0912345679"}).status_code == 422


def test_whoever_guesses_lots_is_slowed_down(strict_app: Flask) -> None:
    statuses = [strict_app.test_client().get(f"/lot/guess-{number}").status_code for number in range(61)]
    assert (statuses[59], statuses[60]) == (404, 429)


def test_health(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz").get_json()
    assert (ready["database"], ready["redis"]) == ("ok", "ok")
