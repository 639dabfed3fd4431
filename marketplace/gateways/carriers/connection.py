"""How a carrier's interface is called, and what it means when it does not answer well."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import httpx

from marketplace.gateways.bank.connection import BankUnavailable, ask, json_object
from marketplace.gateways.carriers.protocol import CarrierUnavailable

NOT_KNOWN = 404
TIMEOUT_SECONDS = 10.0


def answer_of(request: httpx.Request) -> dict[str, Any] | None:
    """Send the request once; None when what was asked for is not known. Raises CarrierUnavailable."""
    try:
        response = ask(request, timeout_seconds=TIMEOUT_SECONDS)
        return None if response.status_code == NOT_KNOWN else json_object(response)
    except BankUnavailable as unavailable:
        raise CarrierUnavailable(str(unavailable)) from unavailable


def statements_at(address: str, headers: Mapping[str, str], *, since: date) -> list[bytes]:
    """The list of statements behind an address, each as a file of JSON. Raises CarrierUnavailable."""
    found = answer_of(httpx.Request("GET", address, params={"since": since.isoformat()}, headers=headers))
    listed = (found or {}).get("statements")
    if not isinstance(listed, list):
        raise CarrierUnavailable(f"{address} did not answer with statements")
    return [json.dumps(each, ensure_ascii=False, sort_keys=True).encode() for each in listed]
