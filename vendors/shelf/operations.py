"""Goods put on the shelf: a listing or a variant together with its stock."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from marketplace.audit import Actor
from vendors.listings import operations as listings
from vendors.listings.models import Listing, Variant
from vendors.listings.photos import Upload, add_photos
from vendors.listings.variants import Terms, add_variant
from vendors.models import Vendor
from vendors.stock import operations as stock
from vendors.stock.models import MovementReason


@dataclass(frozen=True)
class Goods:
    """The little that a vendor says first: name, product set, one variant, how many there are, photos."""

    title: str
    category_number: int
    terms: Terms
    on_hand: int = 0
    photos: Sequence[Upload] = field(default=())


def put_on_shelf(vendor: Vendor, goods: Goods, *, by: Actor | None) -> Listing:
    """Begin a draft with one variant, its stock and its photos: all of it, or a refusal beside the field."""
    listing = listings.create(vendor, by=by, title_vi=goods.title, category_number=goods.category_number)
    add_pack(listing, goods.terms, on_hand=goods.on_hand, by=by)
    if goods.photos:
        add_photos(listing, goods.photos, by=by)
    return listing


def add_pack(listing: Listing, terms: Terms, *, on_hand: int, by: Actor | None) -> Variant:
    """Add a variant and open its stock with so many on hand."""
    variant = add_variant(listing, terms, by=by)
    item = stock.open_item(variant)
    if on_hand:
        stock.count(item, on_hand, by=by, reason=MovementReason.RECEIVED)
    return variant
