"""What a tester may ask of the gateways' twins, beyond what a buyer can do on their pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request

from marketplace import clock
from marketplace.gateways.twins.checkouts import book
from marketplace.gateways.twins.checkouts.book import Decision, Trouble
from marketplace.gateways.twins.configuration import TwinConfiguration
from marketplace.gateways.twins.movements import Telling
from marketplace.gateways.twins.store import TwinStore

_MOST_TIMES = 20


@dataclass(frozen=True)
class Tester:
    """The views over the store of the twins; `wake` is called when something has become due."""

    store: TwinStore
    configuration: TwinConfiguration
    wake: Callable[[], None]

    def blueprint(self) -> Blueprint:
        """The views as a part of a web application."""
        views = Blueprint("testing", __name__, url_prefix="/twin")
        views.add_url_rule("/checkouts/<gateway>/<reference>", "decide", self.decide, methods=["POST"])
        views.add_url_rule("/repayments/<request_id>/settlement", "finish", self.finish, methods=["POST"])
        views.add_url_rule("/settlements", "settle", self.settle, methods=["POST"])
        views.add_url_rule("/troubles", "plan", self.plan, methods=["POST"])
        return views

    def decide(self, gateway: str, reference: str) -> Response:
        """Decide a payment: decision, delay_seconds, times, wrong_signature, amount."""
        asked: dict[str, Any] = request.get_json()
        telling = Telling(
            delay_seconds=float(asked.get("delay_seconds", 0)),
            times=min(int(asked.get("times", 1)), _MOST_TIMES),
            is_wrongly_signed=bool(asked.get("wrong_signature", False)),
        )
        with self.store.connection() as connection:
            checkout = book.by_reference(connection, gateway, reference)
            if checkout is None:
                return make_response("", 404)
            decision = Decision(asked.get("decision", Decision.PAID))
            decided = book.decide(connection, checkout, decision, telling, told_dong=asked.get("amount"))
        self.wake()
        return jsonify(number=decided["number"], state=decided["state"])

    def finish(self, request_id: str) -> Response:
        with self.store.connection() as connection:
            book.finish_repayment(connection, request_id)
        return make_response("", 204)

    def settle(self) -> Response:
        """Send what a gateway took to the market's bank account, with the gateway's memo."""
        gateway = str(request.get_json()["gateway"])
        memo = f"{gateway.upper()} QUYET TOAN {clock.today():%Y%m%d} {_merchant_of(self.configuration, gateway)}"
        with self.store.connection() as connection:
            total = book.settle(connection, gateway, account=self.configuration.account, memo=memo)
        self.wake()
        return jsonify(amount=total, memo=memo)

    def plan(self) -> Response:
        """Let the next call to a gateway go wrong."""
        asked = request.get_json()
        with self.store.connection() as connection:
            connection.execute(
                "INSERT INTO twin.trouble (gateway, kind) VALUES (%s, %s)", (asked["gateway"], Trouble(asked["kind"]))
            )
        return make_response("", 204)


def _merchant_of(configuration: TwinConfiguration, gateway: str) -> str:
    merchant = configuration.merchant
    return merchant.vnpay_terminal if gateway == "vnpay" else merchant.momo_partner
