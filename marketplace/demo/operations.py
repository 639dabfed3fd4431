"""What a person does at the demo's bank."""

from collections.abc import Mapping
from typing import ClassVar

import httpx
from flask_babel import LazyString, lazy_gettext

from marketplace.errors import Refusal
from marketplace.gateways.trust import authorities

TELLINGS: dict[str, dict[str, int | bool]] = {
    "once": {"times": 1},
    "twice": {"times": 2},
    "late": {"times": 1, "delay_seconds": 60},
    "forged": {"times": 1, "wrong_signature": True},
    "never": {"times": 0},
}
"""How the bank twin tells of a movement, by the choice in the form."""

_TIMEOUT_SECONDS = 5


class BankTwinAway(Refusal):
    """The bank twin does not answer."""

    status = 503
    sentence: ClassVar[LazyString | str] = lazy_gettext("Ngân hàng mẫu chưa chạy. Hãy khởi động lại chợ bằng make run.")


def pay(bank_url: str, *, amount_dong: int, memo: str, telling: str) -> None:
    """Transfer money to the market's account at the bank twin. Raises BankTwinAway."""
    _ask(f"{bank_url}/twin/transfers", {"amount": amount_dong, "content": memo, **TELLINGS[telling]})


def settle(bank_url: str, gateway: str) -> int:
    """Let a gateway's twin bring what it has taken to the market's account; give the đồng. Raises BankTwinAway."""
    return int(_ask(f"{bank_url}/twin/settlements", {"gateway": gateway}).json()["amount"])


def _ask(address: str, body: Mapping[str, object]) -> httpx.Response:
    try:
        with httpx.Client(timeout=_TIMEOUT_SECONDS, trust_env=False, verify=authorities()) as client:
            return client.post(address, json=body).raise_for_status()
    except httpx.HTTPError as away:
        raise BankTwinAway from away
