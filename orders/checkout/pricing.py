"""What an order would cost: goods and delivery of each part. Pure: nothing is read or written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.places.models import Commune
from orders.carts.contents import CartContents, CartGroup, CartItem
from orders.checkout.errors import too_far_words
from vendors.delivery import pricing as delivery
from vendors.delivery.models import DeliveryKind, DeliveryRate
from vendors.delivery.pricing import Offer


@dataclass(frozen=True)
class PartQuote:
    """One vendor's part: its goods, the ways in which they can be brought, and the one chosen (none while unknown).

    `unreachable`: the place is known and the vendor brings nothing there.
    """

    group: CartGroup
    offers: tuple[Offer, ...]
    chosen: Offer | None
    unreachable: bool

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

    @property
    def goods_dong(self) -> int:
        """What the goods cost."""
        return self.group.goods_dong

    @property
    def delivery_dong(self) -> int:
        """What bringing them costs; 0 while it is not known."""
        return self.chosen.price_dong if self.chosen else 0

    @property
    def total_dong(self) -> int:
        """Goods and delivery."""
        return self.goods_dong + self.delivery_dong


@dataclass(frozen=True)
class Quote:
    """What an order would cost, part by part."""

    parts: tuple[PartQuote, ...]

    @property
    def goods_dong(self) -> int:
        """What all goods cost."""
        return sum(part.goods_dong for part in self.parts)

    @property
    def delivery_dong(self) -> int:
        """What bringing all of them costs."""
        return sum(part.delivery_dong for part in self.parts)

    @property
    def total_dong(self) -> int:
        """All that the buyer pays."""
        return self.goods_dong + self.delivery_dong

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
) -> Quote:
    """Price every group of the cart, brought to the destination in the way chosen for its vendor (by vendor id).

    Without a choice that is offered it is the cheapest that comes to the door, of those on which the goods stay fresh
    if there is one; without a destination, none.
    """
    return Quote(
        tuple(
            _part(group, rates.get(group.vendor.id, ()), destination, choices.get(group.vendor.id))
            for group in contents.groups
        )
    )


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
