"""How a listing looks on a card, in the reader's language."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from marketplace import clock
from marketplace.money import format_dong
from marketplace.web.links import media_url
from vendors.listings.models import Storage
from vendors.ratings.models import ListingRating
from vendors.storefront.models import CatalogueEntry

FEW = 5
GRAMS_PER_KILOGRAM = 1000


@dataclass(frozen=True)
class Card:
    """What `templates/components/card.html` shows."""

    url: str
    picture_url: str
    picture_alt: str
    ground: str
    commune_name: str
    title: str
    star: int | None
    price_dong: int
    was_dong: int | None
    unit_text: str
    unit_price_text: str
    flags: list[str]
    variant_id: int | None
    listing_id: int | None = None
    rating: ListingRating | None = None


def card_of(entry: CatalogueEntry) -> Card:
    """Make the card of a catalogue entry; one that is sold out has no button."""
    title = in_language(entry, "title")
    return Card(
        url=url_for("storefront.listing", vendor_slug=entry.vendor_slug, listing_slug=entry.slug),
        picture_url=media_url(entry.picture_key, 320),
        picture_alt=title,
        ground=entry.ground,
        commune_name=entry.commune_name,
        title=title,
        star=entry.star if entry.star_until and entry.star_until >= clock.today() else None,
        price_dong=entry.price_dong,
        was_dong=entry.was_dong,
        unit_text=entry.variant_label,
        unit_price_text=unit_price(entry.price_dong, entry.net_amount, entry.net_unit),
        flags=_flags(entry),
        variant_id=entry.variant_id if entry.available > 0 else None,
        listing_id=entry.listing_id,
        rating=_rating(entry),
    )


def in_language(record: object, name: str) -> str:
    """Give a text in the reader's language, in Vietnamese where there is none."""
    language = getattr(get_locale(), "language", "vi")
    return getattr(record, f"{name}_{language}", "") or getattr(record, f"{name}_vi")


def unit_price(price_dong: int, net_amount: int, net_unit: str) -> str:
    """Write the price per kilogram or litre, rounded to the đồng; nothing for pieces."""
    if net_unit not in ("g", "ml") or net_amount == GRAMS_PER_KILOGRAM:
        return ""
    per = (price_dong * GRAMS_PER_KILOGRAM * 2 + net_amount) // (2 * net_amount)
    return f"{format_dong(per)}/{'kg' if net_unit == 'g' else _('lít')}"


def _rating(entry: CatalogueEntry) -> ListingRating | None:
    """What buyers thought of it; nothing before the first review."""
    counts = {"review_count": entry.review_count, "star_sum": entry.star_sum}
    return ListingRating(listing_id=entry.listing_id, **counts) if entry.review_count else None


def _flags(entry: CatalogueEntry) -> list[str]:
    flags = []
    if in_season(entry.season_from_month, entry.season_until_month):
        flags.append(_("Đang mùa"))
    if entry.storage in (Storage.CHILLED, Storage.FROZEN):
        flags.append(_("Giữ lạnh"))
    if entry.available > 0 and entry.ships_from:
        flags.append(_("Đặt trước"))
    if entry.available <= 0:
        flags.append(_("Hết hàng"))
    elif entry.available <= FEW:
        flags.append(_("Còn %(count)s", count=entry.available))
    return flags


def in_season(from_month: int | None, until_month: int | None) -> bool:
    """Say whether today lies within the months (both included; a season may pass the new year)."""
    if from_month is None or until_month is None:
        return False
    month = clock.today().month
    if from_month <= until_month:
        return from_month <= month <= until_month
    return month >= from_month or month <= until_month
