"""`flask catalogue ...`: the catalogue's index from the command line."""

import click
from flask.cli import AppGroup

from marketplace.database import db
from vendors.storefront import index

commands = AppGroup("catalogue", help="The index of what is on sale.")


@commands.command("rebuild")
def rebuild() -> None:
    """Write the index anew from the listings."""
    rows = index.rebuild()
    db.session.commit()
    click.echo(f"{rows} listings are on show.")
