"""Reads for the public pages."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from marketplace import clock
from marketplace.database import db
from marketplace.text import sort_key
from marketplace.web.paging import Page, page_of
from vendors.listings.models import Listing, ListingStatus
from vendors.models import Vendor, VendorStatus
from vendors.ratings.models import ListingRating
from vendors.storefront.facets import Counts, count
from vendors.storefront.listed import PAGE_SIZE, Place, Sheet, in_order, sheet_of
from vendors.storefront.meaning import as_meant
from vendors.storefront.models import CatalogueEntry as Entry
from vendors.storefront.search import Question, star_today

SHELF = 8
FEW = 4
MONTHS = 12


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
    return _in_season(_within(clock.today().month), SHELF)


def coming() -> list[Entry]:
    """List what comes into season next month and is not in season now, one for each vendor first."""
    month = clock.today().month
    return _in_season(and_(Entry.season_from_month == month % MONTHS + 1, ~_within(month)), FEW)


def _in_season(condition: ColumnElement[bool], most: int) -> list[Entry]:
    nth = func.row_number().over(partition_by=Entry.vendor_id, order_by=Entry.listing_id).label("nth")
    inner = select(Entry.listing_id, nth).where(condition, Entry.available > 0).subquery()
    query = (
        select(Entry)
        .join(inner, inner.c.listing_id == Entry.listing_id)
        .order_by(inner.c.nth, star_today().desc().nulls_last(), Entry.listing_id)
        .limit(most)
    )
    return list(db.session.scalars(query))


def _within(month: int) -> ColumnElement[bool]:
    return case(
        (
            Entry.season_from_month <= Entry.season_until_month,
            (Entry.season_from_month <= month) & (Entry.season_until_month >= month),
        ),
        else_=(Entry.season_from_month <= month) | (Entry.season_until_month >= month),
    )


def search(question: Question, *, number: int) -> Page[Entry]:
    """Give a page of what one shop or one commune sells, with the number of all: two statements."""
    return page_of(in_order(question), size=PAGE_SIZE, number=number)


@dataclass(frozen=True)
class Answer:
    """What is shown for a search: the question that was answered, the counts of its filters, and a page of it."""

    question: Question
    counts: Counts
    sheet: Sheet
    is_unfound: bool
    """Nothing on sale has the words, however they are read."""

    @property
    def last(self) -> int:
        """The number of the last page, as far as it was counted."""
        return last_page(self.counts.total)


def answer(asked: Question, place: Place, language: str) -> Answer:
    """Answer a search, in the nearest reading of its words when they are nowhere as they were typed.

    Two statements, five when nothing was found at first, and one more where the address names a listing.
    """
    counts = count(asked, language)
    says_it_all = counts.is_close or asked.is_exact or place != Place() or not asked.words.strip()
    meant = asked if says_it_all and (counts.total or not asked.words.strip()) else as_meant(asked)
    if meant is None or (meant == asked and not counts.total):
        return Answer(asked, counts, Sheet([], 1, has_previous=False, has_next=False), is_unfound=meant is None)
    if meant != asked:
        counts, place = count(meant, language), Place()
    return Answer(meant, counts, sheet_of(meant, place, last=last_page(counts.total)), is_unfound=False)


def last_page(total: int) -> int:
    """Give the number of the last page of so many listings."""
    return max(1, -(-total // PAGE_SIZE))


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


@dataclass(frozen=True)
class Beside:
    """What a listing's page shows beside it."""

    similar: list[Entry]
    """Of the same product set, those of other vendors first."""
    nearby: list[Entry]
    """Other goods of the same commune."""
    rating: ListingRating
    """What buyers thought of the listing itself, as the catalogue has it."""


def beside(listing: Listing) -> Beside:
    """List a few goods like this one, a few from where it is made, and how it is rated: one statement."""
    same_set = Entry.category_number == listing.category_number
    others = select(Entry.listing_id).where(Entry.listing_id != listing.id, Entry.available > 0)
    order = (Entry.vendor_id == listing.vendor_id, star_today().desc().nulls_last(), Entry.listing_id)
    similar = others.where(same_set).order_by(*order).limit(FEW)
    nearby = others.where(~same_set, Entry.commune_code == listing.commune_code).order_by(*order).limit(FEW)
    which = or_(Entry.listing_id == listing.id, Entry.listing_id.in_(similar), Entry.listing_id.in_(nearby))
    found = {entry.listing_id: entry for entry in db.session.scalars(select(Entry).where(which).order_by(*order))}
    own = found.pop(listing.id, None)
    like = [each for each in found.values() if each.category_number == listing.category_number]
    return Beside(like, [each for each in found.values() if each not in like], _rating(listing, own))


def _rating(listing: Listing, entry: Entry | None) -> ListingRating:
    counts = (entry.review_count, entry.star_sum) if entry else (0, 0)
    return ListingRating(listing_id=listing.id, review_count=counts[0], star_sum=counts[1])


def vendor_on_show(slug: str) -> Vendor | None:
    """Give a vendor that buyers may see (one that is suspended is shown without goods)."""
    query = select(Vendor).where(
        Vendor.slug == slug, Vendor.status.in_((VendorStatus.APPROVED, VendorStatus.SUSPENDED))
    )
    return db.session.scalar(query.options(joinedload(Vendor.commune)))
