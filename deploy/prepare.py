"""Brings tables, first contents and the demo market up to date: the operator's commands, one application for all."""

import io
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from click import Abort
from flask import Flask
from flask.cli import ScriptInfo

from deploy.steps import console, step
from wsgi import create_app


def main(accounts: Path) -> None:
    """Run each command that `make run` needs; what `seed accounts` says is written to the file."""
    with step("application"):
        app = create_app()
    _quietly(app, "database tables", "db", "upgrade")
    _quietly(app, "provinces and communes", "places", "load")
    _quietly(app, "product sets", "categories", "load")
    _quietly(app, "the market's pages", "policies", "load")
    _quietly(app, "commission rules", "commissions", "load")
    if app.extensions["settings"].demo:
        _command(app, "seed", "demo")
        accounts.write_text(_quietly(app, "demo accounts", "seed", "accounts"), encoding="utf-8")


def _quietly(app: Flask, words: str, *command: str) -> str:
    """Run a command as a step and return what it said; show that and exit if it fails."""
    said = io.StringIO()
    try:
        with step(words), redirect_stdout(said), redirect_stderr(said):
            _command(app, *command)
    except Exception:  # noqa: BLE001 - whatever it was, the operator sees it and the start ends here
        console.print(said.getvalue(), markup=False)
        traceback.print_exc()
        sys.exit(f"{words}: `flask --app wsgi {' '.join(command)}` failed")
    return said.getvalue()


def _command(app: Flask, *command: str) -> None:
    """Run one of the `flask --app wsgi` commands in this process."""
    app.cli.main(list(command), prog_name="flask", standalone_mode=False, obj=ScriptInfo(create_app=lambda: app))


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except (KeyboardInterrupt, Abort):
        sys.exit(130)
