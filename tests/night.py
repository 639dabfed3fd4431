"""The whole market around a running site: the twins of bank and mail, and the night shift in a thread."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from flask import Flask

from config import Settings
from marketplace import clock
from marketplace.gateways.twins.configuration import configuration_for
from marketplace.gateways.twins.server import Twins
from marketplace.gateways.wiring import bind_gateways
from tests.browsing import running
from workers import tasks as workers_tasks
from workers.celery import MarketCelery
from workers.schedule import SCHEDULE

OFTEN_SECONDS = 180
"""What the schedule lets run at least this often is what the night shift of a test does, again and again."""
PAUSE_SECONDS = 0.4
TWINS = {"bank_port": 0, "mail_port": 0, "settling_seconds": 0.2, "retry_unit_seconds": 0.1}


@dataclass
class NightShift:
    """Does the work of beat and workers in one thread: every frequent task of the schedule, one after the other.

    `days_ahead` lets it work as if so many days had passed.
    """

    celery: MarketCelery
    days_ahead: int = 0
    failure: BaseException | None = None
    _is_over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self) -> Iterator["NightShift"]:
        """Work until the block ends; what went wrong then comes to light."""
        thread = threading.Thread(target=self._work, name="night shift")
        self.celery.conf.update(task_always_eager=True, task_eager_propagates=True)
        thread.start()
        try:
            yield self
        finally:
            self._is_over.set()
            thread.join()
            self.celery.conf.update(task_always_eager=False, task_eager_propagates=False)
        if self.failure:
            raise self.failure

    def _work(self) -> None:
        try:
            tasks = [getattr(workers_tasks, name) for name, row in SCHEDULE.items() if _is_often(row["schedule"])]
            while not self._is_over.wait(PAUSE_SECONDS):
                with clock.at(clock.now() + timedelta(days=self.days_ahead)):
                    for task in tasks:
                        task()
        except BaseException as failure:  # noqa: BLE001 - it is raised where the story is told
            self.failure = failure


@dataclass(frozen=True)
class RunningMarket:
    """Where the site is, the twins that it talks to, and who works at night."""

    address: str
    twins: Twins
    night: NightShift


@contextmanager
def whole_market(app: Flask, settings: Settings, celery: MarketCelery) -> Iterator[RunningMarket]:
    """Let the application run with forms guarded, twins answering and tasks done, until the block ends."""
    with (
        running(app) as address,
        _twins_of(settings, address) as twins,
        _wired_to(app, settings, address, twins),
        NightShift(celery).at_work() as night,
    ):
        yield RunningMarket(address, twins, night)


@contextmanager
def _twins_of(settings: Settings, address: str) -> Iterator[Twins]:
    told = settings.model_copy(update={"public_url": address})
    with Twins(replace(configuration_for(told, bank_name="Vietcombank"), **TWINS)) as twins:
        twins.store.forget()
        yield twins


@contextmanager
def _wired_to(app: Flask, settings: Settings, address: str, twins: Twins) -> Iterator[None]:
    wired = {
        "public_url": address,
        "notices_url": twins.bank_url,
        "transfers_url": twins.bank_url,
        "vnpay_pay_url": f"{twins.bank_url}/vnpay/paymentv2/vpcpay.html",
        "vnpay_api_url": f"{twins.bank_url}/vnpay/merchant_webapi/api/transaction",
        "momo_url": f"{twins.bank_url}/momo",
        "ghn_url": f"{twins.bank_url}/ghn",
        "ghtk_url": f"{twins.bank_url}/ghtk",
        "sms_url": f"{twins.bank_url}/sms",
    }
    before = app.extensions["gateways"]
    app.extensions["settings"] = settings.model_copy(update=wired | {"mail_url": twins.mail_url})
    bind_gateways(app, app.extensions["settings"])
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        yield
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
        app.extensions.update(settings=settings, gateways=before)


def _is_often(schedule: object) -> bool:
    return isinstance(schedule, int) and schedule <= OFTEN_SECONDS
