"""Views beside orders."""

from datetime import timedelta

from marketplace import clock
from marketplace.database import db
from orders.figures.conversion import looks_of, percent, views_of
from orders.figures.spans import Grain, span_until
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.talking import a_review
from vendors.models import Vendor
from vendors.views.models import ListingViews


def looked_at(listing, views: int, *, days_ago: int = 0) -> None:
    day = clock.today() - timedelta(days=days_ago)
    db.session.add(ListingViews(listing_id=listing.id, vendor_id=listing.vendor_id, day=day, views=views))
    db.session.flush()


def test_orders_stand_beside_views_and_the_time_before(app) -> None:
    vendor = a_shop()
    sold, unsold = a_listing(vendor), a_listing(vendor, "Trà hoa vàng")
    looked_at(sold, 40)
    looked_at(sold, 10, days_ago=20)
    looked_at(unsold, 7, days_ago=1)
    looked_at(a_listing(a_shop("HTX Khác")), 99)
    a_part(sold)
    a_review(sold, 4)
    span = span_until(clock.today(), Grain.DAY)
    first, second = looks_of(vendor, span)
    assert (first.title, first.views, first.views_before, first.orders) == ("Miến dong Bình Liêu", 40, 10, 2)
    assert (first.conversion, first.conversion_before, first.average) == (5.0, 0.0, 4.0)
    assert (second.views, second.orders, second.average) == (7, 0, 0.0)
    views = views_of(db.session.get_one(Vendor, vendor.id), span)
    assert (views.shown, views.before, views.of(clock.today())) == (47, 10, 40)


def test_a_share_is_told_only_where_enough_was_counted() -> None:
    assert percent(3, 0) is None
    assert percent(3, 2) is None
    assert percent(0, 9) == 0.0
