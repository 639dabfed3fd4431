"""A worker killed while it pays: the next one goes on, and the bank pays once."""

import os
import signal
import subprocess
import sys

import pytest
from flask import Flask
from sqlalchemy import select

from config import ROOT, Settings
from marketplace.database import db
from marketplace.ledger import audit
from tests.bank import Bank
from tests.factories.money import a_shop_with_account, earn
from tests.factories.payouts import a_payout_by_file
from tests.factories.people import an_administrator
from tests.races.conftest import market
from vendors.payouts import sending
from vendors.payouts.batches.models import PayoutBatch
from vendors.payouts.batches.operations import make_batch
from vendors.payouts.models import Payout, PayoutStatus
from vendors.payouts.operations import request_payout
from vendors.payouts.runs.models import PayoutRun
from vendors.payouts.runs.operations import pay_in_run, want_payouts

__all__ = ["market"]
PATIENCE_SECONDS = 60


def pay_and_die(subject: int | str, moment: str, settings: Settings, bank: Bank) -> int:
    """Let a process of its own pay and die; give how it ended."""
    environment = os.environ | {
        "ENVIRONMENT": "test",
        "SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "DATA_DIR": str(settings.data_dir),
        "TRANSFERS_URL": bank.twins.bank_url,
        "TRANSFERS_CLIENT": bank.twins.configuration.client_id,
        "TRANSFERS_KEY": bank.twins.configuration.api_key,
        "TRANSFERS_CHECKSUM_KEY": bank.twins.configuration.checksum_key,
    }
    command = [sys.executable, "-m", "tests.faults.dying_cashier", str(subject), moment]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False, timeout=PATIENCE_SECONDS).returncode


@pytest.mark.parametrize(("moment", "taken"), [("before", 0), ("after", 1)])
def test_a_killed_worker_pays_once(market: Flask, settings: Settings, bank: Bank, *, moment: str, taken: int) -> None:
    vendor = a_shop_with_account()
    earn(vendor, 500_000)
    payout_id = request_payout(vendor.id).id
    db.session.commit()

    assert pay_and_die(payout_id, moment, settings, bank) == -signal.SIGKILL

    db.session.rollback()
    assert db.session.get_one(Payout, payout_id).status is PayoutStatus.SENDING
    assert len(bank.paid()) == taken
    assert audit.findings() == []
    assert sending.to_send() == [payout_id]
    sending.hand_over(payout_id)
    db.session.commit()
    bank.settles()
    sending.ask_about(payout_id)
    db.session.commit()
    assert db.session.get_one(Payout, payout_id).status is PayoutStatus.CONFIRMED
    assert len(bank.paid()) == 1
    assert audit.findings() == []


@pytest.mark.parametrize("moment", ["claimed", "counted"])
def test_a_worker_killed_in_a_run_leaves_the_vendor_to_the_next(
    market: Flask, settings: Settings, bank: Bank, *, moment: str
) -> None:
    """Killed after the claim, or after the count and before the commit: the run is finished by the next worker."""
    vendor = a_shop_with_account()
    earn(vendor, 500_000)
    run_id, vendor_id = want_payouts(by=an_administrator()).id, vendor.id
    db.session.commit()

    assert pay_and_die(f"{run_id}/{vendor_id}", moment, settings, bank) == -signal.SIGKILL

    db.session.rollback()
    assert db.session.scalars(select(Payout)).all() == []
    assert db.session.get_one(PayoutRun, run_id).settled == 0
    assert audit.findings() == []
    for _ in range(2):
        pay_in_run(vendor_id, run_id)
        db.session.commit()
    db.session.expire_all()
    assert db.session.get_one(PayoutRun, run_id).done == 1
    assert db.session.scalars(select(Payout)).one().amount_dong == 475_000
    assert audit.findings() == []


def test_killed_while_a_file_is_made_there_is_no_file(market: Flask, settings: Settings, bank: Bank) -> None:
    payout_id = a_payout_by_file().id
    boss = an_administrator()
    db.session.commit()

    assert pay_and_die(str(boss.id), "filed", settings, bank) == -signal.SIGKILL

    db.session.rollback()
    assert db.session.get_one(Payout, payout_id).status is PayoutStatus.REQUESTED
    assert db.session.scalars(select(PayoutBatch)).all() == []
    assert make_batch(by=boss).payouts == 1
    db.session.commit()
    assert audit.findings() == []
