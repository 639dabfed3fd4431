"""What an order would cost: goods and delivery of each part. Pure: nothing is read or written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.places.models import Commune
from orders.carts.contents import CartContents, CartGroup
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

    Without a choice that is offered it is the cheapest that comes to the door; without a destination, none.
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
    return PartQuote(group=group, offers=tuple(offers), chosen=wanted or _usual(offers), unreachable=not offers)


def _offers(group: CartGroup, rates: Sequence[DeliveryRate], destination: Commune) -> list[Offer]:
    return delivery.offers(
        rates,
        vendor_commune=group.vendor.commune_code,
        destination_commune=destination.code,
        destination_province=destination.province_code,
        weight_grams=group.weight_grams,
        goods_dong=group.goods_dong,
    )


def _usual(offers: Sequence[Offer]) -> Offer | None:
    return min(offers, key=lambda offer: (offer.kind is DeliveryKind.PICKUP, offer.price_dong), default=None)
