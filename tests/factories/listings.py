"""Listings with stock for tests."""

import secrets
from datetime import date

from marketplace import clock
from marketplace.database import db
from marketplace.text import slug
from tests.factories.vendors import a_vendor
from vendors import shown
from vendors.listings.models import Listing, ListingStatus, Photo, Storage, Variant
from vendors.models import Vendor
from vendors.onboarding.models import Paper, PaperKind, PaperState
from vendors.stock import operations as shelf
from vendors.stock.models import StockItem

VERMICELLI = 6
"""The product set of noodles and cakes: food."""
CRAFT = 21
"""A product set that is no food."""


def a_listing(
    vendor: Vendor | None = None,
    title: str = "Miến dong Bình Liêu",
    *,
    price_dong: int = 85_000,
    stock: int = 10,
    on_sale: bool = True,
    category_number: int = VERMICELLI,
    weight_grams: int = 550,
) -> Listing:
    """A listing of the vendor (of a new one when none is given) with one variant, a photo and so many on hand."""
    vendor = vendor or a_vendor()
    now = clock.now()
    listing = Listing(
        vendor_id=vendor.id,
        category_number=category_number,
        commune_code=vendor.commune_code,
        slug=f"{slug(title)}-{secrets.token_hex(4)}",
        title_vi=title,
        text_vi="Sợi miến dai, trong, làm từ củ dong riềng.",
        ingredients="Tinh bột dong riềng, nước.",
        allergens=[],
        shelf_life_days=365,
        self_declaration="01/HTX-BL/2026",
        storage=Storage.AMBIENT,
        status=ListingStatus.ON_SALE if on_sale else ListingStatus.DRAFT,
        first_registered_on=clock.today(),
        created_at=now,
        submitted_at=now if on_sale else None,
        published_at=now if on_sale else None,
    )
    listing.photos = [Photo(key="public/photos/ab/abcd", position=0)]
    db.session.add(listing)
    db.session.flush()
    a_variant(listing, price_dong=price_dong, stock=stock, weight_grams=weight_grams)
    db.session.refresh(listing, ["variants", "photos"])
    shown.changed(listing.id)
    return listing


def a_variant(
    listing: Listing,
    *,
    price_dong: int = 85_000,
    stock: int = 10,
    label: str = "Túi 500 g",
    weight_grams: int = 550,
) -> Variant:
    """One more variant of the listing, with so many on hand."""
    variant = Variant(
        vendor_id=listing.vendor_id,
        listing_id=listing.id,
        sku=secrets.token_hex(5).upper(),
        label=label,
        price_dong=price_dong,
        weight_grams=weight_grams,
        net_amount=500,
        net_unit="g",
        position=0,
        archived=False,
    )
    db.session.add(variant)
    db.session.flush()
    _stocked(variant, stock)
    return variant


def a_food_paper(vendor: Vendor, *, expires_on: date | None = None) -> Paper:
    """The vendor's food-safety paper, accepted."""
    paper = Paper(
        vendor_id=vendor.id,
        kind=PaperKind.FOOD_SAFETY,
        state=PaperState.ACCEPTED,
        file_key="private/papers/ab/abcd.pdf",
        file_kind="application/pdf",
        expires_on=expires_on,
    )
    db.session.add(paper)
    db.session.flush()
    return paper


def the_stock(variant: Variant) -> StockItem:
    """The stock item of the variant as the database has it now."""
    query = db.select(StockItem).where(StockItem.variant_id == variant.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _stocked(variant: Variant, quantity: int) -> None:
    item = shelf.open_item(variant)
    if quantity:
        shelf.receive(item, quantity, by=None)
