"""`flask commissions ...`: commission rules from the command line."""

import click
from flask.cli import AppGroup

from marketplace import clock
from marketplace.database import db
from vendors.commissions.operations import load_rules
from vendors.commissions.queries import rules_at
from vendors.commissions.words import rate_words

commands = AppGroup("commissions", help="Commission rules.")


@commands.command("load")
def load() -> None:
    """Write the market's own rules where they are missing; again and again without harm."""
    written = load_rules()
    db.session.commit()
    click.echo(f"{written} rules written. In the order in which they are read:")
    for place, rule in enumerate(rules_at(clock.now()), start=1):
        click.echo(f"  {place:>4}  {rate_words(rule.rate)}  {rule.words}")
