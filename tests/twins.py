"""The twins on free ports of this machine, and a market that only listens to their notices."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from flask import Flask, Response, jsonify, make_response, request
from werkzeug.serving import make_server

from config import Settings
from marketplace.gateways.bank.notices import (
    BankMovement,
    NoticeKeys,
    UnverifiedNotice,
    parse_notice,
    verify,
)
from marketplace.gateways.bank.payouts import PayosPayouts
from marketplace.gateways.bank.statement import SepayStatement
from marketplace.gateways.carriers.ghn import GhnGateway
from marketplace.gateways.carriers.ghtk import GhtkGateway
from marketplace.gateways.carriers.protocol import CarrierGateway, ParcelNotice
from marketplace.gateways.payments.momo import MomoGateway
from marketplace.gateways.payments.protocol import PaymentReport
from marketplace.gateways.payments.vnpay import VnpayGateway
from marketplace.gateways.twins.configuration import CarrierAccount, Merchant, TwinConfiguration
from marketplace.gateways.twins.server import Twins
from marketplace.gateways.twins.store import TwinStore

KEYS = NoticeKeys(api_key="key", webhook_secret="secret")
MERCHANT = Merchant("TERMINAL", "vnpay secret", "http://127.0.0.1:9/", "PARTNER", "access key", "momo secret")
VNPAY = VnpayGateway("", "", MERCHANT.vnpay_terminal, MERCHANT.vnpay_secret)
GHN, GHTK = GhnGateway("", "token", "1", "key"), GhtkGateway("", "token", "S1", "key")
MOMO = MomoGateway("", MERCHANT.momo_partner, MERCHANT.momo_access_key, MERCHANT.momo_secret)


@dataclass
class ListeningMarket:
    """Takes notices as the market does; `failures` many of them are answered with an error first."""

    address: str = ""
    failures: int = 0
    taken: list[BankMovement] = field(default_factory=list)
    told: list[PaymentReport] = field(default_factory=list)
    parcels: list[ParcelNotice] = field(default_factory=list)
    refused: int = 0

    def take(self) -> Response:
        try:
            verify(request.headers, request.get_data(), KEYS)
        except UnverifiedNotice:
            self.refused += 1
            return make_response("", 401)
        if self.failures:
            self.failures -= 1
            return make_response("busy", 500)
        self.taken.append(parse_notice(request.get_data()))
        return jsonify(success=True)

    def take_vnpay(self) -> Response:
        return jsonify(RspCode={"": "00", "busy": "99", "forged": "97"}[self._told(VNPAY)])

    def take_momo(self) -> Response:
        return make_response("", {"": 204, "busy": 500, "forged": 400}[self._told(MOMO)])

    def take_ghn(self) -> Response:
        return self._of_parcel(GHN)

    def take_ghtk(self) -> Response:
        return self._of_parcel(GHTK)

    def _of_parcel(self, gateway: CarrierGateway) -> Response:
        try:
            notice = gateway.parse_notice(dict(request.headers), request.get_data())
        except UnverifiedNotice:
            self.refused += 1
            return make_response("", 401)
        if self.failures:
            self.failures -= 1
            return make_response("busy", 500)
        self.parcels.append(notice)
        return jsonify(success=True)

    def _told(self, gateway: VnpayGateway | MomoGateway) -> str:
        """Why nothing was taken; empty when the report was."""
        try:
            report = gateway.parse_ipn(query=request.args.to_dict(), body=request.get_data())
        except UnverifiedNotice:
            self.refused += 1
            return "forged"
        if self.failures:
            self.failures -= 1
            return "busy"
        self.told.append(report)
        return ""


@pytest.fixture
def listening_market() -> Iterator[ListeningMarket]:
    taking = ListeningMarket()
    app = Flask("market", static_folder=None)
    app.add_url_rule("/webhooks/bank", view_func=taking.take, methods=["POST"])
    app.add_url_rule("/webhooks/vnpay", view_func=taking.take_vnpay)
    app.add_url_rule("/webhooks/momo", view_func=taking.take_momo, methods=["POST"])
    app.add_url_rule("/webhooks/ghn", view_func=taking.take_ghn, methods=["POST"])
    app.add_url_rule("/webhooks/ghtk", view_func=taking.take_ghtk, methods=["POST"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    taking.address = f"http://127.0.0.1:{server.server_port}/webhooks/bank"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield taking
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def twin_configuration(settings: Settings, listening_market: ListeningMarket) -> TwinConfiguration:
    store = TwinStore(settings.database_url)
    store.prepare()
    store.forget()
    return TwinConfiguration(
        database_url=settings.database_url,
        notice_address=listening_market.address,
        notice_keys=KEYS,
        statement_token="token",
        client_id="client",
        api_key="api key",
        checksum_key="checksum key",
        account="1023456789",
        bank_name="Vietcombank",
        merchant=replace(MERCHANT, vnpay_notice_address=listening_market.address.replace("/bank", "/vnpay")),
        carriers={
            code: CarrierAccount("token", listening_market.address.replace("/bank", f"/{code}"), "key")
            for code in ("ghn", "ghtk")
        },
        retry_unit_seconds=0.01,
        settling_seconds=0.01,
    )


@pytest.fixture
def twins(twin_configuration: TwinConfiguration) -> Iterator[Twins]:
    with Twins(twin_configuration) as running:
        yield running


@pytest.fixture
def bank_statement(twins: Twins) -> SepayStatement:
    return SepayStatement(twins.bank_url, "token", account="1023456789")


@pytest.fixture
def bank_payouts(twins: Twins) -> PayosPayouts:
    return PayosPayouts(twins.bank_url, client_id="client", api_key="api key", checksum_key="checksum key")


@pytest.fixture
def vnpay(twins: Twins) -> VnpayGateway:
    at = f"{twins.bank_url}/vnpay"
    return replace(
        VNPAY, pay_url=f"{at}/paymentv2/vpcpay.html", api_url=f"{at}/merchant_webapi/api/transaction", timeout_seconds=5
    )


@pytest.fixture
def momo(twins: Twins) -> MomoGateway:
    return replace(MOMO, api_url=f"{twins.bank_url}/momo", timeout_seconds=5)


@pytest.fixture
def ghn(twins: Twins) -> GhnGateway:
    return replace(GHN, api_url=f"{twins.bank_url}/ghn")


@pytest.fixture
def ghtk(twins: Twins) -> GhtkGateway:
    return replace(GHTK, api_url=f"{twins.bank_url}/ghtk")
