"""A worker killed while it pays: the next one goes on, and the bank pays once."""

import os
import signal
import subprocess
import sys

import pytest
from flask import Flask

from config import ROOT, Settings
from marketplace.database import db
from marketplace.ledger import audit
from tests.bank import Bank
from tests.factories.money import a_shop_with_account, earn
from tests.races.conftest import market
from vendors.payouts import sending
from vendors.payouts.models import Payout, PayoutStatus
from vendors.payouts.operations import request_payout

__all__ = ["market"]
PATIENCE_SECONDS = 60


def pay_and_die(payout_id: int, moment: str, settings: Settings, bank: Bank) -> int:
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
    command = [sys.executable, "-m", "tests.faults.dying_cashier", str(payout_id), moment]
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
