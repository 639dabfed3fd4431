"""The catalogue of the demo market in few statements: vendors, listings and the index, as buyers find them."""

import secrets
from datetime import date, datetime, time

from marketplace import clock
from marketplace.database import db
from marketplace.text import slug, sort_key
from vendors.certificates.models import Certificate
from vendors.delivery.models import DeliveryKind, DeliveryRate, DeliveryZone
from vendors.listings.models import Listing, ListingStatus, Storage, Variant
from vendors.models import Vendor, VendorStatus
from vendors.stock.models import StockItem
from vendors.storefront import index
from workers.seed.plan import ListingPlan, VendorPlan, plan_market

A_DAY = date(2026, 11, 2)


def the_demo_catalogue() -> int:
    """Put what the demo market sells on show; give how many listings there are."""
    plans = plan_market(today=A_DAY).vendors
    vendors = [_vendor(plan, number) for number, plan in enumerate(plans)]
    db.session.add_all(vendors)
    db.session.flush()
    listings = [
        (_listing(vendor, listing, place), listing)
        for vendor, plan in zip(vendors, plans, strict=True)
        for place, listing in enumerate(plan.listings)
    ]
    db.session.add_all([listing for listing, _ in listings])
    db.session.flush()
    variants = [_variant(listing, plan) for listing, plan in listings]
    db.session.add_all([*variants, *map(_rate, vendors)])
    db.session.flush()
    stocked = [StockItem(vendor_id=each.vendor_id, variant_id=each.id, on_hand=each.id % 7 * 5) for each in variants]
    db.session.add_all(stocked)
    db.session.flush()
    return index.rebuild()


def _rate(vendor: Vendor) -> DeliveryRate:
    zone = DeliveryZone.COUNTRY if vendor.id % 2 else DeliveryZone.PROVINCE
    return DeliveryRate(vendor_id=vendor.id, kind=DeliveryKind.CARRIER, zone=zone, base_dong=30_000)


def _vendor(plan: VendorPlan, number: int) -> Vendor:
    now = clock.now()
    return Vendor(
        slug=f"{slug(plan.naming.name)}-{number}",
        name=plan.naming.name,
        name_sort_key=sort_key(plan.naming.name)[:200],
        kind=plan.kind,
        status=VendorStatus.APPROVED,
        representative=plan.naming.representative,
        phone=f"09{number:08}",
        commune_code=plan.commune_code,
        street=plan.street,
        applied_at=now,
        submitted_at=now,
        approved_at=now,
    )


def _listing(vendor: Vendor, plan: ListingPlan, place: int) -> Listing:
    at = datetime.combine(plan.published_on, time(9), tzinfo=clock.VIETNAM)
    return Listing(
        vendor_id=vendor.id,
        category_number=plan.product.set_number,
        commune_code=vendor.commune_code,
        certificate_id=_certificate(vendor, plan),
        slug=f"{slug(plan.offer.title.vi)}-{place}",
        title_vi=plan.offer.title.vi,
        title_en=plan.offer.title.en,
        title_fr=plan.offer.title.fr,
        storage=Storage(plan.product.storage),
        status=ListingStatus.ON_SALE,
        first_registered_on=plan.published_on,
        created_at=at,
        submitted_at=at,
        published_at=at,
    )


def _certificate(vendor: Vendor, plan: ListingPlan) -> int | None:
    star, issued_on = plan.rating.star, plan.rating.issued_on
    if star is None or issued_on is None:
        return None
    certificate = Certificate(
        vendor_id=vendor.id,
        number=secrets.token_hex(6),
        product_name=plan.product.name_vi,
        star=star,
        issuer="UBND tỉnh Quảng Ninh",
        issued_on=issued_on,
        expires_on=issued_on.replace(year=issued_on.year + 3, day=1),
        verified_at=clock.now(),
        created_at=clock.now(),
    )
    db.session.add(certificate)
    db.session.flush()
    return certificate.id


def _variant(listing: Listing, plan: ListingPlan) -> Variant:
    first = plan.offer.packs[0]
    return Variant(
        vendor_id=listing.vendor_id,
        listing_id=listing.id,
        sku=f"{listing.id}",
        label=first.label,
        price_dong=first.price_dong,
        weight_grams=first.weight_grams,
        net_amount=first.net_amount,
        net_unit=first.net_unit,
    )
