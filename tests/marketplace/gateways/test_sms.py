"""Text messages reach the twin, and every refusal is told apart."""

from dataclasses import replace

import pytest

from marketplace.gateways.sms import EsmsSms, SmsUnavailable, TextMessage, TextRefused
from marketplace.gateways.twins.server import Twins
from marketplace.gateways.twins.texts import BUSY, REFUSED, texts

MESSAGE = TextMessage(to="+84912345678", text="Mã của bạn là 123456, đừng đưa cho ai.", reference="code-1")


@pytest.fixture
def sms(twins: Twins) -> EsmsSms:
    return EsmsSms(f"{twins.bank_url}/sms", "twin-sms-key", "secret", brand="OCOP QN")


def test_a_message_sent_twice_arrives_once_without_marks(twins: Twins, sms: EsmsSms) -> None:
    sms.send(MESSAGE)
    sms.send(MESSAGE)
    [kept] = texts(twins.store, to="0912345678")
    assert (kept.text, kept.brand) == ("Ma cua ban la 123456, dung dua cho ai.", "OCOP QN")


def test_a_number_that_is_never_reached_is_refused_for_good(sms: EsmsSms) -> None:
    with pytest.raises(TextRefused):
        sms.send(replace(MESSAGE, to="+84" + REFUSED[1:]))


def test_a_busy_company_and_a_wrong_key_are_for_later(sms: EsmsSms) -> None:
    for sender, to in ((sms, "+84" + BUSY[1:]), (replace(sms, api_key="wrong"), MESSAGE.to)):
        with pytest.raises(SmsUnavailable):
            sender.send(replace(MESSAGE, to=to))


def test_nobody_there_is_for_later() -> None:
    with pytest.raises(SmsUnavailable):
        EsmsSms("http://127.0.0.1:9", "key", "secret", brand="X").send(MESSAGE)
