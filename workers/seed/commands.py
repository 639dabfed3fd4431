"""`flask seed ...`: a market to look at, with people to sign in as."""

import click
from flask.cli import AppGroup

from marketplace import clock
from marketplace.settings import settings
from workers.seed import market
from workers.seed.people import ACCOUNTS, PASSWORD
from workers.seed.plan import LISTINGS, VENDORS
from workers.seed.queries import State, present_accounts, state

commands = AppGroup("seed", help="The demo market.")

NO_DEMO = "A demo market is built only where DEMO is on."
INTERRUPTED = (
    "The demo market was being built when it was interrupted, so it is not whole.\n"
    "`make clean-data` forgets it; the next start builds it anew."
)


@commands.command("demo")
@click.option("--vendors", default=VENDORS, show_default=True, type=click.IntRange(min=1), help="Approved producers.")
@click.option("--listings", default=LISTINGS, show_default=True, type=click.IntRange(min=1), help="Listings on sale.")
@click.option("--orders", default=market.ORDERS, show_default=True, type=click.IntRange(min=0), help="Orders.")
def demo(vendors: int, listings: int, orders: int) -> None:
    """Build a demo market, unless there is a market already."""
    _refuse_without_demo()
    found = state()
    if found is State.INTERRUPTED:
        raise SystemExit(INTERRUPTED)
    if found is State.THERE:
        click.echo("There is a market already; nothing was built.")
        return
    if listings < vendors:
        raise SystemExit("Each producer has at least one listing: --listings cannot be less than --vendors.")
    problems = market.build(market.Size(vendors, listings, orders), now=clock.now())
    if problems:
        raise SystemExit("\n".join(["The demo market is wrong:", *(f"WRONG  {words}" for words in problems)]))


@commands.command("accounts")
def accounts() -> None:
    """Tell with whom a visitor may sign in."""
    _refuse_without_demo()
    there = present_accounts(ACCOUNTS)
    if not there:
        click.echo("There are no demo accounts here.")
        return
    click.echo(f"Demo accounts; the password of all is {PASSWORD}")
    for account in there:
        click.echo(f"  {account.login:<21} {account.words}")


def _refuse_without_demo() -> None:
    if not settings().demo:
        raise SystemExit(NO_DEMO)
