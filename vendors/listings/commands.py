"""`flask categories ...`: the OCOP product sets from the command line."""

import click
from flask.cli import AppGroup

from marketplace.database import db
from vendors.listings.reference import load_categories

commands = AppGroup("categories", help="The 26 OCOP product sets.")


@commands.command("load")
def load() -> None:
    """Write the product sets into the database; again and again without harm."""
    loaded = load_categories()
    db.session.commit()
    click.echo(f"{loaded} product sets.")
