"""What `make run` refuses, and the addresses that follow from its port."""

import socket
from pathlib import Path

import pytest

from config import load_settings
from deploy import local


def test_two_checkouts_do_not_meet() -> None:
    addresses = local._addresses(load_settings(port=9000))
    assert addresses["PUBLIC_URL"] == "http://127.0.0.1:9000"
    assert {addresses["TWIN_BANK_PORT"], addresses["TWIN_MAIL_PORT"]} == {"9010", "9025"}


def test_a_usual_port_keeps_the_usual_addresses() -> None:
    settings = load_settings()
    addresses = local._addresses(load_settings(port=8000))
    assert addresses["MAIL_URL"] == settings.mail_url
    assert addresses["NOTICES_URL"] == settings.notices_url
    assert addresses["TRANSFERS_URL"] == settings.transfers_url
    assert (addresses["VNPAY_PAY_URL"], addresses["VNPAY_API_URL"]) == (settings.vnpay_pay_url, settings.vnpay_api_url)
    assert addresses["MOMO_URL"] == settings.momo_url


def test_a_server_for_the_whole_network_is_reached_here() -> None:
    assert local._addresses(load_settings(host="0.0.0.0", port=9000))["PUBLIC_URL"] == "http://127.0.0.1:9000"  # noqa: S104


def test_twins_run_in_a_demo_only() -> None:
    with_demo, without = (local._programs(load_settings(demo=demo)) for demo in (True, False))
    assert [program.name for program in with_demo] == ["web", "beat", "worker", "twins"]
    assert [program.name for program in without] == ["web", "beat", "worker"]


def test_a_taken_port_is_told_with_another_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} is taken.*PORT={port + 1} make run"):
            local._check_port(load_settings(port=port))


def test_the_market_runs_once_over_its_data(tmp_path: Path) -> None:
    with local._the_only_run(tmp_path), pytest.raises(SystemExit, match="already runs"):
        local._the_only_run(tmp_path).__enter__()
    with local._the_only_run(tmp_path):
        assert [path.name for path in tmp_path.iterdir()] == ["run.lock"]
