"""What a person does at the demo's bank."""

from typing import ClassVar

import httpx
from flask_babel import LazyString, lazy_gettext

from marketplace.errors import Refusal

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
    transfer = {"amount": amount_dong, "content": memo, **TELLINGS[telling]}
    try:
        with httpx.Client(timeout=_TIMEOUT_SECONDS, trust_env=False) as client:
            client.post(f"{bank_url}/twin/transfers", json=transfer).raise_for_status()
    except httpx.HTTPError as away:
        raise BankTwinAway from away
