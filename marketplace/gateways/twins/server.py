"""Runs the twins in one process."""

import logging
import threading
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import Self

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from marketplace.gateways.twins.bank import BankTwin
from marketplace.gateways.twins.checkouts.momo import MomoTwin
from marketplace.gateways.twins.checkouts.testing import Tester
from marketplace.gateways.twins.checkouts.vnpay import VnpayTwin
from marketplace.gateways.twins.configuration import TwinConfiguration
from marketplace.gateways.twins.mail import MailTwin
from marketplace.gateways.twins.parcels.views import CarrierTwins
from marketplace.gateways.twins.store import TwinStore
from marketplace.gateways.twins.telling import Teller
from marketplace.gateways.twins.texts import SmsTwin


@dataclass(frozen=True)
class Twins:
    """The bank, gateways, carriers and mail server of a market; started and stopped as a context."""

    configuration: TwinConfiguration

    @property
    def bank_url(self) -> str:
        """Where the bank twin answers."""
        return f"http://{self.configuration.host}:{self._bank.server_port}"

    @property
    def mail_url(self) -> str:
        """Where the mail twin takes letters."""
        return f"smtp://{self.configuration.host}:{self._mail.port}"

    @cached_property
    def store(self) -> TwinStore:
        """What the twins remember."""
        return TwinStore(self.configuration.database_url)

    def __enter__(self) -> Self:
        self.store.prepare()
        self._mail.start()
        self._teller.start()
        self._bank_thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bank.shutdown()
        self._bank_thread.join()
        self._bank.server_close()
        self._teller.stop()
        self._mail.stop()

    @cached_property
    def _teller(self) -> Teller:
        return Teller(self.store, self.configuration)

    @cached_property
    def _mail(self) -> MailTwin:
        return MailTwin(self.store, self.configuration.host, self.configuration.mail_port)

    @cached_property
    def _bank(self) -> BaseWSGIServer:
        told = (self.store, self.configuration, self._teller.wake)
        app = BankTwin(*told).app()
        for twin in (VnpayTwin(*told), MomoTwin(*told), CarrierTwins(*told), Tester(*told)):
            app.register_blueprint(twin.blueprint())
        app.register_blueprint(SmsTwin(self.store, self.configuration).blueprint())
        return make_server(
            self.configuration.host, self.configuration.bank_port, app, threaded=True, request_handler=_Silent
        )

    @cached_property
    def _bank_thread(self) -> threading.Thread:
        return threading.Thread(target=self._bank.serve_forever, args=(0.05,), name="bank twin", daemon=True)


class _Silent(WSGIRequestHandler):
    """Says nothing of requests that went well."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        logging.getLogger("twins").debug("%s %s %s", self.requestline, code, size)
