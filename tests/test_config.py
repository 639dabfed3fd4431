"""Settings: typed, and every problem told at once."""

import pytest

from config import InvalidSettings, load_settings

GOOD = {
    "environment": "production",
    "secret_key": "x" * 40,
    "database_url": "postgresql://db/market",
    "redis_url": "redis://cache/0",
    "demo": False,
    "public_url": "https://cho.example.vn",
    "notices_secret": "s3",
    "transfers_key": "k",
    "vnpay_secret": "v",
    "sms_key": "s",
    "momo_secret": "",
    "ghn_notice_key": "g",
    "ghtk_notice_key": "",
}


def test_development_needs_nothing() -> None:
    assert load_settings().hold_days == 3


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(InvalidSettings) as told:
        load_settings(hold_days=-1, reply_hours="soon", bank_bin="97")
    assert all(name in str(told.value) for name in ("HOLD_DAYS", "REPLY_HOURS", "BANK_BIN"))


def test_production_refuses_what_is_made_for_the_demo() -> None:
    with pytest.raises(InvalidSettings) as told:
        load_settings(environment="production")
    assert all(name in str(told.value) for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "DEMO", "PUBLIC_URL"))
    assert all(name in str(told.value) for name in ("VNPAY_SECRET", "MOMO_SECRET", "GHN_NOTICE_KEY", "GHTK_NOTICE_KEY"))


def test_production_with_all_it_needs() -> None:
    assert load_settings(**GOOD).environment == "production"
