"""Reads for the checkout page."""

from collections.abc import Mapping, Sequence

from marketplace import clock
from marketplace.accounts.addresses.queries import addresses_of
from marketplace.accounts.models import Address, User
from marketplace.phones import format_phone
from marketplace.places.models import Commune
from orders.carts.contents import CartContents
from orders.checkout.pricing import Quote, price
from orders.coupons.cutting import Standing
from orders.queries import last_order_of
from vendors.delivery.models import DeliveryKind
from vendors.delivery.queries import rates_and_windows_of


def quote_of(
    contents: CartContents,
    *,
    destination: Commune | None,
    choices: Mapping[int, DeliveryKind],
    pickups: Mapping[int, str] | None = None,
    coupons: Sequence[Standing] = (),
) -> Quote:
    """Price the groups of the cart with the vendors' present rates and these coupons; see `orders.checkout.pricing`."""
    rates, windows = rates_and_windows_of([group.vendor.id for group in contents.groups] if destination else [])
    quote = price(contents, rates, destination=destination, choices=choices, windows=windows, pickups=pickups)
    return quote.with_coupons(coupons, today=clock.today())


def addresses_for(user: User | None) -> list[Address]:
    """The addresses that a signed-in person keeps; a guest keeps none."""
    return addresses_of(user) if user else []


def known_of(user: User | None, address_id: int | None) -> dict[str, str]:
    """What the form can be filled in with: the address asked for, else the default, else that of the last order."""
    if user is None:
        return {}
    kept = addresses_of(user)
    asked = next((each for each in kept if each.id == address_id), None)
    known = asked or next(iter(kept), None) or last_order_of(user)
    if known is None:
        return {"full_name": user.full_name, "phone": format_phone(user.phone) if user.phone else ""}
    return {
        "full_name": known.full_name,
        "phone": format_phone(known.phone),
        "province": known.province_code,
        "commune_code": known.commune_code,
        "street": known.street,
    }
