"""Listings, shops and the market as schema.org knows them, for search engines."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from marketplace.settings import settings
from marketplace.web.assets import asset_url
from marketplace.web.language import address_in
from marketplace.web.links import absolute, media_url
from marketplace.web.sharing import Structured, full
from vendors.certificates.models import Certificate
from vendors.listings.models import Listing
from vendors.models import Vendor
from vendors.ratings.models import ListingRating
from vendors.stock.offers import Offered
from vendors.storefront.cards import in_language

HOME_REGION = "Quảng Ninh"
IN_STOCK, SOLD_OUT, PRE_ORDER = (f"https://schema.org/{name}" for name in ("InStock", "OutOfStock", "PreOrder"))
NEW = "https://schema.org/NewCondition"


def of_market() -> list[Structured]:
    """The market itself: who runs it, and how it is searched."""
    operator = settings().market_operator
    publisher = {
        "@type": "Organization",
        "name": operator,
        "url": absolute("/"),
        "logo": absolute(asset_url("icon-512.png")),
    }
    return [
        {
            "@type": "WebSite",
            "name": settings().market_name,
            "url": absolute("/"),
            "inLanguage": ["vi", "en", "fr"],
            "publisher": publisher,
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": absolute("/search?q={search_term_string}")},
                "query-input": "required name=search_term_string",
            },
        }
    ]


def of_shop(vendor: Vendor) -> Structured:
    """A producer as an organization; its commune must be loaded."""
    shown: dict[str, Any] = {
        "@type": "Organization",
        "name": vendor.name,
        "url": _here(url_for("storefront.shop", vendor_slug=vendor.slug)),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": vendor.street,
            "addressLocality": vendor.commune.full_name,
            "addressRegion": HOME_REGION,
            "addressCountry": "VN",
        },
    }
    return shown | ({"logo": full(media_url(vendor.logo_key, 320))} if vendor.logo_key else {})


def of_listing(
    listing: Listing, offers: Sequence[Offered], certificate: Certificate | None, rating: ListingRating
) -> Structured:
    """A listing as a product with an offer for each of its variants.

    The OCOP star is told only under a valid certificate, what buyers thought only when some have said it.
    """
    url = _here(url_for("storefront.listing", vendor_slug=listing.vendor.slug, listing_slug=listing.slug))
    seller = of_shop(listing.vendor)
    product: dict[str, Any] = {
        "@type": "Product",
        "name": in_language(listing, "title"),
        "description": in_language(listing, "text"),
        "url": url,
        "category": in_language(listing.category, "label"),
        "image": [full(media_url(photo.key, 1280)) for photo in listing.photos],
        "brand": {"@type": "Brand", "name": listing.vendor.name},
        "countryOfOrigin": "VN",
        "offers": [_offer(each, url, seller) for each in offers],
    }
    if certificate:
        product["hasCertification"] = _certification(certificate)
    if rating.review_count:
        product["aggregateRating"] = _rating(rating)
    return product


def _rating(rating: ListingRating) -> Structured:
    count = {"ratingValue": rating.average, "reviewCount": rating.review_count, "bestRating": 5}
    return {"@type": "AggregateRating", **count}


def _offer(offered: Offered, url: str, seller: Structured) -> Structured:
    variant = offered.variant
    there = SOLD_OUT if offered.left <= 0 else PRE_ORDER if offered.ships_from else IN_STOCK
    return {
        "@type": "Offer",
        "name": variant.label,
        "sku": variant.sku,
        "price": str(variant.price_dong),
        "priceCurrency": "VND",
        "availability": there,
        "itemCondition": NEW,
        "url": url,
        "seller": seller,
    }


def _certification(certificate: Certificate) -> Structured:
    return {
        "@type": "Certification",
        "name": _("OCOP %(star)s sao", star=certificate.star),
        "certificationIdentification": certificate.number,
        "certificationRating": {"@type": "Rating", "ratingValue": certificate.star, "bestRating": 5},
        "issuedBy": {"@type": "Organization", "name": certificate.issuer},
        "validFrom": certificate.issued_on.isoformat(),
        "expires": certificate.expires_on.isoformat(),
        "url": absolute(url_for("certificate_pages.certificate", certificate_id=certificate.id)),
    }


def _here(path: str) -> str:
    return address_in(path, str(get_locale()))
