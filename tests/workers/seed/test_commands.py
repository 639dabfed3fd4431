"""When the seed refuses to build, and says why."""

from marketplace import audit
from marketplace.database import db
from tests.factories.people import an_administrator
from tests.factories.vendors import a_vendor
from workers.seed.queries import BEGUN, FINISHED, State, state


def run(app, *words):
    return app.test_cli_runner().invoke(args=["seed", *words])


def note(action):
    audit.record(action, an_administrator(), by=None)
    db.session.commit()


def test_a_database_with_a_vendor_is_left_alone(app):
    a_vendor()
    db.session.commit()
    said = run(app, "demo")
    assert (said.exit_code, said.output) == (0, "There is a market already; nothing was built.\n")


def test_a_market_that_was_interrupted_is_not_taken_for_whole(app):
    note(BEGUN)
    said = run(app, "demo")
    assert said.exit_code == 1
    assert "make clean-data" in said.output


def test_a_market_that_was_finished_is_there(app):
    note(BEGUN)
    note(FINISHED)
    assert state() is State.THERE


def test_an_empty_database_is_empty(app):
    assert state() is State.EMPTY


def test_nothing_is_built_or_told_without_the_demo(app, settings, monkeypatch):
    monkeypatch.setitem(app.extensions, "settings", settings.model_copy(update={"demo": False}))
    for words in (["demo"], ["accounts"]):
        said = run(app, *words)
        assert said.exit_code == 1
        assert "DEMO" in said.output


def test_more_vendors_than_listings_are_refused(app):
    assert run(app, "demo", "--vendors", "5", "--listings", "4").exit_code == 1
    assert state() is State.EMPTY


def test_where_nobody_is_there_are_no_accounts(app):
    assert run(app, "accounts").output == "There are no demo accounts here.\n"
