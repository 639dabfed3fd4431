"""How a bank's interface is called, and what it means when it does not answer well."""

import httpx

from marketplace.gateways.trust import authorities

_TRY_LATER = {401, 403, 408, 425, 429}
_SERVER_FAULT = 500


class BankUnavailable(Exception):
    """No answer that can be trusted: what was asked may have happened or not. Ask again, with the same key."""


def ask(request: httpx.Request, *, timeout_seconds: float) -> httpx.Response:
    """Send the request once and give an answer below 500.

    Raises BankUnavailable when the connection fails, takes too long, or the bank says to come later; also when our own
    credentials are refused, because that says nothing about the transfer.
    """
    try:
        with httpx.Client(timeout=timeout_seconds, verify=authorities()) as client:
            response = client.send(request)
    except httpx.HTTPError as broken:
        raise BankUnavailable(f"{request.method} {request.url}: {broken!r}") from broken
    if response.status_code >= _SERVER_FAULT or response.status_code in _TRY_LATER:
        raise BankUnavailable(f"{request.method} {request.url}: status {response.status_code}")
    return response


def json_object(response: httpx.Response) -> dict[str, object]:
    """The answer as a JSON object. Raises BankUnavailable for anything else."""
    try:
        found = response.json()
    except ValueError as unreadable:
        raise BankUnavailable(f"{response.url} did not answer in JSON") from unreadable
    if not isinstance(found, dict):
        raise BankUnavailable(f"{response.url} did not answer with a JSON object")
    return found
