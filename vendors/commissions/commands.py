"""`flask commissions ...`: commission rules from the command line."""

import click
from flask.cli import AppGroup

from marketplace.database import db
from vendors.commissions.operations import load_rules
from vendors.commissions.queries import rules

commands = AppGroup("commissions", help="Commission rules.")


@commands.command("load")
def load() -> None:
    """Write the market's own rules where they are missing; again and again without harm."""
    written = load_rules()
    db.session.commit()
    click.echo(f"{written} rules written. In the order in which they are read:")
    for rule in rules():
        click.echo(f"  {rule.position:>6}  {rule.basis_points / 100:g} %  {rule.words}")
