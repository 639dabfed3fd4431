"""`flask ledger ...`: the books from the command line."""

import click
from flask.cli import AppGroup

from marketplace.ledger import audit

commands = AppGroup("ledger", help="The books of the market.")


@commands.command("audit")
def audit_books() -> None:
    """Check every rule of the books; exit with 1 and a line for each thing that is wrong."""
    problems = audit.findings()
    for words in problems:
        click.echo(f"WRONG  {words}")
    if problems:
        raise SystemExit(1)
    click.echo(f"The books are right: {len(audit.checks)} checks, {audit.turnover_dong():,} đồng moved.")
