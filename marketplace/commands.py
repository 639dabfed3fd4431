"""Commands of rooms to the right of `wsgi`: named as data, found when somebody asks for them."""

from collections.abc import Mapping
from functools import cached_property
from importlib import import_module

import click
from flask import Flask


class GroupElsewhere(click.Group):
    """A group of commands that stands in a module as `commands`; the module is imported when the group is used."""

    def __init__(self, name: str, module: str) -> None:
        super().__init__(name, short_help=f"See `{name} --help`.")
        self._module = module

    @cached_property
    def _group(self) -> click.Group:
        group: click.Group = import_module(self._module).commands
        self.help = group.help
        return group

    def list_commands(self, ctx: click.Context) -> list[str]:
        return self._group.list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self._group.get_command(ctx, cmd_name)


def add_groups(app: Flask, modules: Mapping[str, str]) -> None:
    """Give `app` the groups of commands that these modules hold, by the groups' names."""
    for name, module in modules.items():
        app.cli.add_command(GroupElsewhere(name, module))
