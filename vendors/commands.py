"""`flask market ...`: the market from the command line."""

import click
from flask.cli import AppGroup

from marketplace.database import db
from marketplace.ledger import audit as ledger_audit
from vendors import audit
from vendors.programme.founding import found_register

commands = AppGroup("market", help="The market as a whole.")


@commands.command("audit")
def audit_market() -> None:
    """Check every rule of the market, the books among them; exit with 1 and a line for each thing that is wrong."""
    problems = [*audit.findings(), *ledger_audit.findings()]
    for words in problems:
        click.echo(f"WRONG  {words}")
    if problems:
        raise SystemExit(1)
    click.echo(f"The market is right: {len(audit.checks) + len(ledger_audit.checks)} checks.")


@commands.command("register")
def begin_register() -> None:
    """Enter the market's products that the province's register does not have yet, with their producers and stars."""
    count = found_register()
    db.session.commit()
    click.echo(f"{count} products entered in the register.")
