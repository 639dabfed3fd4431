"""The packs and sizes of a listing, each with its price."""

from dataclasses import asdict, dataclass, replace
from itertools import count

from flask_babel import gettext
from sqlalchemy import func, select

from marketplace import audit
from marketplace.audit import Actor
from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.money import MOST_DONG, format_dong
from vendors import shown
from vendors.listings.errors import LastOne, SkuTaken
from vendors.listings.locking import hold_listing, hold_names
from vendors.listings.models import Listing, ListingStatus, Variant
from vendors.listings.prices import note_price, note_prices
from vendors.listings.values import plain_line

MOST_WEIGHT_GRAMS = 1_000_000
MOST_NET = 1_000_000
LONGEST_LABEL = 80
LONGEST_SKU = 40
HIGHEST_KG_PRICE_DONG = 1_000_000_000
GRAMS_PER_KG = 1000
NET_UNITS = ("g", "ml", "piece")


@dataclass(frozen=True)
class Terms:
    """What a variant is sold as: the label on the pack, price (đồng), weight to send (grams), net content.

    Without a code (`sku`) one is made. Sold by weight, the price and the content are those of the heaviest piece,
    whatever else is said of them.
    """

    label: str
    price_dong: int
    weight_grams: int
    net_amount: int
    net_unit: str = "g"
    sku: str = ""
    sold_by_weight: bool = False
    kg_price_dong: int | None = None
    least_grams: int | None = None
    most_grams: int | None = None


def add_variant(listing: Listing, terms: Terms, *, by: Actor | None) -> Variant:
    """Add a variant to the listing. Raises Invalid (with the field) and SkuTaken."""
    clean = _with_sku(checked_terms(terms), listing)
    position = db.session.scalar(select(func.count()).where(Variant.listing_id == listing.id)) or 0
    variant = Variant(
        vendor_id=listing.vendor_id, listing_id=listing.id, position=position, archived=False, **asdict(clean)
    )
    db.session.add(variant)
    db.session.flush()
    note_price(variant)
    audit.record("variant added", variant, by=by, **asdict(clean))
    shown.changed(listing.id)
    return variant


def change_variant(variant: Variant, terms: Terms, *, by: Actor | None) -> None:
    """Change a variant's terms at once; orders placed before keep theirs. A new price ends a reduction that runs.

    Raises Invalid and SkuTaken.
    """
    clean = checked_terms(terms)
    wanted = asdict(replace(clean, sku=clean.sku or variant.sku))
    before = {name: getattr(variant, name) for name in wanted if getattr(variant, name) != wanted[name]}
    if not before:
        return
    if "sku" in before:
        _refuse_taken_sku(variant.vendor_id, wanted["sku"])
    for name in before:
        setattr(variant, name, wanted[name])
    if "price_dong" in before:
        note_prices([variant])
    audit.record("variant changed", variant, by=by, before=before, after={name: wanted[name] for name in before})
    db.session.flush()
    shown.changed(variant.listing_id)


def archive_variant(variant: Variant, *, by: Actor | None) -> None:
    """Sell the variant no longer; orders keep it. Raises LastOne for the last of a listing on sale."""
    listing = db.session.get_one(Listing, variant.listing_id)
    hold_listing(listing)
    others = select(Variant.id).where(
        Variant.listing_id == variant.listing_id, Variant.id != variant.id, Variant.archived.is_(False)
    )
    if listing.status is ListingStatus.ON_SALE and db.session.scalar(others.limit(1)) is None:
        raise LastOne
    variant.archived = True
    audit.record("variant archived", variant, by=by)
    db.session.flush()
    shown.changed(variant.listing_id)


def checked_terms(terms: Terms) -> Terms:
    """Give the terms clean. Raises Invalid with the field."""
    clean = replace(terms, label=plain_line(terms.label), sku=plain_line(terms.sku).upper())
    clean = _of_the_heaviest(clean) if clean.sold_by_weight else _not_weighed(clean)
    _check_words(clean)
    if not 1 <= clean.price_dong <= MOST_DONG:
        bounds = {"least": format_dong(1), "most": format_dong(MOST_DONG)}
        raise Invalid(gettext("Giá phải từ %(least)s đến %(most)s.", **bounds), field="price_dong")
    if not 1 <= clean.weight_grams <= MOST_WEIGHT_GRAMS:
        raise Invalid(gettext("Cân nặng cả gói phải từ 1 g đến 1.000 kg."), field="weight_grams")
    if not 1 <= clean.net_amount <= MOST_NET:
        raise Invalid(gettext("Lượng hàng trong gói phải từ 1 đến 1.000.000."), field="net_amount")
    if clean.net_unit not in NET_UNITS:
        raise Invalid(gettext("Hãy chọn đơn vị g, ml hoặc cái."), field="net_unit")
    return clean


def price_of(grams: int, kg_price_dong: int) -> int:
    """What so many grams cost at a price per kilogram, in whole đồng, a part of one counted as one."""
    return -(-grams * kg_price_dong // GRAMS_PER_KG)


def _of_the_heaviest(terms: Terms) -> Terms:
    """Price, content and weight are those of the heaviest piece that the buyer agrees to."""
    least, most, kg_price = terms.least_grams or 0, terms.most_grams or 0, terms.kg_price_dong or 0
    if not 1 <= kg_price <= HIGHEST_KG_PRICE_DONG:
        bounds = {"least": format_dong(1), "most": format_dong(HIGHEST_KG_PRICE_DONG)}
        raise Invalid(gettext("Giá mỗi kg phải từ %(least)s đến %(most)s.", **bounds), field="kg_price_dong")
    if not 1 <= most <= MOST_WEIGHT_GRAMS:
        raise Invalid(gettext("Cân nặng phải từ 1 g đến 1.000 kg."), field="most_grams")
    if not 1 <= least <= most:
        raise Invalid(gettext("Con nhẹ nhất không thể nặng hơn con nặng nhất."), field="least_grams")
    weight = max(terms.weight_grams, most)
    return replace(terms, price_dong=price_of(most, kg_price), net_amount=most, net_unit="g", weight_grams=weight)


def _not_weighed(terms: Terms) -> Terms:
    return replace(terms, kg_price_dong=None, least_grams=None, most_grams=None)


def _check_words(terms: Terms) -> None:
    if not 1 <= len(terms.label) <= LONGEST_LABEL:
        raise Invalid(gettext("Hãy ghi quy cách, ví dụ “Túi 500 g”, dưới 80 ký tự."), field="label")
    if len(terms.sku) > LONGEST_SKU:
        raise Invalid(gettext("Mã dài quá %(most)s ký tự.", most=LONGEST_SKU), field="sku")


def _with_sku(terms: Terms, listing: Listing) -> Terms:
    """Give the terms with a code: the vendor's own, or the first free one of the listing's."""
    if terms.sku:
        _refuse_taken_sku(listing.vendor_id, terms.sku)
        return terms
    hold_names(listing.vendor_id)
    own = f"{listing.id}-"
    query = select(Variant.sku).where(Variant.vendor_id == listing.vendor_id, Variant.sku.startswith(own))
    used = set(db.session.scalars(query))
    return replace(terms, sku=next(sku for sku in map(f"{own}{{}}".format, count(1)) if sku not in used))


def _refuse_taken_sku(vendor_id: int, sku: str) -> None:
    hold_names(vendor_id)
    same = select(Variant.id).where(Variant.vendor_id == vendor_id, Variant.sku == sku)
    if db.session.scalar(same) is not None:
        raise SkuTaken
