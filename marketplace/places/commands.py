"""`flask places ...`: the provinces and communes from the command line."""

import click
from flask.cli import AppGroup

from marketplace.database import db
from marketplace.places.operations import load_places

commands = AppGroup("places", help="Provinces and communes.")


@commands.command("load")
def load() -> None:
    """Write provinces, communes and old units into the database; again and again without harm."""
    click.echo("Loading provinces and communes ...", nl=False)
    loaded = load_places()
    db.session.commit()
    click.echo(f" {loaded.provinces} provinces, {loaded.communes:,} communes, {loaded.old_units} old units.")
