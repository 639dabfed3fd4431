"""Listings of the demo: certified, written, photographed, stocked and put on sale, by the real operations."""

from datetime import timedelta
from typing import Final

from marketplace.accounts.models import User
from vendors.certificates.models import Certificate
from vendors.certificates.operations import Award, register, verify
from vendors.listings import operations as listings
from vendors.listings.food import Fact, asked_of
from vendors.listings.models import Listing, Storage
from vendors.listings.photos import attach
from vendors.listings.variants import add_variant
from vendors.models import Vendor
from vendors.stock import operations as stock
from workers.seed.moments import on
from workers.seed.plan import ListingPlan
from workers.seed.studio import pictures_of
from workers.seed.trade import Trade

PROVINCE: Final = "UBND tỉnh Quảng Ninh"
MINISTRY: Final = "Bộ Nông nghiệp và Môi trường"
FIRST_STOCK: Final = (24, 40, 60, 90, 120, 200)
HIGHEST_STAR: Final = 5


def put_on_sale(vendor: Vendor, plan: ListingPlan, trade: Trade, *, by: User, code: str) -> Listing:
    """Bring a listing from its certificate to the shelf; it is on sale from `plan.published_on`."""
    listing = write(vendor, plan, trade, by=by, code=code)
    with on(plan.published_on, 9):
        listings.submit(listing, by=by)
    with on(plan.published_on, 16):
        listings.publish(listing, by=trade.administrator)
    return listing


def write(vendor: Vendor, plan: ListingPlan, trade: Trade, *, by: User, code: str) -> Listing:
    """Write a listing with its packs, photos and stock; it is a draft. `code` tells its certificate from others."""
    certificate = _certified(vendor, plan, trade, by=by, code=code)
    with on(plan.published_on, 8):
        listing = _described(vendor, plan, certificate, by=by)
        for place, terms in enumerate(plan.offer.packs):
            item = stock.open_item(add_variant(listing, terms, by=by))
            stock.receive(item, FIRST_STOCK[(plan.variation + place) % len(FIRST_STOCK)], by=by, words="Hàng đầu tiên")
        pictures = pictures_of(plan.product.key, plan.variation)
        attach(listing, list(dict.fromkeys(map(trade.studio.key_of, pictures))), by=by)
    return listing


def _described(vendor: Vendor, plan: ListingPlan, certificate: Certificate | None, *, by: User) -> Listing:
    product, title, text = plan.product, plan.offer.title, plan.offer.text
    return listings.create(
        vendor,
        by=by,
        first_registered_on=plan.rating.first_registered_on,
        title_vi=title.vi,
        title_en=title.en,
        title_fr=title.fr,
        text_vi=text.vi,
        text_en=text.en,
        text_fr=text.fr,
        ingredients=product.ingredients,
        category_number=product.set_number,
        certificate_id=certificate.id if certificate else None,
        storage=Storage(product.storage),
        shelf_life_days=product.shelf_life_days,
        allergens=list(product.allergens) if asked_of(product.set_number) else None,
        self_declaration=f"DEMO-{vendor.id}/TCB" if Fact.DECLARATION in asked_of(product.set_number) else "",
        season_from_month=product.season_from_month,
        season_until_month=product.season_until_month,
    )


def _certified(vendor: Vendor, plan: ListingPlan, trade: Trade, *, by: User, code: str) -> Certificate | None:
    """Register the certificate where the goods bear stars, and let staff verify it."""
    star, issued_on = plan.rating.star, plan.rating.issued_on
    if star is None or issued_on is None:
        return None
    day = max(issued_on + timedelta(days=1), plan.published_on - timedelta(days=1))
    award = Award(
        number=f"DEMO-22-{vendor.commune_code}-{code}-{star}-{issued_on.year}",
        product_name=plan.product.name_vi,
        star=star,
        issuer=MINISTRY if star == HIGHEST_STAR else PROVINCE,
        issued_on=issued_on,
        decision=f"DEMO-{code}/QĐ-UBND",
    )
    with on(day, 10):
        certificate = register(vendor, award, by=by)
    with on(day, 14):
        verify(certificate, by=trade.administrator)
    return certificate
