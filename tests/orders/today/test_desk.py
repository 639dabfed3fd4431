"""`/desk`: what waits for staff, and how the market itself is."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace import outbox as facts
from marketplace.database import db
from marketplace.ledger import audit, health
from marketplace.outbox import DeliveryState, OutboxDelivery
from orders.events import OrderPlaced
from orders.kinds import VendorOrderStatus
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import a_person, an_administrator, an_officer, come_in
from tests.factories.vendors import BINH_LIEU, a_vendor
from vendors.models import VendorStatus
from workers import outbox


def test_applications_that_wait_are_counted_with_their_way(client, app) -> None:
    a_vendor(status=VendorStatus.SUBMITTED)
    page = come_in(client, an_administrator()).get("/desk").text
    assert 'href="/desk/applications"' in page
    assert "text-persimmon" in page


def test_a_part_that_nobody_answers_is_shown_with_a_number_to_call(client, app) -> None:
    with clock.at(clock.now() - timedelta(hours=7)):
        late = a_part(a_listing(a_shop("Nhà chậm")))
    fresh = a_part(a_listing(a_shop("Nhà nhanh")))
    page = come_in(client, an_administrator()).get("/desk").text
    assert late.number in page
    assert "0912 345 678" in page
    assert fresh.number not in page


@pytest.mark.parametrize(("commune", "told"), [(BINH_LIEU, True), ("06841", False)])
def test_an_officer_sees_the_parts_of_their_communes_and_no_money(client, app, commune, told) -> None:
    with clock.at(clock.now() - timedelta(hours=7)):
        late = a_part()
    page = come_in(client, an_officer(commune)).get("/desk").text
    assert (late.number in page) is told
    assert "/desk/payments" not in page.partition("<main")[2]
    assert "Sổ cái" not in page


def test_the_books_are_said_to_be_right_or_wrong(client, app, monkeypatch) -> None:
    at = come_in(client, an_administrator())
    assert "Chưa kiểm tra" in at.get("/desk").text
    health.examine()
    db.session.commit()
    assert "Khớp" in at.get("/desk").text
    monkeypatch.setattr(audit, "checks", [lambda: iter(["a coin is missing"])])
    health.examine()
    db.session.commit()
    page = at.get("/desk").text
    assert "Có sai lệch" in page
    assert "a coin is missing" in page


def test_a_fact_that_was_given_up_can_be_tried_again(client, app) -> None:
    facts.record(OrderPlaced(999_999))
    db.session.commit()
    outbox.dispatch()
    to_the_buyer = OutboxDelivery.reaction == "orders.mail.tell_buyer_placed"
    delivery_id = db.session.scalars(select(OutboxDelivery.id).where(to_the_buyer)).one()
    db.session.get_one(OutboxDelivery, delivery_id).state = DeliveryState.GIVEN_UP
    db.session.get_one(OutboxDelivery, delivery_id).last_error = "NoResultFound"
    at = come_in(client, an_administrator())
    assert "orders.mail.tell_buyer_placed" in at.get("/desk").text
    assert at.post(f"/desk/deliveries/{delivery_id}/try").status_code == 303
    db.session.expire_all()
    assert db.session.get_one(OutboxDelivery, delivery_id).state is DeliveryState.WAITING
    assert delivery_id in outbox.resend_waiting()


def test_what_is_done_is_not_tried_again(client, app) -> None:
    a_part(status=VendorOrderStatus.SHIPPED)
    outbox.drain()
    done = db.session.scalars(select(OutboxDelivery.id)).first()
    come_in(client, an_administrator()).post(f"/desk/deliveries/{done}/try")
    db.session.expire_all()
    assert db.session.get_one(OutboxDelivery, done).state is DeliveryState.DONE


def test_only_staff_sees_the_desk(client, app) -> None:
    assert "/login" in client.get("/desk").location
    assert come_in(client, a_person()).get("/desk").status_code == 403
    assert come_in(client, an_officer(BINH_LIEU)).post("/desk/deliveries/1/try").status_code == 403
