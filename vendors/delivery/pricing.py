"""What it costs to bring a parcel from a vendor to a place: reckoned from the vendor's rates alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.places.gazetteer import HOME_PROVINCE_CODE
from vendors.delivery.models import DeliveryKind, DeliveryRate, DeliveryZone

_WIDER = (DeliveryZone.COMMUNE, DeliveryZone.PROVINCE, DeliveryZone.COUNTRY)


@dataclass(frozen=True)
class Offer:
    """One way to bring the goods: its price in đồng and the days it takes. `free` says that nothing is charged."""

    kind: DeliveryKind
    price_dong: int
    free: bool
    days_least: int
    days_most: int


def offers(
    rates: Iterable[DeliveryRate],
    *,
    vendor_commune: str,
    destination_commune: str,
    destination_province: str,
    weight_grams: int,
    goods_dong: int,
) -> list[Offer]:
    """List the ways to bring a parcel there, the cheapest first; empty when the vendor does not deliver so far.

    A rate for a wider zone serves a narrower one that has no rate of its own. A commune may have its own price, or be
    left out of a way of delivery.
    """
    zone = zone_between(vendor_commune, destination_commune, destination_province)
    fitting = [rate for rate in rates if _reaches(rate, zone)]
    left_out = {rate.kind for rate in fitting if rate.commune_prices.get(destination_commune, 0) is None}
    nearest = {rate.kind: rate for rate in sorted(fitting, key=_width, reverse=True) if rate.kind not in left_out}
    found = [
        _offer(rate, commune=destination_commune, weight_grams=weight_grams, goods_dong=goods_dong)
        for rate in nearest.values()
    ]
    return sorted(found, key=lambda offer: (offer.price_dong, offer.days_most, offer.kind))


def zone_between(vendor_commune: str, destination_commune: str, destination_province: str) -> DeliveryZone:
    """Say how far the destination is, seen from the vendor (all vendors are in the home province)."""
    if destination_commune == vendor_commune:
        return DeliveryZone.COMMUNE
    return DeliveryZone.PROVINCE if destination_province == HOME_PROVINCE_CODE else DeliveryZone.COUNTRY


def price(rate: DeliveryRate, *, weight_grams: int, goods_dong: int, commune: str = "") -> int:
    """Reckon the price in đồng: the base up to its grams, then a step for each further step of weight begun.

    The base is that of the commune where it has one of its own.
    """
    if rate.free_from_dong is not None and goods_dong >= rate.free_from_dong:
        return 0
    steps = -(-max(weight_grams - rate.base_grams, 0) // rate.step_grams)
    base_dong: int = rate.commune_prices.get(commune, rate.base_dong)
    return base_dong + steps * rate.step_dong


def _reaches(rate: DeliveryRate, zone: DeliveryZone) -> bool:
    return _width(rate) >= _WIDER.index(zone)


def _width(rate: DeliveryRate) -> int:
    return _WIDER.index(rate.zone)


def _offer(rate: DeliveryRate, *, commune: str, weight_grams: int, goods_dong: int) -> Offer:
    cost = price(rate, weight_grams=weight_grams, goods_dong=goods_dong, commune=commune)
    return Offer(rate.kind, cost, cost == 0, rate.days_least, rate.days_most)
