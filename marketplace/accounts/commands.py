"""`flask accounts ...`: people from the command line."""

import click
from flask.cli import AppGroup

from marketplace.accounts import operations
from marketplace.accounts.models import StaffRole
from marketplace.database import db

commands = AppGroup("accounts", help="People of the market.")


@commands.command("add-administrator")
@click.argument("login")
@click.argument("full_name")
@click.password_option()
def add_administrator(login: str, full_name: str, password: str) -> None:
    """Open an account (e-mail address or phone number) for an administrator."""
    person = operations.sign_up(login, full_name=full_name, password=password)
    operations.appoint(person, StaffRole.ADMINISTRATOR, by=None)
    db.session.commit()
    click.echo(f"{full_name} may sign in as {login}.")
