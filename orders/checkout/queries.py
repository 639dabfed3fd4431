"""Reads for the checkout page."""

from collections.abc import Mapping

from marketplace.places.models import Commune
from orders.carts.contents import CartContents
from orders.checkout.pricing import Quote, price
from vendors.delivery.models import DeliveryKind
from vendors.delivery.queries import rates_of


def quote_of(contents: CartContents, *, destination: Commune | None, choices: Mapping[int, DeliveryKind]) -> Quote:
    """Price the groups of the cart with the vendors' present rates; see `orders.checkout.pricing.price`."""
    rates = rates_of([group.vendor.id for group in contents.groups]) if destination else {}
    return price(contents, rates, destination=destination, choices=choices)
