"""A listing begun from another one."""

from dataclasses import fields, replace
from typing import Any, Final, cast

from flask_babel import gettext

from marketplace.audit import Actor
from vendors.listings import operations as listings
from vendors.listings.kept import as_values, on_show
from vendors.listings.models import Listing, Variant
from vendors.listings.values import LONGEST_TITLE, ListingValues
from vendors.listings.variants import Terms
from vendors.models import Vendor
from vendors.shelf.operations import add_pack

OF_ONE_PRODUCT: Final = frozenset({"certificate_id", "self_declaration"})
"""What was given for one product, and is not said of another."""


def copy_listing(listing: Listing, vendor: Vendor, *, by: Actor | None) -> Listing:
    """Begin a draft with what is said of this listing, its photos, and its packs: without stock, under new codes.

    `listing` is whole, and the vendor's. Numbers that were given for the one product are left out.
    """
    names = ListingValues.__annotations__.keys() - OF_ONE_PRODUCT
    values: dict[str, Any] = {name: getattr(listing, name) for name in names}
    title = gettext("%(title)s (bản sao)", title=listing.title_vi)
    values["title_vi"] = title if len(title) <= LONGEST_TITLE else listing.title_vi
    copy = listings.create(vendor, by=by, commune_code=listing.commune_code, **cast("ListingValues", values))
    listings.say(copy, {"photos": as_values(on_show(listing.id))}, by=by)
    for variant in listing.variants:
        if not variant.archived:
            add_pack(copy, replace(_terms_of(variant), sku=""), on_hand=0, by=by)
    return copy


def _terms_of(variant: Variant) -> Terms:
    return Terms(**{field.name: getattr(variant, field.name) for field in fields(Terms)})
