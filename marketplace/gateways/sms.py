"""Text messages handed to a company that sends them under the market's name (the JSON interface of eSMS.vn)."""

import unicodedata
from dataclasses import dataclass
from typing import Protocol

import httpx

from marketplace.gateways.trust import authorities

SEND = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
CUSTOMER_CARE = "2"
"""The kind of message that may be sent at any hour: about what the person asked for, never advertising."""
TAKEN, SEEN_BEFORE = "100", "124"
_WRONG_FOR_GOOD = {"104", "118", "119", "131", "146"}
"""The name, the kind, the number or the words are not allowed: the same message is never taken."""
_TIMEOUT_SECONDS = 10


class TextRefused(Exception):
    """This message will never be taken: sending it again is of no use."""


class SmsUnavailable(Exception):
    """No answer that can be trusted; try later with the same reference, so that the person gets it once."""


@dataclass(frozen=True)
class TextMessage:
    """One message to one mobile number (E.164). The reference stays the same when it is sent again."""

    to: str
    text: str
    reference: str


class Sms(Protocol):
    """Whoever takes text messages."""

    def send(self, message: TextMessage) -> None:
        """Hand the message over. Raises TextRefused for good, SmsUnavailable for now."""


@dataclass(frozen=True)
class EsmsSms:
    """A service that speaks as eSMS does. Each message is a call of its own."""

    url: str
    api_key: str
    secret: str
    brand: str

    def send(self, message: TextMessage) -> None:
        code, said = self._answer(message)
        if code in {TAKEN, SEEN_BEFORE}:
            return
        if code in _WRONG_FOR_GOOD:
            raise TextRefused(f"{code}: {said}")
        raise SmsUnavailable(f"{code}: {said}")

    def _answer(self, message: TextMessage) -> tuple[str, str]:
        try:
            with httpx.Client(timeout=_TIMEOUT_SECONDS, trust_env=False, verify=authorities()) as client:
                answer = client.post(self.url.rstrip("/") + SEND, json=self._body(message)).raise_for_status().json()
            return str(answer["CodeResult"]), str(answer.get("ErrorMessage", ""))
        except (httpx.HTTPError, ValueError, TypeError, KeyError) as broken:
            raise SmsUnavailable(repr(broken)) from broken

    def _body(self, message: TextMessage) -> dict[str, str]:
        return {
            "ApiKey": self.api_key,
            "SecretKey": self.secret,
            "Phone": "0" + message.to.removeprefix("+84"),
            "Content": without_marks(message.text),
            "SmsType": CUSTOMER_CARE,
            "Brandname": self.brand,
            "IsUnicode": "0",
            "RequestId": message.reference,
        }


def without_marks(text: str) -> str:
    """Write Vietnamese in the letters of GSM 7 bit: a third of the price, and every phone shows it."""
    bare = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in bare if letter.isascii())
