"""Runs of payouts: every vendor once, counted truly, whatever is repeated or goes wrong."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from marketplace import clock
from marketplace.database import db
from marketplace.ledger import audit
from tests.factories.money import a_shop_with_account, earn
from tests.factories.people import a_person, an_administrator, come_in
from tests.factories.vendors import a_member
from vendors.models import Vendor
from vendors.payouts import terms
from vendors.payouts.models import Cadence, Payout
from vendors.payouts.runs import operations, queries
from vendors.payouts.runs.models import PayoutRun, RunOutcome
from vendors.payouts.terms import Wish
from workers import outbox, tasks

pytestmark = pytest.mark.usefixtures("app")


def vendors_with_earnings(count: int) -> list[Vendor]:
    vendors = [a_shop_with_account() for _ in range(count)]
    for vendor in vendors:
        earn(vendor, 500_000)
    return vendors


def outcomes(run: PayoutRun) -> list[RunOutcome]:
    return [each.outcome for each in queries.vendors_of(run)]


def payouts_made() -> int:
    return db.session.scalar(select(func.count(Payout.id))) or 0


def test_a_run_counts_its_vendors_and_ends() -> None:
    vendors_with_earnings(3)
    run = operations.want_payouts(by=an_administrator())
    assert (run.wanted, run.settled, run.finished_at) == (3, 0, None)
    db.session.commit()
    outbox.drain()
    db.session.refresh(run)
    assert (run.done, run.failed) == (3, 0)
    assert run.finished_at
    assert set(outcomes(run)) == {RunOutcome.PAID}
    assert audit.findings() == []


def test_a_fact_that_comes_twice_pays_and_counts_once() -> None:
    [vendor] = vendors_with_earnings(1)
    run = operations.want_payouts(by=an_administrator())
    for _ in range(3):
        operations.pay_in_run(vendor.id, run.id)
    db.session.refresh(run)
    assert (run.done, payouts_made()) == (1, 1)


def test_two_runs_pay_once_and_the_second_says_so() -> None:
    vendors_with_earnings(2)
    boss = an_administrator()
    first, second = operations.want_payouts(by=boss), operations.want_payouts(by=boss)
    db.session.commit()
    outbox.drain()
    assert payouts_made() == 2
    assert (set(outcomes(first)), set(outcomes(second))) == ({RunOutcome.PAID}, {RunOutcome.NOTHING})


def test_what_goes_wrong_with_one_is_noted_and_the_others_are_paid(monkeypatch: pytest.MonkeyPatch) -> None:
    unlucky, _lucky = vendors_with_earnings(2)
    request = operations.request_payout

    def locked_out(vendor_id: int, **options: object) -> Payout | None:
        if vendor_id == unlucky.id:
            raise OperationalError("lock timeout", {}, Exception())
        return request(vendor_id, **options)

    monkeypatch.setattr(operations, "request_payout", locked_out)
    run = operations.want_payouts(by=an_administrator())
    db.session.commit()
    outbox.drain()
    db.session.refresh(run)
    assert (run.done, run.failed) == (1, 1)
    assert outcomes(run) == [RunOutcome.FAILED, RunOutcome.PAID]
    monkeypatch.undo()
    operations.want_payouts(by=an_administrator())
    db.session.commit()
    outbox.drain()
    assert payouts_made() == 2


def test_an_old_fact_without_a_run_still_pays() -> None:
    [vendor] = vendors_with_earnings(1)
    operations.pay_in_run(vendor.id)
    assert payouts_made() == 1


def test_the_night_runs_and_makes_up_for_missed_nights() -> None:
    [vendor] = vendors_with_earnings(1)
    today = clock.today()
    terms.set_terms(vendor, Wish(Cadence.WEEKLY, today.isoweekday()), by=an_administrator())
    with clock.at(clock.now() - timedelta(days=1)):
        operations.run_nightly()
    with clock.at(clock.now() + timedelta(days=2)):
        operations.run_nightly()  # the workers slept for two nights, and the vendor's was one of them
        db.session.commit()
        outbox.drain()
        operations.run_nightly()
    assert payouts_made() == 1
    runs = db.session.scalars(select(PayoutRun).order_by(PayoutRun.id)).all()
    assert [(run.day - today).days for run in runs] == [-1, 2]
    assert [run.wanted for run in runs] == [0, 1]
    assert queries.latest_runs() == [runs[1]]


def test_the_task_of_the_night_starts_it(market_celery: object) -> None:
    vendors_with_earnings(1)
    tasks.request_payouts.run()
    assert db.session.scalars(select(PayoutRun)).one().wanted == 1


def test_who_is_paid_on_request_asks(client: FlaskClient) -> None:
    [vendor] = vendors_with_earnings(1)
    owner = a_member(vendor, a_person())
    come_in(client, owner)
    assert client.post("/seller/money/payouts", headers={"Accept": "application/json"}).status_code == 409
    terms.set_terms(vendor, Wish(Cadence.ON_REQUEST), by=owner)
    db.session.commit()
    assert "Yêu cầu chi" in client.get("/seller/money").text
    assert client.post("/seller/money/payouts").status_code == 302
    outbox.drain()
    assert payouts_made() == 1
    assert "Yêu cầu chi" not in client.get("/seller/money").text
    again = client.post("/seller/money/payouts", headers={"Accept": "application/json"})
    assert (again.status_code, payouts_made()) == (409, 1)


def test_the_page_shows_progress_and_is_found_again(app: Flask, client: FlaskClient) -> None:
    vendors = vendors_with_earnings(2)
    come_in(client, an_administrator())
    address = client.post("/desk/payouts/runs").location
    assert 'hx-trigger="every 2s"' in client.get(address).text
    run = db.session.scalars(select(PayoutRun)).one()
    operations.pay_in_run(vendors[0].id, run.id)
    assert 'value="1" max="2"' in client.get(address).text
    assert address in client.get("/desk/payouts").text
    outbox.drain()
    finished = client.get(address).text
    assert 'value="2" max="2"' in finished
    assert "every 2s" not in finished
    assert client.get("/desk/payouts/runs/999999").status_code == 404
