"""`flask market holding`: who holds the money, and what is still open under another way than today's."""

import click
from flask.cli import with_appcontext

from marketplace.settings import settings
from orders.partner.queries import at_partner, still_open


@click.command("holding")
@with_appcontext
def holding() -> None:
    """Say what is still open of the orders of each way; exit with 1 while something is open under another."""
    now, others = settings().holding, 0
    for each in still_open():
        open_ = each.unpaid + each.under_way + each.refunds + bool(each.payable_dong)
        others += open_ if each.holding != now else 0
        click.echo(
            f"{'now   ' if each.holding == now else 'before'}  {each.holding}: {each.unpaid} unpaid, "
            f"{each.under_way} parts under way, {each.refunds} refunds, {each.payable_dong:,} đồng payable"
        )
    if held := at_partner().balance_dong:
        click.echo(f"The partner holds {held:,} đồng, {at_partner().ours_dong:,} of it ours to draw.")
    if others:
        raise SystemExit(1)
