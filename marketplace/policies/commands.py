"""`flask policies ...`: the market's pages from the command line."""

import click
from flask.cli import AppGroup

from marketplace.database import db
from marketplace.policies.operations import load_policies

commands = AppGroup("policies", help="The market's own pages: terms, privacy, help.")


@commands.command("load")
def load() -> None:
    """Write the first version of each page that has none; again and again without harm."""
    loaded = load_policies()
    db.session.commit()
    click.echo(f"{loaded} pages written.")
