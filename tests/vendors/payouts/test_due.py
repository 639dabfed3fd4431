"""A dry run says what a run does: the same vendors, the same amounts, and for everybody else why not."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.database import db
from tests.factories.money import a_shop_with_account, an_account, earn, earn_cash
from tests.factories.orders import a_shop
from tests.factories.people import an_administrator, come_in
from tests.statements import watch_statements
from vendors.payouts import due, operations, terms
from vendors.payouts.due import Obstacle
from vendors.payouts.models import Cadence
from vendors.payouts.objections import object_to
from vendors.payouts.terms import Wish

pytestmark = pytest.mark.usefixtures("app")


def test_everybody_with_money_is_told_of_with_the_reason() -> None:
    """One vendor of each kind."""
    boss, tomorrow = an_administrator(), clock.today() + timedelta(days=1)
    ready, poor, busy, weekly, asking = (a_shop_with_account() for _ in range(5))
    nameless = a_shop(carrier_dong=0)
    unseen = a_shop_with_account(verified=False)
    cooling, objected = a_shop_with_account(), a_shop_with_account()
    for vendor in (ready, busy, weekly, asking, nameless, unseen, cooling, objected):
        earn(vendor, 500_000)
    earn(poor, 50_000)
    earn_cash(ready, 200_000)
    operations.request_payout(busy.id)
    earn(busy, 500_000)
    terms.set_terms(weekly, Wish(Cadence.WEEKLY, tomorrow.isoweekday()), by=boss)
    terms.set_terms(asking, Wish(Cadence.ON_REQUEST), by=boss)
    an_account(cooling, "5555555555", cooled=False)
    object_to(an_account(objected, "6666666666"))
    db.session.flush()

    known = {each.vendor_id: each for each in due.forecasts()}

    assert {vendor_id: each.obstacle for vendor_id, each in known.items()} == {
        ready.id: None,
        poor.id: Obstacle.BELOW_MINIMUM,
        busy.id: Obstacle.OPEN_PAYOUT,
        weekly.id: Obstacle.NOT_ITS_DAY,
        asking.id: Obstacle.ON_REQUEST,
        nameless.id: Obstacle.NO_ACCOUNT,
        unseen.id: Obstacle.NOT_VERIFIED,
        cooling.id: Obstacle.COOLING,
        objected.id: Obstacle.OBJECTED,
    }
    assert (known[ready.id].payable_dong, known[ready.id].debt_dong, known[ready.id].amount_dong) == (
        475_000,
        10_000,
        465_000,
    )
    assert due.due_vendors() == [vendor_id for vendor_id in sorted(known) if known[vendor_id].obstacle is None]
    refused = (poor, busy, nameless, unseen, cooling, objected)
    assert [operations.request_payout(vendor.id) for vendor in refused] == [None] * 6
    payout = operations.request_payout(ready.id)
    assert payout
    assert payout.amount_dong == known[ready.id].amount_dong


def test_a_dry_run_is_one_statement_that_only_reads() -> None:
    for _ in range(3):
        earn(a_shop_with_account(), 500_000)
    db.session.flush()
    with watch_statements() as statements:
        assert len(due.forecasts()) == 3
    assert [text.split()[0] for text in statements.texts] == ["SELECT"]


def test_the_page_and_the_command_say_it(app: Flask, client: FlaskClient) -> None:
    ready, poor = a_shop_with_account(), a_shop_with_account()
    earn(ready, 500_000)
    earn(poor, 50_000)
    come_in(client, an_administrator())
    page = client.get("/desk/payouts/preview").text
    assert "Sẽ chi: 1 nhà, 475.000\xa0₫" in page
    assert "Chưa đủ mức tối thiểu" in page
    said = app.test_cli_runner().invoke(args=["payouts", "preview"]).output
    assert "A run now would pay 1 vendors 475,000 đồng." in said
    assert f"WAITS           47,500  (debt 0)  {poor.name}  Chưa đủ mức tối thiểu" in said
