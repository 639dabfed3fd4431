"""Commands of rooms to the right, found by their names when they are asked for."""

import sys

import pytest
from click.testing import CliRunner
from flask import Flask

from config import load_settings
from marketplace.commands import GroupElsewhere, add_groups

ELSEWHERE = "this_elsewhere"


@pytest.fixture
def program(tmp_path, monkeypatch) -> Flask:
    (tmp_path / f"{ELSEWHERE}.py").write_text(
        "import click\n\ncommands = click.Group('far', help='Far away.')\n\n\n"
        "@commands.command()\ndef greet() -> None:\n    click.echo('hello from far')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    app = Flask("program", static_folder=None)
    add_groups(app, {"far": ELSEWHERE})
    yield app
    sys.modules.pop(ELSEWHERE, None)


def test_the_group_runs_its_commands(program):
    said = CliRunner().invoke(program.cli, ["far", "greet"])
    assert said.output == "hello from far\n"


def test_nothing_is_imported_until_somebody_asks(program):
    assert "far" in program.cli.commands
    assert ELSEWHERE not in sys.modules


def test_the_group_lists_what_it_has(program):
    assert "greet" in CliRunner().invoke(program.cli, ["far", "--help"]).output


def test_every_group_that_the_settings_name_is_there():
    for name, module in load_settings().command_modules.items():
        group = GroupElsewhere(name, module)
        assert group.list_commands(group.make_context(name, [], resilient_parsing=True))
