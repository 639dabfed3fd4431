"""`flask documents ...`: the stored files from the command line."""

import click
from flask.cli import AppGroup

from marketplace.database import db
from marketplace.documents import making

commands = AppGroup("documents", help="Numbered documents and their files.")


@commands.command("verify")
def verify() -> None:
    """Read every stored file and compare it with the SHA-256 it was issued with; exit with 1 if one differs."""
    changed = making.changed_files()
    for name in changed:
        click.echo(f"WRONG  {name} is lost or is not as it was issued")
    if changed:
        raise SystemExit(1)
    click.echo("Every file is as it was issued.")


@commands.command("restore")
@click.argument("document_id", type=int)
def restore(document_id: int) -> None:
    """Make the lost files of one document again; refused when they would come out otherwise."""
    making.make_files(document_id)
    db.session.commit()
    click.echo("The files are there.")
