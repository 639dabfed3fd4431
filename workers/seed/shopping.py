"""Buyers of the demo fill their carts and place orders, by the operations of the shop."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Final
from uuid import uuid4

from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.places.gazetteer import HOME_PROVINCE_CODE
from marketplace.places.queries import find_commune
from orders.carts.contents import CartContents
from orders.carts.models import Cart
from orders.carts.operations import add, open_cart
from orders.carts.queries import contents
from orders.checkout.assembly import DeliverTo
from orders.checkout.place_order import place_order
from orders.checkout.pricing import Quote
from orders.checkout.queries import quote_of
from orders.kinds import PaymentMethod
from orders.models import Order
from vendors.delivery.models import DeliveryKind
from vendors.listings.models import Listing, ListingStatus, Variant
from vendors.models import Vendor, VendorStatus
from vendors.stock import operations as stock
from vendors.stock.models import StockItem
from workers.seed.buyers import Buyer
from workers.seed.scripts import Basket

VENDORS: Final = (1, 1, 1, 2, 2, 3)
LINES: Final = (1, 2, 2, 3, 4)
LEAST_WORTH: Final = 110_000
"""Đồng: nobody has a single carrot sent, and a part of this worth can be paid out."""
NOT_RICH: Final = 2_500_000
RESTOCK: Final = 60
PICKED_UP: Final = 0.15
FAVOURITE: Final = 25
"""So many times more is bought of producers who have a demo account."""


@dataclass(frozen=True)
class Goods:
    """A variant on sale since then."""

    variant_id: int
    vendor_id: int
    price_dong: int
    since: datetime
    weight: int
    by_weight: bool


class Shelves:
    """All that is on sale, the oldest first, some of it more liked than the rest."""

    def __init__(self, favourites: Sequence[int], chance: Random) -> None:
        self._chance, self._favourites = chance, favourites
        rows = db.session.execute(
            select(Variant.id, Variant.vendor_id, Variant.price_dong, Listing.published_at, Variant.sold_by_weight)
            .join(Listing, Listing.id == Variant.listing_id)
            .join(Vendor, Vendor.id == Variant.vendor_id)
            .where(Listing.status == ListingStatus.ON_SALE, Vendor.status == VendorStatus.APPROVED)
            .order_by(Listing.published_at, Variant.id)
        )
        self._goods = [
            Goods(variant_id, vendor_id, price_dong, since, self._liking(vendor_id), by_weight)
            for variant_id, vendor_id, price_dong, since, by_weight in rows
            if since
        ]

    def choose(self, basket: Basket = Basket.ANY) -> dict[int, int]:
        """Choose goods that are on sale now: how many of which variant."""
        now = clock.now()
        there = [goods for goods in self._goods if goods.since < now] or self._goods[:1]
        if wanted := self._special(basket, there):
            return wanted
        weights = [goods.weight for goods in there]
        vendors = {goods.vendor_id for goods in self._chance.choices(there, weights, k=self._chance.choice(VENDORS))}
        of_them = [goods for goods in there if goods.vendor_id in vendors]
        picked = self._chance.sample(of_them, min(self._chance.choice(LINES), len(of_them)))
        affordable = [goods for goods in picked if goods.price_dong < NOT_RICH] or picked[:1]
        return {goods.variant_id: self._how_many(goods.price_dong) for goods in affordable}

    def _special(self, basket: Basket, there: Sequence[Goods]) -> dict[int, int]:
        """Choose what is asked for; nothing where there is no such thing."""
        if basket is Basket.BY_WEIGHT:
            weighed = [goods for goods in there if goods.by_weight][:1]
            return {goods.variant_id: self._how_many(goods.price_dong) for goods in weighed}
        if basket is Basket.AHEAD:
            ahead = db.session.scalars(select(StockItem.variant_id).where(StockItem.expected > 0)).all()
            return {goods.variant_id: 3 for goods in there if goods.variant_id in ahead}
        if basket is Basket.SEVERAL:
            for vendor_id in self._favourites:
                of_them = [goods for goods in there if goods.vendor_id == vendor_id and goods.price_dong < NOT_RICH]
                if len(of_them) > 1:
                    return {goods.variant_id: self._how_many(goods.price_dong) for goods in of_them[:2]}
        return {}

    def _liking(self, vendor_id: int) -> int:
        return FAVOURITE if vendor_id in self._favourites else self._chance.choice((1, 1, 2, 3, 6))

    def _how_many(self, price_dong: int) -> int:
        least = -(-LEAST_WORTH // price_dong)
        return least + self._chance.choice((0, 0, 0, 1, 2))


def buy(buyer: Buyer, wanted: dict[int, int], *, method: PaymentMethod, chance: Random) -> Order:
    """Put goods into the buyer's cart and order all of it; what is short was brought in the day before."""
    cart = fill_cart(buyer, wanted)
    found = contents(cart)
    _restock(found)
    to = buyer.deliver_to
    quote = _quote(found, to, picks_up=chance.random() < PICKED_UP)
    return place_order(
        cart,
        vendors_chosen=[group.vendor.id for group in found.groups],
        deliver_to=to,
        choices={part.group.vendor.id: part.chosen.kind for part in quote.parts if part.chosen},
        method=method,
        checkout_key=uuid4(),
        seen_total_dong=quote.total_dong,
    )


def _quote(found: CartContents, to: DeliverTo, *, picks_up: bool) -> Quote:
    """What the buyer sees: all brought in the usual way, or the first part fetched by neighbours."""
    destination = find_commune(to.province_code, to.commune_code)
    first = found.groups[0].vendor
    near = picks_up and to.province_code == HOME_PROVINCE_CODE
    return quote_of(found, destination=destination, choices={first.id: DeliveryKind.PICKUP} if near else {})


def fill_cart(buyer: Buyer, wanted: dict[int, int]) -> Cart:
    """Put so many of each variant into the buyer's own cart."""
    cart = open_cart(user=buyer.user) if buyer.user else open_cart(token=secrets.token_urlsafe(24))
    for variant_id, quantity in wanted.items():
        add(cart, variant_id, quantity)
    return cart


def _restock(found: CartContents) -> None:
    short = {item.variant_id for group in found.groups for item in group.items if item.available < item.quantity}
    for item in db.session.scalars(select(StockItem).where(StockItem.variant_id.in_(short))) if short else ():
        stock.receive(item, RESTOCK, by=None, words="Nhập thêm")
