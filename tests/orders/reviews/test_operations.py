"""Who may review what, and what becomes of it."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from marketplace import clock
from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.gateways.wiring import gateways
from marketplace.pictures import UnreadablePicture, rendition_key
from marketplace.settings import settings
from orders.credits.operations import credit
from orders.kinds import VendorOrderStatus
from orders.models import OrderLine
from orders.muting.operations import Muted, Writer, mute
from orders.reviews import operations, queries
from orders.reviews.checks import ratings_are_their_reviews
from orders.reviews.models import ReviewVersion
from orders.reviews.operations import AnsweredAlready, NotDelivered, Opinion, TooLateToChange, review
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import a_person, an_administrator
from tests.factories.pictures import a_picture
from tests.factories.talking import a_line, a_review
from vendors.listings.models import Listing
from vendors.models import Vendor
from vendors.ratings.queries import rating_of, rating_of_shop
from vendors.storefront.models import CatalogueEntry


@pytest.fixture
def goods(app) -> Listing:
    return a_listing(a_shop())


def in_catalogue(goods: Listing) -> tuple[int, int]:
    """What the catalogue says after the commit."""
    db.session.commit()
    entry = db.session.get_one(CatalogueEntry, goods.id, populate_existing=True)
    return entry.review_count, entry.star_sum


def a_photo_with_a_place() -> bytes:
    exif, written = Image.Exif(), io.BytesIO()
    exif[0x010E] = "Ha Long 20.95 107.07"
    Image.new("RGB", (400, 300), "teal").save(written, "JPEG", exif=exif)
    return written.getvalue()


@pytest.mark.parametrize(
    "status",
    [VendorOrderStatus.PLACED, VendorOrderStatus.ACCEPTED, VendorOrderStatus.PACKED, VendorOrderStatus.SHIPPED],
)
def test_only_what_was_delivered_is_reviewed(goods, status) -> None:
    part = a_part(goods, status=status)
    line = db.session.scalars(db.select(OrderLine).where(OrderLine.vendor_order_id == part.id)).one()
    with pytest.raises(NotDelivered):
        review(line, part, Opinion(5), by=None)


def test_what_was_given_back_whole_is_not_reviewed(goods) -> None:
    line, part = a_line(goods)
    credit(part, quantities={line.id: 1}, delivery=False, reason="Hỏng", by=owner_of(part))
    db.session.refresh(line)
    with pytest.raises(NotDelivered):
        review(line, part, Opinion(1), by=None)


def test_the_rating_follows_in_the_same_transaction(goods) -> None:
    a_review(goods, 5)
    second = a_review(goods, 2)
    assert in_catalogue(goods) == (2, 7)
    assert rating_of(goods).average == 3.5
    operations.hide(second, by=an_administrator(), reason="Nói về món khác")
    assert in_catalogue(goods) == (1, 5)
    assert rating_of_shop(db.session.get_one(Vendor, goods.vendor_id)).review_count == 1
    assert list(ratings_are_their_reviews()) == []


def test_a_rating_that_is_off_is_found(goods) -> None:
    written = a_review(goods, 4)
    db.session.execute(db.update(type(written)).where(type(written).id == written.id).values(stars=1))
    assert list(ratings_are_their_reviews()) == [f"the rating of listing {goods.id} is not that of its reviews"]


def test_a_line_has_one_review_whose_changes_are_kept(goods) -> None:
    buyer = a_person("Trần Thu Hà")
    line, part = a_line(goods, buyer=buyer)
    first = review(line, part, Opinion(2, "Vỡ vụn"), by=buyer)
    again = review(line, part, Opinion(4, "Đã đổi gói khác, ngon"), by=buyer)
    assert again.id == first.id
    assert (again.name, again.stars, again.edited_at is not None) == ("Hà", 4, True)
    [version] = db.session.scalars(db.select(ReviewVersion).where(ReviewVersion.review_id == first.id))
    assert (version.stars, version.text) == (2, "Vỡ vụn")
    assert in_catalogue(goods) == (1, 4)


def test_after_some_days_a_review_stands(goods) -> None:
    buyer = a_person()
    line, part = a_line(goods, buyer=buyer)
    review(line, part, Opinion(5), by=buyer)
    with clock.at(clock.now() + timedelta(days=settings().review_edit_days)), pytest.raises(TooLateToChange):
        review(line, part, Opinion(1), by=buyer)


def test_photos_lose_what_the_camera_wrote(goods) -> None:
    buyer = a_person()
    line, part = a_line(goods, buyer=buyer)
    raw = a_photo_with_a_place()
    assert b"Ha Long" in raw
    written = review(line, part, Opinion(5, "", [raw, raw]), by=buyer)
    [photo] = written.photos
    assert b"Ha Long" not in gateways().files.get(rendition_key(photo.key, 640)).content
    changed = review(line, part, Opinion(5, "", [raw, a_picture()]), by=buyer)
    assert len(changed.photos) == 2
    with pytest.raises(UnreadablePicture) as refused:
        review(line, part, Opinion(5, "", [b"<svg/>"]), by=buyer)
    assert refused.value.field == "photos"


@pytest.mark.parametrize(
    ("opinion", "field"),
    [
        (Opinion(0), "stars"),
        (Opinion(6), "stars"),
        (Opinion(3, "a" * 3001), "text"),
        (Opinion(3, "", [b""] * 7), "photos"),
    ],
)
def test_what_makes_no_sense_is_told(goods, opinion, field) -> None:
    line, part = a_line(goods)
    with pytest.raises(Invalid) as refused:
        review(line, part, opinion, by=None)
    assert refused.value.field == field


def test_a_vendor_answers_once(goods) -> None:
    written, owner = a_review(goods), a_person()
    with pytest.raises(Invalid):
        operations.answer(written, "  ", by=owner)
    operations.answer(written, "Cảm ơn chị Hà.", by=owner)
    with pytest.raises(AnsweredAlready):
        operations.answer(written, "Và nữa", by=owner)
    assert written.answer == "Cảm ơn chị Hà."


def test_whoever_was_silenced_reviews_nothing(goods) -> None:
    line, part = a_line(goods)
    mute(Writer(None, part.order_id), by=an_administrator(), reason="Chửi bới")
    with pytest.raises(Muted):
        review(line, part, Opinion(1), by=None)


def test_every_review_is_shown_in_the_order_that_is_chosen(goods) -> None:
    reviews = [a_review(goods, stars) for stars in (3, 5, 1)]
    found = {
        sort: [each.stars for each in db.session.scalars(queries.reviews_of_listing(goods, sort)).unique()]
        for sort in queries.ReviewSort
    }
    assert found == {"newest": [1, 5, 3], "best": [5, 3, 1], "worst": [1, 3, 5]}
    assert queries.sort_named("'; DROP TABLE review") is queries.ReviewSort.NEWEST
    assert [bar.value for bar in queries.bars_of_listing(goods)] == [1, 0, 1, 0, 1]
    assert len(reviews) == 3
