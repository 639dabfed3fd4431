"""Who is asked for a review, when, and how often."""

from datetime import timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.notices.models import Notice
from marketplace.settings import settings
from orders.models import VendorOrder
from orders.reviews.mail import ask_for_review, parts_to_ask_about
from orders.reviews.operations import Opinion, review
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import a_person
from tests.factories.talking import a_line


def asked(part: VendorOrder) -> list[Notice]:
    return list(db.session.scalars(select(Notice).where(Notice.key == f"review-request/{part.id}")))


def test_a_buyer_is_asked_once_some_days_after_the_delivery(app) -> None:
    _line, part = a_line(a_listing(a_shop()), buyer=a_person())
    assert part.id not in parts_to_ask_about()
    with clock.at(clock.now() + timedelta(days=settings().review_request_days, minutes=1)):
        assert part.id in parts_to_ask_about()
        ask_for_review(part.id)
        told = len(asked(part))
        ask_for_review(part.id)
        assert part.id not in parts_to_ask_about()
    assert len(asked(part)) == told >= 1
    assert "Miến dong Bình Liêu" in asked(part)[0].text


def test_whoever_has_said_it_is_not_asked(app) -> None:
    buyer = a_person()
    line, part = a_line(a_listing(a_shop()), buyer=buyer)
    review(line, part, Opinion(5), by=buyer)
    ask_for_review(part.id)
    assert asked(part) == []


def test_what_is_long_past_is_left_alone(app) -> None:
    _line, part = a_line(a_listing(a_shop()))
    with clock.at(clock.now() + timedelta(days=settings().review_request_days + 31)):
        assert part.id not in parts_to_ask_about()
