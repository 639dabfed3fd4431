"""`flask payouts ...`: payouts from the command line."""

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from vendors.payouts.due import Forecast, forecasts
from vendors.payouts.words import OBSTACLES

commands = AppGroup("payouts", help="What vendors are paid.")


@commands.command("preview")
def preview() -> None:
    """Say what a run would pay now, and why others are not paid; nothing is written."""
    known = forecasts()
    paid = [each for each in known if each.obstacle is None]
    with force_locale("vi"):
        for each in paid:
            click.echo(f"PAYS   {_told(each)}  {each.masked_number} {each.holder}")
        for each in known:
            if each.obstacle:
                click.echo(f"WAITS  {_told(each)}  {OBSTACLES[each.obstacle]}")
    click.echo(f"A run now would pay {len(paid)} vendors {sum(each.amount_dong for each in paid):,} đồng.")


def _told(forecast: Forecast) -> str:
    return f"{forecast.amount_dong:>15,}  (debt {forecast.debt_dong:,})  {forecast.vendor_name}"
