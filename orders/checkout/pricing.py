"""What an order would cost: goods and delivery of each part, less its coupons. Pure: nothing is read or written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from marketplace.places.models import Commune
from orders.carts.contents import CartContents, CartGroup, CartItem
from orders.checkout.errors import too_far_words
from orders.coupons.cutting import Cut, Standing, cuts
from vendors.delivery import pricing as delivery
from vendors.delivery.models import DeliveryKind, DeliveryRate, PickupWindow
from vendors.delivery.pickup import PickupTime, times_from
from vendors.delivery.pricing import Offer


@dataclass(frozen=True)
class PartQuote:
    """One vendor's part: its goods, the ways in which they can be brought, and the one chosen (none while unknown).

    `unreachable`: the place is known and the vendor brings nothing there. `cuts` is what coupons take off the order:
    the vendor's own lower its prices, of which the market's pays a part in the buyer's stead. `pickup_times`:
    when the goods can be fetched, where the vendor set hours; `pickup` is the one chosen.
    """

    group: CartGroup
    offers: tuple[Offer, ...]
    chosen: Offer | None
    unreachable: bool
    cuts: tuple[Cut, ...] = ()
    pickup_times: tuple[PickupTime, ...] = ()
    pickup: PickupTime | None = None

    @property
    def lacks_time(self) -> bool:
        """Whether the buyer comes for the goods and has yet to say when."""
        return bool(self.pickup_times) and self.pickup is None

    @property
    def too_far(self) -> tuple[CartItem, ...]:
        """The goods that would not stay fresh on the way that is chosen."""
        return _spoiling(self.group, self.chosen) if self.chosen else ()

    @property
    def too_far_words(self) -> tuple[str, ...]:
        """Why goods cannot be sent in the way that is chosen, in sentences."""
        takes = self.chosen.days_most if self.chosen else 0
        return tuple(too_far_words(item, takes) for item in self.too_far)

    @property
    def days_least(self) -> int:
        """After how many days the parcel is there at the earliest, from the order on; for a part with a way chosen."""
        return self.group.dispatch_days + (self.chosen.days_least if self.chosen else 0)

    @property
    def days_most(self) -> int:
        """After how many days it is there at the latest."""
        return self.group.dispatch_days + (self.chosen.days_most if self.chosen else 0)

    def arrival_of(self, offer: Offer) -> tuple[date, date]:
        """The days between which the goods are there when they are brought in this way."""
        ready = self.group.day + timedelta(days=self.group.dispatch_days)
        begins = max(ready, self.group.ships_from or ready)
        return begins + timedelta(days=offer.days_least), begins + timedelta(days=offer.days_most)

    @property
    def goods_dong(self) -> int:
        """What the goods cost, after the vendor's own coupon."""
        return self.group.goods_dong - self.discount_goods_dong

    @property
    def delivery_dong(self) -> int:
        """What bringing them costs, after the vendor's own coupon; 0 while it is not known."""
        return (self.chosen.price_dong if self.chosen else 0) - self.discount_delivery_dong

    @property
    def discount_goods_dong(self) -> int:
        """What the vendor's own coupon takes off the goods."""
        return sum(self.discount_on(item.variant_id) for item in self.group.items)

    @property
    def discount_delivery_dong(self) -> int:
        """What the vendor's own coupon takes off the delivery."""
        return self._off_delivery(markets=False)

    @property
    def promotion_goods_dong(self) -> int:
        """What the market's coupon pays of the goods."""
        return sum(self.promotion_on(item.variant_id) for item in self.group.items)

    @property
    def promotion_delivery_dong(self) -> int:
        """What the market's coupon pays of the delivery."""
        return self._off_delivery(markets=True)

    @property
    def total_dong(self) -> int:
        """What the buyer pays: goods and delivery less what the market pays of them."""
        return self.goods_dong + self.delivery_dong - self.promotion_goods_dong - self.promotion_delivery_dong

    def discount_on(self, variant_id: int) -> int:
        """What the vendor's own coupon takes off a line."""
        return sum(cut.goods.get(variant_id, 0) for cut in self.cuts if cut.coupon.vendor_id is not None)

    def promotion_on(self, variant_id: int) -> int:
        """What the market's coupon pays of a line."""
        return sum(cut.goods.get(variant_id, 0) for cut in self.cuts if cut.coupon.vendor_id is None)

    def _off_delivery(self, *, markets: bool) -> int:
        vendor_id = self.group.vendor.id
        return sum(cut.delivery.get(vendor_id, 0) for cut in self.cuts if (cut.coupon.vendor_id is None) == markets)


@dataclass(frozen=True)
class Quote:
    """What an order would cost, part by part; `cuts` are its coupons, also those that do not apply."""

    parts: tuple[PartQuote, ...]
    cuts: tuple[Cut, ...] = ()

    @property
    def goods_dong(self) -> int:
        """What all goods cost, after the vendors' coupons."""
        return sum(part.goods_dong for part in self.parts)

    @property
    def delivery_dong(self) -> int:
        """What bringing all of them costs, after the vendors' coupons."""
        return sum(part.delivery_dong for part in self.parts)

    @property
    def total_dong(self) -> int:
        """All that the buyer pays."""
        return self.goods_dong + self.delivery_dong - self.promotion_dong

    @property
    def full_goods_dong(self) -> int:
        """What all goods cost before any coupon."""
        return sum(part.group.goods_dong for part in self.parts)

    @property
    def full_delivery_dong(self) -> int:
        """What bringing all of them costs before any coupon."""
        return sum(part.chosen.price_dong for part in self.parts if part.chosen)

    @property
    def discount_dong(self) -> int:
        """What the vendors' coupons take off."""
        return sum(part.discount_goods_dong + part.discount_delivery_dong for part in self.parts)

    @property
    def promotion_dong(self) -> int:
        """What the market's coupon pays."""
        return sum(part.promotion_goods_dong + part.promotion_delivery_dong for part in self.parts)

    def with_coupons(self, standings: Sequence[Standing], *, today: date) -> "Quote":
        """The same order with these coupons."""
        if not standings:
            return self
        delivery = {part.group.vendor.id: part.chosen.price_dong for part in self.parts if part.chosen}
        pieces = [item.piece for part in self.parts for item in part.group.items]
        made = cuts(standings, pieces, delivery, today=today)
        return Quote(tuple(replace(part, cuts=made) for part in self.parts), made)

    @property
    def complete(self) -> bool:
        """Whether the delivery of every part is known, so that the total is what will be paid."""
        return bool(self.parts) and all(part.chosen for part in self.parts)


def price(
    contents: CartContents,
    rates: Mapping[int, Sequence[DeliveryRate]],
    *,
    destination: Commune | None,
    choices: Mapping[int, DeliveryKind],
    windows: Mapping[int, Sequence[PickupWindow]] | None = None,
    pickups: Mapping[int, str] | None = None,
) -> Quote:
    """Price every group of the cart, brought to the destination in the way chosen for its vendor (by vendor id).

    Without a choice that is offered it is the cheapest that comes to the door, of those on which the goods stay fresh
    if there is one; without a destination, none. `windows` are the vendors' hours for those who fetch their goods, and
    `pickups` names the times chosen (`PickupTime.value`).
    """
    quoted = [
        _part(group, rates.get(group.vendor.id, ()), destination, choices.get(group.vendor.id))
        for group in contents.groups
    ]
    return Quote(tuple(_with_time(part, windows or {}, pickups or {}) for part in quoted))


def _with_time(part: PartQuote, windows: Mapping[int, Sequence[PickupWindow]], pickups: Mapping[int, str]) -> PartQuote:
    if part.chosen is None or part.chosen.kind is not DeliveryKind.PICKUP:
        return part
    vendor, group = part.group.vendor, part.group
    ready = group.day + timedelta(days=max(part.days_most, 1))
    first_day = max(ready, group.ships_from or ready)
    times = times_from(windows.get(vendor.id, ()), first_day=first_day, calendar=group.calendar)
    chosen = next((each for each in times if each.value == pickups.get(vendor.id)), None)
    return replace(part, pickup_times=times, pickup=chosen)


def _part(
    group: CartGroup, rates: Sequence[DeliveryRate], destination: Commune | None, choice: DeliveryKind | None
) -> PartQuote:
    if destination is None:
        return PartQuote(group=group, offers=(), chosen=None, unreachable=False)
    offers = _offers(group, rates, destination)
    wanted = next((offer for offer in offers if offer.kind is choice), None)
    return PartQuote(group=group, offers=tuple(offers), chosen=wanted or _usual(group, offers), unreachable=not offers)


def _offers(group: CartGroup, rates: Sequence[DeliveryRate], destination: Commune) -> list[Offer]:
    return delivery.offers(
        rates,
        vendor_commune=group.vendor.commune_code,
        destination_commune=destination.code,
        destination_province=destination.province_code,
        weight_grams=group.weight_grams,
        goods_dong=group.goods_dong,
    )


def _usual(group: CartGroup, offers: Sequence[Offer]) -> Offer | None:
    def preferred(offer: Offer) -> tuple[bool, bool, int]:
        return bool(_spoiling(group, offer)), offer.kind is DeliveryKind.PICKUP, offer.price_dong

    return min(offers, key=preferred, default=None)


def _spoiling(group: CartGroup, offer: Offer) -> tuple[CartItem, ...]:
    """What is on the way for longer than it bears; whoever fetches the goods brings them home at once."""
    if offer.kind is DeliveryKind.PICKUP:
        return ()
    return tuple(item for item in group.items if (item.most_transit_days or offer.days_most) < offer.days_most)
