"""How a payment gateway's interface is called."""

from collections.abc import Mapping

import httpx

from marketplace.gateways.bank.connection import BankUnavailable, ask, json_object
from marketplace.gateways.payments.protocol import GatewayUnavailable

TIMEOUT_SECONDS = 30
"""What MoMo asks its partners to wait at least."""


def post_json(address: str, body: Mapping[str, object], *, timeout_seconds: float) -> dict[str, object]:
    """Send a JSON object once and give the JSON object that answers it. Raises GatewayUnavailable."""
    try:
        return json_object(ask(httpx.Request("POST", address, json=body), timeout_seconds=timeout_seconds))
    except BankUnavailable as away:
        raise GatewayUnavailable(str(away)) from away
