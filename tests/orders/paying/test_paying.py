"""Paying at a gateway, from the button on the order's page to the money in the books."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace import clock
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market
from marketplace.ledger.queries import balance
from orders.kinds import PaymentMethod
from orders.models import Order
from orders.payments import expiry, tries
from orders.payments.gateways import NotPaidSo, offered_methods
from orders.payments.models import (
    BankNotice,
    GatewayTry,
    NoticeOutcome,
    PaymentStatus,
    Refund,
    RefusedNotices,
    TryStatus,
)
from orders.payments.tries import NothingToPay
from orders.queries import payment_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.people import a_person, come_in
from tests.gateways import Gateways
from workers import outbox


@dataclass
class Buyer:
    """A buyer with an order to pay at a gateway, and the gateway."""

    client: FlaskClient
    counters: Gateways
    order: Order

    @property
    def number(self) -> str:
        return self.order.number

    @property
    def method(self) -> PaymentMethod:
        return self.order.method

    def try_(self) -> GatewayTry:
        db.session.flush()
        db.session.expire_all()
        return db.session.scalars(select(GatewayTry).order_by(GatewayTry.id.desc())).first()

    def press(self) -> TestResponse:
        """Press the button: the market keeps a try, then asks the gateway."""
        began = self.client.get(f"/orders/{self.number}/pay")
        assert began.status_code == 303
        return self.client.get(began.location)

    def arrive(self) -> GatewayTry:
        """Come to the gateway's page."""
        went = self.press()
        assert went.status_code == 303
        self.counters.opens(went.location)
        return self.try_()

    def pay(self, **how: Any) -> GatewayTry:
        begun = self.arrive()
        self.counters.decides(begun, **how)
        return begun

    def tell(self, begun: GatewayTry, **how: Any) -> str:
        """Let the gateway tell; what it is answered."""
        return told(self.client, begun, self.counters.notice(begun, **how))

    def notices(self) -> list[tuple[NoticeOutcome, int]]:
        db.session.flush()
        db.session.expire_all()
        rows = db.session.scalars(select(BankNotice).order_by(BankNotice.id))
        return [(notice.outcome, notice.amount_dong) for notice in rows]

    def status(self) -> PaymentStatus:
        db.session.flush()
        db.session.expire_all()
        return payment_of(self.order).status


def told(client: FlaskClient, begun: GatewayTry, notice: Any) -> str:
    if begun.method is PaymentMethod.VNPAY:
        return str(client.get(f"/webhooks/vnpay?{notice}").json["RspCode"])
    return str(client.post("/webhooks/momo", json=notice).status_code)


def answers(buyer: Buyer) -> dict[str, str]:
    """What each gateway is answered."""
    vnpay = {"taken": "00", "known": "02", "unknown": "01", "amount": "04", "forged": "97"}
    momo = {"taken": "204", "known": "204", "unknown": "204", "amount": "204", "forged": "401"}
    return vnpay if buyer.method is PaymentMethod.VNPAY else momo


@pytest.fixture(params=[PaymentMethod.VNPAY, PaymentMethod.MOMO], ids=["vnpay", "momo"])
def buyer(request: pytest.FixtureRequest, app: Flask, counters: Gateways) -> Buyer:
    person = a_person()
    order = an_order(method=request.param, buyer=person)
    db.session.commit()
    return Buyer(come_in(app.test_client(), person), counters, order)


def test_a_buyer_pays_and_the_vendor_is_given_the_order(buyer: Buyer) -> None:
    begun = buyer.pay()
    assert buyer.status() is PaymentStatus.AWAITING
    assert buyer.tell(begun) == answers(buyer)["taken"]
    assert buyer.notices() == [(NoticeOutcome.NEW, buyer.order.total_dong)]
    outbox.drain()
    assert buyer.notices() == [(NoticeOutcome.EXACT, buyer.order.total_dong)]
    assert buyer.status() is PaymentStatus.PAID
    till = AccountKind.AT_VNPAY if buyer.method is PaymentMethod.VNPAY else AccountKind.AT_MOMO
    assert balance(market(till)) == balance(market(AccountKind.HELD)) == buyer.order.total_dong
    assert balance(market(AccountKind.BANK)) == 0
    assert audit.findings() == []


def test_the_same_notice_again_changes_nothing(buyer: Buyer) -> None:
    begun = buyer.pay()
    assert [buyer.tell(begun) for _ in range(3)] == [answers(buyer)[word] for word in ("taken", "known", "known")]
    outbox.drain()
    assert buyer.tell(begun) == answers(buyer)["known"]
    assert len(buyer.notices()) == 1


def test_a_forged_notice_is_refused_and_counted(buyer: Buyer) -> None:
    begun = buyer.pay()
    assert [buyer.tell(begun, is_wrongly_signed=True) for _ in range(2)] == [answers(buyer)["forged"]] * 2
    assert buyer.notices() == []
    counted = db.session.scalars(select(RefusedNotices)).one()
    assert (counted.provider, counted.day, counted.count) == (buyer.method.value, clock.today(), 2)


def test_another_amount_is_left_to_a_person(buyer: Buyer) -> None:
    begun = buyer.pay(amount_dong=buyer.order.total_dong - 10_000)
    assert [buyer.tell(begun) for _ in range(2)] == [answers(buyer)["amount"]] * 2
    outbox.drain()
    assert buyer.notices() == [(NoticeOutcome.UNMATCHED, buyer.order.total_dong - 10_000)]
    assert buyer.status() is PaymentStatus.AWAITING
    assert audit.findings() == []


def test_money_for_no_try_of_ours_is_left_to_a_person(buyer: Buyer) -> None:
    begun = buyer.pay()
    begun.reference = "QNZZZZZZZZ01"
    db.session.flush()
    notice = buyer.counters.notice(GatewayTry(method=buyer.method, reference=f"{payment_of(buyer.order).memo}01"))
    assert told(buyer.client, begun, notice) == answers(buyer)["unknown"]
    outbox.drain()
    assert buyer.notices() == [(NoticeOutcome.UNMATCHED, buyer.order.total_dong)]
    assert audit.findings() == []


def test_a_buyer_who_cancels_can_try_again(buyer: Buyer) -> None:
    begun = buyer.pay(decision="cancelled")
    assert buyer.tell(begun) == answers(buyer)["taken"]
    assert buyer.try_().status is TryStatus.FAILED
    again = buyer.pay()
    assert again.reference != begun.reference
    buyer.tell(again)
    outbox.drain()
    assert buyer.status() is PaymentStatus.PAID


def test_an_open_page_is_gone_back_to(buyer: Buyer) -> None:
    first, second = buyer.press(), buyer.press()
    assert first.location == second.location
    assert len(db.session.scalars(select(GatewayTry)).all()) == 1


def test_who_pays_twice_gets_the_second_payment_back(buyer: Buyer) -> None:
    one = buyer.pay()
    db.session.execute(GatewayTry.__table__.update().values(pay_url=""))
    two = buyer.pay()
    assert one.reference != two.reference
    assert [buyer.tell(each) for each in (one, two)] == [answers(buyer)["taken"]] * 2
    outbox.drain()
    assert [outcome for outcome, _ in buyer.notices()] == [NoticeOutcome.EXACT, NoticeOutcome.DUPLICATE]
    assert db.session.scalars(select(Refund)).one().way.value == buyer.method.value
    assert audit.findings() == []


def test_a_notice_that_never_came_is_asked_for(buyer: Buyer) -> None:
    begun = buyer.pay()
    assert tries.to_ask_about() == []
    with clock.at(clock.now() + tries.FIRST_ASKED):
        assert tries.to_ask_about() == [begun.id]
        tries.ask_about(begun.id)
        outbox.drain()
        assert tries.to_ask_about() == []
    assert buyer.status() is PaymentStatus.PAID
    assert buyer.tell(begun) == answers(buyer)["known"]
    assert audit.findings() == []


def test_a_gateway_that_stays_silent_is_found_by_the_audit(buyer: Buyer) -> None:
    begun = buyer.pay()
    with clock.at(clock.now() + timedelta(hours=2)):
        assert audit.findings() == [f"the gateway has not said what became of {begun.reference}"]
        tries.ask_about(begun.id)
        outbox.drain()
        assert audit.findings() == []


def test_an_order_is_not_ended_before_the_gateway_was_asked_to_the_end(buyer: Buyer) -> None:
    begun = buyer.pay()
    with clock.at(payment_of(buyer.order).expires_at + timedelta(seconds=1)):
        assert expiry.overdue() == []
        buyer.counters.plans(buyer.method.value, "unavailable")
        tries.ask_about(begun.id)
        assert expiry.overdue() == []
        tries.ask_about(begun.id)
        assert expiry.overdue() == []
        outbox.drain()
    assert buyer.status() is PaymentStatus.PAID


def test_an_order_that_nobody_paid_ends(buyer: Buyer) -> None:
    begun = buyer.arrive()
    late = payment_of(buyer.order).expires_at + tries.FORGOTTEN
    with clock.at(late):
        tries.ask_about(begun.id)
        assert expiry.overdue() == [buyer.order.id]
        expiry.expire(buyer.order.id)
    assert buyer.status() is PaymentStatus.EXPIRED
    assert buyer.try_().status is TryStatus.FAILED


def test_money_for_an_order_that_has_ended_goes_back(buyer: Buyer) -> None:
    begun = buyer.pay()
    begun.status = TryStatus.FAILED
    db.session.flush()
    with clock.at(payment_of(buyer.order).expires_at + timedelta(seconds=1)):
        expiry.expire(buyer.order.id)
    assert buyer.tell(begun) == answers(buyer)["taken"]
    outbox.drain()
    assert buyer.notices() == [(NoticeOutcome.LATE, buyer.order.total_dong)]
    assert db.session.scalars(select(Refund)).one().way.value == buyer.method.value
    assert audit.findings() == []


def test_a_gateway_that_is_away_is_told_in_a_sentence(buyer: Buyer) -> None:
    if buyer.method is PaymentMethod.VNPAY:
        return  # its address is signed here; nobody is called
    buyer.counters.plans("momo", "unavailable")
    answer = buyer.press()
    assert answer.status_code == 503
    assert "chưa trả lời" in answer.text
    assert buyer.press().status_code == 303


def test_the_order_page_leads_to_the_gateway(buyer: Buyer) -> None:
    page = buyer.client.get(f"/orders/{buyer.number}").text
    assert f"/orders/{buyer.number}/pay" in page
    assert "VietQR" not in page
    buyer.tell(buyer.pay())
    outbox.drain()
    assert f"/orders/{buyer.number}/pay" not in buyer.client.get(f"/orders/{buyer.number}").text
    assert buyer.client.get(f"/orders/{buyer.number}/pay").location.endswith(f"/orders/{buyer.number}")


def test_another_person_cannot_pay_it(buyer: Buyer, app: Flask) -> None:
    begun = buyer.arrive()
    stranger = come_in(app.test_client(), a_person("Người lạ"))
    assert stranger.get(f"/orders/{buyer.number}/pay").status_code == 404
    assert stranger.get(f"/orders/{buyer.number}/pay/{begun.reference}").status_code == 404


def returned(buyer: Buyer, begun: GatewayTry, **how: Any) -> str:
    """The query that the buyer's browser brings back."""
    notice = buyer.counters.notice(begun, **how)
    return notice if isinstance(notice, str) else urlencode(notice)


def test_the_way_back_shows_what_is_known_and_changes_nothing(buyer: Buyer) -> None:
    begun = buyer.pay()
    address = f"/payments/{buyer.method.value}/return?{returned(buyer, begun)}"
    waiting = buyer.client.get(address)
    assert "Đang chờ xác nhận" in waiting.text
    assert 'hx-trigger="every 4s"' in waiting.text
    assert buyer.notices() == []
    assert buyer.status() is PaymentStatus.AWAITING
    buyer.tell(begun)
    outbox.drain()
    paid = buyer.client.get(address)
    assert "Đã nhận tiền" in paid.text
    assert "hx-trigger" not in paid.text.partition('id="outcome"')[2]


def test_the_way_back_without_money_offers_another_try(buyer: Buyer) -> None:
    begun = buyer.pay(decision="cancelled")
    page = buyer.client.get(f"/payments/{buyer.method.value}/return?{returned(buyer, begun)}").text
    assert "Chưa thanh toán" in page
    assert f"/orders/{buyer.number}/pay" in page


def test_who_comes_back_is_not_led_to_a_closed_page_and_is_asked_about_soon(buyer: Buyer) -> None:
    begun = buyer.pay(decision="cancelled")
    buyer.client.get(f"/payments/{buyer.method.value}/return?{returned(buyer, begun)}")
    assert buyer.try_().status is TryStatus.WAITING
    with clock.at(clock.now() + tries.SOON):
        assert tries.to_ask_about() == [begun.id]
    assert buyer.pay().reference != begun.reference


def test_a_forged_way_back_is_nowhere(buyer: Buyer) -> None:
    begun = buyer.pay()
    query = returned(buyer, begun, is_wrongly_signed=True)
    assert buyer.client.get(f"/payments/{buyer.method.value}/return?{query}").status_code == 404
    assert buyer.client.get("/payments/sepay/return").status_code == 404


def test_a_guest_pays_behind_the_link(app: Flask, counters: Gateways) -> None:
    order = an_order(method=PaymentMethod.VNPAY)
    db.session.commit()
    guest = Buyer(app.test_client(), counters, order)
    assert guest.client.get(f"/orders/{order.number}/pay").status_code == 404
    guest.client.get(f"/orders/{order.number}?key={order.access_token}")
    went = guest.press()
    assert urlsplit(went.location).path.endswith("vpcpay.html")


@pytest.mark.parametrize(
    ("method", "price_dong"), [(PaymentMethod.MOMO, 50_000_000), (PaymentMethod.VNPAY, 999_990_000)]
)
def test_more_than_a_gateway_takes_is_not_ordered_so(app: Flask, method: PaymentMethod, price_dong: int) -> None:
    with pytest.raises(NotPaidSo, match="chỉ nhận từ"):
        an_order(a_listing(a_shop(), price_dong=price_dong), method=method)


def test_a_gateway_without_a_secret_is_not_offered(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    wired = app.extensions["gateways"]
    assert list(offered_methods()) == list(PaymentMethod)
    monkeypatch.setitem(app.extensions, "gateways", replace(wired, momo=replace(wired.momo, secret="")))
    assert PaymentMethod.MOMO not in offered_methods()
    with pytest.raises(NotPaidSo):
        an_order(method=PaymentMethod.MOMO)


def test_no_try_is_begun_for_what_is_not_awaited(buyer: Buyer) -> None:
    buyer.tell(buyer.pay())
    outbox.drain()
    with pytest.raises(NothingToPay):
        tries.begin_try(buyer.order)
    with pytest.raises(NothingToPay):
        tries.begin_try(an_order(method=PaymentMethod.TRANSFER))
