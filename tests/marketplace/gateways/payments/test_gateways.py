"""Both gateways over HTTP with their twins: paying, telling, asking and giving back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from marketplace import clock
from marketplace.gateways.payments.momo import MomoGateway
from marketplace.gateways.payments.protocol import (
    GatewayUnavailable,
    PaymentRefused,
    PaymentReport,
    PaymentRequest,
    PaymentState,
    RefundRequest,
    RefundState,
)
from marketplace.gateways.payments.vnpay import VnpayGateway
from marketplace.gateways.twins.checkouts.telling import RETRIES
from marketplace.gateways.twins.movements import listed
from marketplace.gateways.twins.server import Twins
from tests.outside import OUTSIDE
from tests.twins import ListeningMarket
from tests.waiting import until

Gateway = VnpayGateway | MomoGateway
REFERENCE = "QN7K2M9QXD1"


@dataclass(frozen=True)
class Counter:
    """A gateway, its twin, and a buyer who stands between them."""

    gateway: Gateway
    twins: Twins
    market: ListeningMarket
    begun_at: datetime

    def request(self, **changed: Any) -> PaymentRequest:
        usual = PaymentRequest(
            reference=REFERENCE,
            amount_dong=380_000,
            words="Đơn QN-7K2M-9QXD",
            return_url="http://127.0.0.1:9/return",
            notice_url=self.market.address.replace("/bank", "/momo"),
            address="127.0.0.1",
            language="vi",
            begun_at=self.begun_at,
            expires_at=self.begun_at + timedelta(minutes=30),
        )
        return replace(usual, **changed)

    def page(self, **changed: Any) -> httpx.Response:
        return OUTSIDE.get(self.gateway.begin(self.request(**changed)).url)

    def press(self, page: httpx.Response, **pressed: str) -> PaymentReport:
        """Press a button on the page; what the browser brings back to the market."""
        action = page.text.partition('action="')[2].partition('"')[0]
        answer = OUTSIDE.post(
            f"{self.twins.bank_url}{action}",
            data={"decision": "paid", "telling": "once", **pressed},
        )
        assert answer.status_code == 303
        back = urlsplit(answer.headers["Location"])
        assert back.path == "/return"
        return self.gateway.parse_return(dict(parse_qsl(back.query, keep_blank_values=True)))

    def ask(self, what: str, **body: object) -> httpx.Response:
        """Ask the twin for what no buyer can do."""
        return OUTSIDE.post(f"{self.twins.bank_url}/twin/{what}", json=body)

    def told(self) -> PaymentReport:
        (report,) = until(lambda: self.market.told)
        return report

    def query(self, reference: str = REFERENCE) -> PaymentReport | None:
        return self.gateway.query(reference, begun_at=self.begun_at)

    def back(self, paid: PaymentReport, amount_dong: int, number: int = 1, **changed: Any) -> RefundRequest:
        usual = RefundRequest(
            request_id=f"HT7K2M9QXD{number}",
            reference=REFERENCE,
            transaction=paid.transaction,
            begun_at=self.begun_at,
            amount_dong=amount_dong,
            is_whole=amount_dong == paid.amount_dong,
            words="Hoàn tiền",
        )
        return replace(usual, **changed)

    def repaid(self) -> list[int]:
        with self.twins.store.connection() as connection:
            rows = connection.execute("SELECT amount_dong FROM twin.repayment WHERE state <> 'refused' ORDER BY id")
            return [row["amount_dong"] for row in rows]

    def answers(self) -> list[str]:
        with self.twins.store.connection() as connection:
            return [each for row in connection.execute("SELECT answers FROM twin.telling") for each in row["answers"]]


@pytest.fixture(params=["vnpay", "momo"])
def counter(
    request: pytest.FixtureRequest, twins: Twins, listening_market: ListeningMarket, vnpay: VnpayGateway
) -> Counter:
    gateway = request.getfixturevalue(request.param)
    return Counter(gateway, twins, listening_market, clock.now().replace(microsecond=0))


@pytest.fixture
def paid(counter: Counter) -> PaymentReport:
    counter.press(counter.page())
    return counter.told()


def test_a_buyer_pays_and_the_market_is_told(counter: Counter) -> None:
    page = counter.page()
    assert "380.000 ₫" in page.text
    shown, told = counter.press(page), counter.told()
    assert shown == told == replace(told, reference=REFERENCE, amount_dong=380_000, state=PaymentState.PAID)
    assert told.transaction.isdigit()
    asked = counter.query()
    assert asked is not None
    assert (asked.transaction, asked.state, asked.amount_dong) == (told.transaction, PaymentState.PAID, 380_000)


@pytest.mark.parametrize("decision", ["cancelled", "failed"])
def test_a_buyer_who_does_not_pay_is_told_of_as_such(counter: Counter, decision: str) -> None:
    assert counter.press(counter.page(), decision=decision).state is PaymentState.FAILED
    asked = counter.query()
    assert asked is not None
    assert asked.state is PaymentState.FAILED


def test_a_payment_is_decided_once(counter: Counter) -> None:
    page = counter.page()
    first = counter.press(page)
    assert counter.press(page, decision="cancelled") == first
    assert len(until(counter.answers)) == 1


def test_the_market_is_told_again_until_it_answers_well(counter: Counter) -> None:
    counter.market.failures = 3
    counter.press(counter.page())
    counter.told()
    wanted = ["99", "99", "99", "00"] if counter.gateway.name == "vnpay" else ["500", "500", "500", "204"]
    until(lambda: counter.answers() == wanted)


def test_the_gateway_gives_up_after_its_last_try(counter: Counter) -> None:
    """Whoever only waits for notices loses money; who asks has it."""
    counter.market.failures = 100
    counter.press(counter.page())
    until(lambda: len(counter.answers()) == len(RETRIES[counter.gateway.name]) + 1)
    asked = counter.query()
    assert asked is not None
    assert asked.state is PaymentState.PAID


def test_a_notice_can_come_twice_forged_or_never(counter: Counter) -> None:
    counter.press(counter.page(), telling="twice")
    until(lambda: len(counter.market.told) == 2)
    assert counter.market.told[0] == counter.market.told[1]
    counter.press(counter.page(reference="QN7K2M9QXD2"), telling="forged")
    until(lambda: counter.market.refused)
    counter.press(counter.page(reference="QN7K2M9QXD3"), telling="never")
    assert len(counter.market.told) == 2


def test_notices_come_in_any_order(counter: Counter) -> None:
    for reference in ("QN7K2M9QXD1", "QN7K2M9QXD2"):
        counter.page(reference=reference)
    counter.ask(f"checkouts/{counter.gateway.name}/QN7K2M9QXD1", delay_seconds=0.3)
    counter.ask(f"checkouts/{counter.gateway.name}/QN7K2M9QXD2")
    until(lambda: len(counter.market.told) == 2)
    assert [report.reference for report in counter.market.told] == ["QN7K2M9QXD2", "QN7K2M9QXD1"]


def test_another_amount_is_told_as_it_is(counter: Counter) -> None:
    counter.page()
    counter.ask(f"checkouts/{counter.gateway.name}/{REFERENCE}", amount=370_000)
    assert counter.told().amount_dong == 370_000


def test_what_nobody_began_is_not_known(counter: Counter) -> None:
    assert counter.query("QN99999999") is None


def test_a_payment_that_waits_is_open_until_it_is_too_late(counter: Counter) -> None:
    counter.page()
    waiting = counter.query()
    assert waiting is not None
    assert waiting.state is PaymentState.OPEN
    with counter.twins.store.connection() as connection:
        connection.execute("UPDATE twin.checkout SET expires_at = now() - interval '1 second'")
    late = counter.query()
    assert late is not None
    assert late.state is PaymentState.FAILED


def test_money_goes_back_once_however_often_it_is_asked(counter: Counter, paid: PaymentReport) -> None:
    request = counter.back(paid, 380_000)
    first, second = (counter.gateway.refund(request) for _ in range(2))
    assert first.state is second.state is RefundState.DONE
    assert first.transaction == second.transaction
    assert counter.repaid() == [380_000]


def test_money_goes_back_in_parts_and_never_more_than_came(counter: Counter, paid: PaymentReport) -> None:
    one = counter.gateway.refund(counter.back(paid, 200_000, 1))
    two = counter.gateway.refund(counter.back(paid, 180_000, 2, others=frozenset({one.transaction})))
    known = frozenset({one.transaction, two.transaction})
    assert (one.state, two.state) == (RefundState.DONE, RefundState.DONE)
    assert counter.gateway.refund(counter.back(paid, 5_000, 3, others=known)).state is RefundState.REFUSED
    assert counter.repaid() == [200_000, 180_000]


@pytest.mark.parametrize("trouble", ["unavailable", "lost-request", "lost-answer"])
def test_a_refund_whose_answer_is_lost_is_asked_again(counter: Counter, paid: PaymentReport, trouble: str) -> None:
    request = counter.back(paid, 380_000)
    assert counter.gateway.find_refund(request) is None
    counter.ask("troubles", gateway=counter.gateway.name, kind=trouble)
    with pytest.raises(GatewayUnavailable):
        counter.gateway.refund(request)
    assert counter.gateway.refund(request).state is RefundState.DONE
    found = counter.gateway.find_refund(request)
    assert found is not None
    assert found.state is RefundState.DONE
    assert counter.repaid() == [380_000]


def test_a_refund_may_take_its_time(counter: Counter, paid: PaymentReport) -> None:
    request = counter.back(paid, 100_111)
    assert counter.gateway.refund(request).state is RefundState.PROCESSING
    counter.ask(f"repayments/{request.request_id}/settlement")
    found = counter.gateway.find_refund(request)
    assert found is not None
    assert found.state is RefundState.DONE


def test_a_refund_may_be_refused(counter: Counter, paid: PaymentReport) -> None:
    assert counter.gateway.refund(counter.back(paid, 100_222)).state is RefundState.REFUSED
    assert counter.repaid() == []


def test_what_was_taken_and_kept_comes_to_our_account(counter: Counter, paid: PaymentReport) -> None:
    counter.gateway.refund(counter.back(paid, 80_000))
    settled = counter.ask("settlements", gateway=counter.gateway.name).json()
    assert settled["amount"] == 300_000
    assert counter.ask("settlements", gateway=counter.gateway.name).json()["amount"] == 0
    with counter.twins.store.connection() as connection:
        (movement,) = listed(connection, account=None, since_id=0, since=None, limit=9)
    assert (movement["amount_dong"], movement["content"]) == (300_000, settled["memo"])


def test_with_another_secret_nothing_is_answered(counter: Counter) -> None:
    stranger = replace(counter.gateway, secret="other")
    with pytest.raises(GatewayUnavailable):
        stranger.query(REFERENCE, begun_at=counter.begun_at)
    with pytest.raises(GatewayUnavailable):
        stranger.refund(counter.back(PaymentReport(REFERENCE, "1", 1_000, PaymentState.PAID, "0"), 1_000))


def test_a_gateway_that_is_away_says_nothing(counter: Counter) -> None:
    away = replace(counter.gateway, api_url="http://127.0.0.1:9")
    with pytest.raises(GatewayUnavailable):
        away.query(REFERENCE, begun_at=counter.begun_at)


def test_momo_refuses_what_it_cannot_take(twins: Twins, momo: MomoGateway, listening_market: ListeningMarket) -> None:
    counter = Counter(momo, twins, listening_market, clock.now())
    for amount in (999, 50_000_001):
        with pytest.raises(PaymentRefused, match="22"):
            momo.begin(counter.request(amount_dong=amount))
    momo.begin(counter.request())
    with pytest.raises(PaymentRefused, match="41"):
        momo.begin(counter.request())
    with pytest.raises(GatewayUnavailable, match="11007"):
        replace(momo, secret="other").begin(counter.request(reference="QN22222222"))


@pytest.mark.parametrize(
    "change",
    [lambda url: url.replace("38000000", "38000100"), lambda url: url.replace("vnp_Locale=vn&", "")],
)
def test_vnpay_shows_no_page_for_a_changed_address(
    twins: Twins,
    vnpay: VnpayGateway,
    listening_market: ListeningMarket,
    change: Callable[[str], str],
) -> None:
    url = vnpay.begin(Counter(vnpay, twins, listening_market, clock.now()).request()).url
    answer = OUTSIDE.get(change(url))
    assert answer.status_code == 400
    assert "97" in answer.text


def test_vnpay_may_suspect_and_decide_later(
    twins: Twins, vnpay: VnpayGateway, listening_market: ListeningMarket
) -> None:
    counter = Counter(vnpay, twins, listening_market, clock.now())
    assert counter.press(counter.page(), decision="suspected").state is PaymentState.PENDING
    until(lambda: listening_market.told)
    counter.ask(f"checkouts/vnpay/{REFERENCE}")
    until(lambda: [report.state for report in listening_market.told] == [PaymentState.PENDING, PaymentState.PAID])
