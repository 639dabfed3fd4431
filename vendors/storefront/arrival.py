"""When goods would reach a visitor and what bringing them costs, before anything is in the cart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Request, Response

from marketplace import clock
from marketplace.places.models import Commune
from marketplace.places.queries import communes_of
from vendors.delivery import pricing
from vendors.delivery.models import DeliveryKind
from vendors.delivery.queries import rates_of
from vendors.holidays.calendar import SOON_DAYS, Calendar
from vendors.holidays.models import Holiday
from vendors.holidays.queries import calendars_of
from vendors.listings.models import Listing
from vendors.stock.offers import Offered
from vendors.storefront.filters import question_from
from vendors.storefront.search import Destination

COOKIE = "near"
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Arrival:
    """One way to bring the goods: its price in đồng, and the days between which they are there."""

    kind: DeliveryKind
    price_dong: int
    first_day: date
    last_day: date
    stays_fresh: bool
    """Whether the goods bear the longest way."""


@dataclass(frozen=True)
class Delivery:
    """Where the visitor is, as far as they said, what can be chosen there, and how the goods come."""

    to: Destination
    near: Sequence[Commune]
    commune: Commune | None
    arrivals: Sequence[Arrival]
    closed: Sequence[Holiday] = ()
    """When the vendor is on holiday, now or soon."""


def destination_of(request: Request) -> Destination:
    """Read where the visitor is: from the address, else as it was remembered."""
    if "to_province" in request.args:
        return question_from(request.args).reaches
    province, _dash, commune = request.cookies.get(COOKIE, "").partition("-")
    known = all(part.isascii() and part.isdecimal() and len(part) <= 5 for part in (province, commune))  # noqa: PLR2004 - of a commune
    return Destination(province, commune) if known else Destination()


def remember(response: Response, delivery: Delivery, *, secure: bool) -> None:
    """Keep where the visitor is, for the next listing."""
    if delivery.commune:
        place = f"{delivery.to.province}-{delivery.commune.code}"
        response.set_cookie(COOKIE, place, max_age=A_YEAR, samesite="Lax", secure=secure, httponly=True)


def delivery_of(listing: Listing, offers: Sequence[Offered], to: Destination) -> Delivery:
    """Say how the first variant that is left comes there: one statement while nobody said where, then three."""
    near = communes_of(to.province) if to.province else []
    commune = next((each for each in near if each.code == to.commune), None)
    offered = next((each for each in offers if each.left > 0), None)
    calendar = calendars_of([listing.vendor_id])[listing.vendor_id]
    arrivals = _arrivals(listing, offered, commune, calendar) if commune and offered else []
    return Delivery(to, near, commune, arrivals, calendar.soon(clock.today(), within_days=SOON_DAYS))


def _arrivals(listing: Listing, offered: Offered, commune: Commune, calendar: Calendar) -> list[Arrival]:
    ways = pricing.offers(
        rates_of([listing.vendor_id])[listing.vendor_id],
        vendor_commune=listing.vendor.commune_code,
        destination_commune=commune.code,
        destination_province=commune.province_code,
        weight_grams=offered.variant.weight_grams,
        goods_dong=offered.variant.price_dong,
    )
    begins = calendar.dispatch_day(offered.ships_from or clock.today(), listing.dispatch_days)
    return [_arrival(way, begins, listing.most_transit_days) for way in ways]


def _arrival(way: pricing.Offer, begins: date, most_transit_days: int | None) -> Arrival:
    too_long = way.kind is not DeliveryKind.PICKUP and (most_transit_days or way.days_most) < way.days_most
    return Arrival(
        kind=way.kind,
        price_dong=way.price_dong,
        first_day=begins + timedelta(days=way.days_least),
        last_day=begins + timedelta(days=way.days_most),
        stays_fresh=not too_long,
    )
