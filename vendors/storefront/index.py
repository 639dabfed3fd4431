"""Keeps the catalogue's index: what buyers see follows every change in the transaction of the change itself."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Row, Select, Text, case, cast, delete, event, func, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session

from marketplace.database import db
from marketplace.places.models import Commune, OldUnit
from marketplace.text import fold, sort_key
from vendors import shown
from vendors.certificates.models import Certificate
from vendors.lexicon.models import SearchWord
from vendors.lexicon.synonyms import said_by_people
from vendors.listings.models import Category, Listing, ListingStatus, Photo, Variant
from vendors.models import Vendor, VendorStatus
from vendors.ratings.models import ListingRating
from vendors.reductions.models import Reduction, ReductionState
from vendors.stock.models import StockItem
from vendors.storefront.models import CatalogueEntry
from vendors.storefront.wording import Wording, district_names, star_words

ROWS_AT_ONCE = 500


def keep_up() -> None:
    """Let the index follow the session's changes from now on (once for each process)."""
    if not event.contains(Session, "before_commit", _follow):
        event.listen(Session, "before_commit", _follow)
        event.listen(Session, "after_rollback", _forget)


def _follow(session: Session) -> None:
    if session.in_nested_transaction():
        return
    listings, vendors = shown.take_changes()
    if listings or vendors:
        session.flush()
        _refresh_all(listings, vendors)


def _refresh_all(listings: Collection[int], vendors: Collection[int]) -> None:
    """Mirror these listings and all of these vendors, some hundred at once when they are many."""
    if len(listings) <= ROWS_AT_ONCE:
        refresh(Listing.id.in_(listings) | Listing.vendor_id.in_(vendors))
        return
    ordered = sorted(listings)
    for start in range(0, len(ordered), ROWS_AT_ONCE):
        refresh(Listing.id.in_(ordered[start : start + ROWS_AT_ONCE]))
    if vendors:
        refresh(Listing.vendor_id.in_(vendors))


def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        shown.take_changes()


def rebuild() -> int:
    """Write the whole index anew, and forget words that nothing on sale has; give the number of rows."""
    db.session.execute(delete(SearchWord))
    ids = list(db.session.scalars(select(Listing.id).order_by(Listing.id)))
    for start in range(0, len(ids), ROWS_AT_ONCE):
        refresh(Listing.id.in_(ids[start : start + ROWS_AT_ONCE]))
    return db.session.scalar(select(func.count()).select_from(CatalogueEntry)) or 0


def refresh(which: ColumnElement[bool]) -> None:
    """Mirror the listings that fit `which`: four statements, however many they are, and one where some are hidden.

    They are held first, so that of two changes in one moment the later mirrors both. The words that people may type for
    them are kept in the statement that writes them.
    """
    held = db.session.scalars(select(Listing.id).where(which).order_by(Listing.id).with_for_update(key_share=True))
    hidden, said = set(held), said_by_people()
    rows, words = [], set()
    for row in db.session.execute(_shown_listings(which)):
        vector, known = _wording(row).indexed(said)
        rows.append(_entry(row) | {"search_words": vector})
        words.update(known)
    if rows:
        _write(rows, words)
    hidden -= {row["listing_id"] for row in rows}
    if hidden:
        db.session.execute(delete(CatalogueEntry).where(CatalogueEntry.listing_id.in_(hidden)))


def _write(rows: list[dict[str, Any]], words: set[str]) -> None:
    """Write the rows, and in the same statement the words that are new, in one order for everybody."""
    known = func.unnest(cast(sorted(words), ARRAY(Text))).column_valued("word")
    kept = insert(SearchWord).from_select(["word"], select(known)).on_conflict_do_nothing().cte("kept_words")
    statement = insert(CatalogueEntry).values(rows)
    changed = {name: statement.excluded[name] for name in rows[0] if name != "listing_id"}
    db.session.execute(statement.on_conflict_do_update(index_elements=["listing_id"], set_=changed).add_cte(kept))


def _shown_listings(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    first_photo = (
        select(Photo.key).where(Photo.listing_id == Listing.id).order_by(Photo.position, Photo.id).limit(1)
    ).scalar_subquery()
    first = _first_variant()
    sums, stars = _sums(), (ListingRating.review_count, ListingRating.star_sum)
    named = (Vendor.name, Vendor.slug, Commune, Category, Certificate, _old_names())
    return (
        select(Listing, *named, first_photo.label("picture_key"), first, sums, *stars)
        .join(Vendor, Vendor.id == Listing.vendor_id)
        .join(Commune, Commune.code == Listing.commune_code)
        .join(Category, Category.number == Listing.category_number)
        .join(first, first.c.listing_id == Listing.id)
        .join(sums, sums.c.listing_id == Listing.id)
        .outerjoin(
            Certificate,
            (Certificate.id == Listing.certificate_id)
            & Certificate.verified_at.is_not(None)
            & Certificate.withdrawn_at.is_(None),
        )
        .outerjoin(ListingRating, ListingRating.listing_id == Listing.id)
        .where(which, Listing.status == ListingStatus.ON_SALE, Vendor.status == VendorStatus.APPROVED)
        .order_by(Listing.id)
    )


def _old_names() -> Any:
    """Give the names that the commune's land had before 1 July 2025."""
    names = func.array_agg(OldUnit.name.distinct())
    return select(names).where(OldUnit.commune_code == Listing.commune_code).scalar_subquery().label("old_names")


def _first_variant() -> Any:
    return (
        select(
            Variant.listing_id,
            Variant.id.label("variant_id"),
            Variant.label.label("variant_label"),
            Variant.price_dong,
            case((Reduction.lowest_dong > Reduction.price_dong, Reduction.lowest_dong)).label("was_dong"),
            Variant.net_amount,
            Variant.net_unit,
        )
        .outerjoin(Reduction, (Reduction.variant_id == Variant.id) & (Reduction.state == ReductionState.RUNNING))
        .where(~Variant.archived)
        .ext(distinct_on(Variant.listing_id))
        .order_by(Variant.listing_id, Variant.position, Variant.id)
        .subquery("first_variant")
    )


def _sums() -> Any:
    return (
        select(
            Variant.listing_id,
            func.count().label("variant_count"),
            func.coalesce(func.sum(StockItem.available), 0).label("available"),
            _ships_from().label("ships_from"),
        )
        .outerjoin(StockItem, StockItem.variant_id == Variant.id)
        .where(~Variant.archived)
        .group_by(Variant.listing_id)
        .subquery("sums")
    )


def _ships_from() -> Any:
    """From when the first of it is sent, where nothing of it is there now but some is expected."""
    there = func.sum(func.greatest(StockItem.on_hand - StockItem.reserved, 0))
    expected = func.min(StockItem.expected_on).filter(StockItem.available > 0)
    return case((there <= 0, expected))


def _entry(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    listing, commune, category, certificate = row.Listing, row.Commune, row.Category, row.Certificate
    return {
        "listing_id": listing.id,
        "vendor_id": listing.vendor_id,
        "vendor_name": row.name,
        "vendor_slug": row.slug,
        "category_number": listing.category_number,
        "commune_code": listing.commune_code,
        "commune_name": commune.full_name,
        "former_district": commune.former_district,
        "slug": listing.slug,
        "title_vi": listing.title_vi,
        "title_en": listing.title_en or listing.title_vi,
        "title_fr": listing.title_fr or listing.title_vi,
        "title_sort_key": sort_key(listing.title_vi)[:200],
        "star": certificate.star if certificate else None,
        "star_until": certificate.expires_on if certificate else None,
        "certified_on": certificate.issued_on if certificate else None,
        "storage": listing.storage,
        "season_from_month": listing.season_from_month,
        "season_until_month": listing.season_until_month,
        "ground": category.ground,
        "picture_key": row.picture_key,
        "variant_id": row.variant_id,
        "variant_count": row.variant_count,
        "variant_label": row.variant_label,
        "price_dong": row.price_dong,
        "was_dong": row.was_dong,
        "net_amount": row.net_amount,
        "net_unit": row.net_unit,
        "available": row.available,
        "most_transit_days": listing.most_transit_days,
        "ships_from": row.ships_from,
        "review_count": row.review_count or 0,
        "star_sum": row.star_sum or 0,
        "published_at": listing.published_at,
        "search_title_fold": fold(listing.title_vi)[:200],
    }


def _wording(row: Row[*tuple[Any, ...]]) -> Wording:
    listing, commune, category, certificate = row.Listing, row.Commune, row.Category, row.Certificate
    district = commune.former_district
    return Wording(
        names=[name for name in (listing.title_vi, listing.title_en, listing.title_fr) if name],
        vendor=row.name,
        places=[commune.full_name, commune.name_alias or "", *district_names(district), *(row.old_names or ())],
        kinds=[
            *(category.label_vi, category.label_en, category.label_fr, row.variant_label),
            *star_words(certificate.star if certificate else None),
        ],
    )
