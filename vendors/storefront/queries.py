"""Reads for the public pages."""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Text, case, cast, func, literal, select, union_all
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from marketplace import clock
from marketplace.database import db
from marketplace.places.models import Commune
from marketplace.text import decode_telex, fold, sort_key
from marketplace.web.paging import Page
from vendors.listings.models import Category, Listing, ListingStatus, Variant
from vendors.models import Vendor, VendorStatus
from vendors.stock.models import StockItem
from vendors.storefront.models import CatalogueEntry as Entry
from vendors.storefront.search import Question, conditions, found, star_today

PAGE_SIZE = 24
SHELF = 8


@dataclass(frozen=True)
class Figures:
    """What the home page counts."""

    listings: int
    vendors: int
    communes: int
    districts: list[str]


def figures() -> Figures:
    """Count what is on sale: one statement."""
    row = db.session.execute(
        select(
            func.count(),
            func.count(Entry.vendor_id.distinct()),
            func.count(Entry.commune_code.distinct()),
            func.array_agg(Entry.former_district.distinct()),
        )
    ).one()
    return Figures(row[0], row[1], row[2], sorted((name for name in row[3] or [] if name), key=sort_key))


def newly_certified() -> list[Entry]:
    """List the listings whose valid certificate is youngest, one for each vendor first."""
    nth = func.row_number().over(partition_by=Entry.vendor_id, order_by=Entry.certified_on.desc()).label("nth")
    inner = select(Entry.listing_id, nth).where(star_today().is_not(None), Entry.available > 0).subquery()
    query = (
        select(Entry)
        .join(inner, inner.c.listing_id == Entry.listing_id)
        .order_by(inner.c.nth, Entry.certified_on.desc(), Entry.listing_id)
        .limit(SHELF)
    )
    return list(db.session.scalars(query))


def seasonal() -> list[Entry]:
    """List what is in season now, one for each vendor first."""
    nth = func.row_number().over(partition_by=Entry.vendor_id, order_by=Entry.listing_id).label("nth")
    inner = select(Entry.listing_id, nth).where(_in_season(), Entry.available > 0).subquery()
    query = (
        select(Entry)
        .join(inner, inner.c.listing_id == Entry.listing_id)
        .order_by(inner.c.nth, star_today().desc().nulls_last(), Entry.listing_id)
        .limit(SHELF)
    )
    return list(db.session.scalars(query))


def _in_season() -> ColumnElement[bool]:
    month = clock.today().month
    within = Entry.season_from_month <= Entry.season_until_month
    return case(
        (within, (Entry.season_from_month <= month) & (Entry.season_until_month >= month)),
        else_=(Entry.season_from_month <= month) | (Entry.season_until_month >= month),
    )


def search(question: Question, *, number: int) -> Page[Entry]:
    """Give a page of answers: one statement."""
    rows = db.session.execute(found(question).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    total = rows[0][1] if rows else 0
    return Page(rows=[row[0] for row in rows], number=number, size=PAGE_SIZE, total=total)


def search_as_meant(question: Question, *, number: int) -> tuple[Question, Page[Entry]]:
    """Give a page of answers and the question that it answers.

    When nothing is found for words without any mark, they are read as Telex keystrokes ("mieens dong") once more.
    """
    page = search(question, number=number)
    meant = decode_telex(question.words) if question.words.isascii() else question.words
    if page.total or number > 1 or fold(meant) == fold(question.words):
        return question, page
    second = replace(question, words=meant)
    page = search(second, number=1)
    return (second if page.total else question), page


@dataclass(frozen=True)
class Facet:
    """A filter that can be chosen, and how many listings it leaves."""

    kind: str
    value: str
    label: str
    count: int


def facets(question: Question, language: str) -> list[Facet]:
    """Count the answers by product set and by commune, each without its own filter: one statement."""
    label = {"en": Category.label_en, "fr": Category.label_fr}.get(language, Category.label_vi)
    sets = (
        select(literal("category"), cast(Category.number, Text), label, func.count())
        .select_from(Entry)
        .join(Category, Category.number == Entry.category_number)
        .where(*conditions(question.without_category()))
        .group_by(Category.number, label)
    )
    communes = (
        select(literal("commune"), Commune.code, Commune.full_name, func.count())
        .select_from(Entry)
        .join(Commune, Commune.code == Entry.commune_code)
        .where(*conditions(question.without_commune()))
        .group_by(Commune.code, Commune.full_name, Commune.sort_key)
    )
    return [Facet(*row) for row in db.session.execute(union_all(sets, communes))]


def counts_by_commune() -> dict[str, int]:
    """Count what is on sale in each commune, by its code."""
    query = select(Entry.commune_code, func.count()).group_by(Entry.commune_code)
    return {row[0]: row[1] for row in db.session.execute(query)}


def listing_on_show(vendor_slug: str, listing_slug: str) -> Listing | None:
    """Give a listing that buyers may see, with all that its page shows: two statements."""
    query = (
        select(Listing)
        .join(Listing.vendor)
        .where(
            Vendor.slug == vendor_slug,
            Listing.slug == listing_slug,
            Listing.status == ListingStatus.ON_SALE,
            Vendor.status == VendorStatus.APPROVED,
        )
        .options(
            contains_eager(Listing.vendor).joinedload(Vendor.commune),
            joinedload(Listing.category),
            joinedload(Listing.certificate),
            selectinload(Listing.photos),
        )
    )
    return db.session.scalar(query)


def offers_of(listing: Listing) -> list[tuple[Variant, int]]:
    """List what is sold of a listing, each variant with how many are left."""
    query = (
        select(Variant, func.coalesce(StockItem.on_hand - StockItem.reserved, 0))
        .outerjoin(StockItem, StockItem.variant_id == Variant.id)
        .where(Variant.listing_id == listing.id, ~Variant.archived)
        .order_by(Variant.position, Variant.id)
    )
    return [(variant, left) for variant, left in db.session.execute(query)]


def similar_to(listing: Listing) -> list[Entry]:
    """List a few others of the same product set, those of other vendors first."""
    query = (
        select(Entry)
        .where(Entry.category_number == listing.category_number, Entry.listing_id != listing.id, Entry.available > 0)
        .order_by(Entry.vendor_id == listing.vendor_id, star_today().desc().nulls_last(), Entry.listing_id)
        .limit(4)
    )
    return list(db.session.scalars(query))


def vendor_on_show(slug: str) -> Vendor | None:
    """Give a vendor that buyers may see (one that is suspended is shown without goods)."""
    query = select(Vendor).where(
        Vendor.slug == slug, Vendor.status.in_((VendorStatus.APPROVED, VendorStatus.SUSPENDED))
    )
    return db.session.scalar(query.options(joinedload(Vendor.commune)))
