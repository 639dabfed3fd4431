"""Many listings and variants of one vendor written at once: the same rules, a constant number of statements.

The values have been checked (`values.checked`, `variants.checked_terms`), and the caller holds the vendor's names
(`locking.hold_names`), so that what is free stays free.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from itertools import count
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm.attributes import set_committed_value

from marketplace import audit, clock
from marketplace.audit import Actor
from marketplace.database import Base, db
from marketplace.text import fold, slug
from vendors import shown
from vendors.listings.models import Category, Listing, Variant
from vendors.listings.operations import note
from vendors.listings.prices import note_price, note_prices
from vendors.listings.proposals import operations as proposals
from vendors.listings.values import ListingValues
from vendors.listings.variants import Terms
from vendors.models import Vendor

Changes = Mapping[Any, dict[str, Any]]


def create_all(vendor: Vendor, drafts: Sequence[ListingValues], *, by: Actor | None) -> list[Listing]:
    """Begin a draft for each of these, made where the vendor is and kept as its product set is, unless told."""
    slugs = _free_slugs(vendor, [draft["title_vi"] for draft in drafts])
    storage = dict(db.session.execute(select(Category.number, Category.storage)).all())
    listings = [
        Listing(
            vendor_id=vendor.id,
            commune_code=vendor.commune_code,
            slug=word,
            first_registered_on=clock.today(),
            created_at=clock.now(),
            **{"storage": storage[draft["category_number"]], **draft},
        )
        for draft, word in zip(drafts, slugs, strict=True)
    ]
    db.session.add_all(listings)
    db.session.flush()
    for listing in listings:
        audit.record("listing created", listing, by=by, title=listing.title_vi)
    return listings


def change_all(changes: Sequence[tuple[Listing, ListingValues]], *, by: Actor | None) -> set[int]:
    """Change what is said of these products, each named once; what is not named stays. Give those that differ now.

    Of those on sale, what a moderator looks at first is proposed.
    """
    _hold([listing.id for listing, _values in changes])
    different: dict[Listing, dict[str, Any]] = {}
    waiting: dict[Listing, dict[str, Any]] = {}
    for listing, values in changes:
        waiting[listing] = {name: value for name, value in values.items() if proposals.waits(listing, name)}
        if after := _different(listing, values, but=waiting[listing]):
            note(listing, after, by=by)
            shown.changed(listing.id)
            folded = {"title_fold": fold(after["title_vi"])} if "title_vi" in after else {}
            different[listing] = {**after, **folded, "revision": listing.revision + 1}
    _write(Listing, different, ("title_fold", "revision", *ListingValues.__annotations__))
    proposed = proposals.propose_all({listing: values for listing, values in waiting.items() if values}, by=by)
    return {listing.id for listing in different} | proposed


def add_variants(packs: Sequence[tuple[Listing, Terms]], *, by: Actor | None) -> list[Variant]:
    """Add a variant to each listing named; every one of the terms has its code, which the vendor does not use yet."""
    places = _places([listing.id for listing, _terms in packs])
    variants = [
        Variant(
            vendor_id=listing.vendor_id,
            listing_id=listing.id,
            position=next(places[listing.id]),
            archived=False,
            **asdict(terms),
        )
        for listing, terms in packs
    ]
    db.session.add_all(variants)
    db.session.flush()
    for variant, (listing, terms) in zip(variants, packs, strict=True):
        note_price(variant)
        audit.record("variant added", variant, by=by, **asdict(terms))
        shown.changed(listing.id)
    return variants


def change_variants(changes: Sequence[tuple[Variant, Terms]], *, by: Actor | None) -> set[int]:
    """Change what these variants are sold as; orders placed before keep theirs. Give those that differ now."""
    different: dict[Variant, dict[str, Any]] = {}
    for variant, terms in changes:
        after = {name: value for name, value in asdict(terms).items() if getattr(variant, name) != value}
        if after:
            before = {name: getattr(variant, name) for name in after}
            different[variant] = after
            audit.record("variant changed", variant, by=by, before=before, after=after)
            shown.changed(variant.listing_id)
    _write(Variant, different, tuple(Terms.__dataclass_fields__))
    note_prices([variant for variant, after in different.items() if "price_dong" in after])
    return {variant.id for variant in different}


def _different(listing: Listing, values: ListingValues, *, but: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in but and getattr(listing, name) != value}


def _write(model: type[Base], changes: Changes, columns: Collection[str]) -> None:
    """Send all changes in one statement: every row names every column, changed or not."""
    rows = [{"id": row.id, **{name: getattr(row, name) for name in columns}, **after} for row, after in changes.items()]
    if rows:
        db.session.execute(update(model), rows)
    for row, after in changes.items():
        for name, value in after.items():
            set_committed_value(row, name, value)


def _hold(listing_ids: Collection[int]) -> None:
    """Let nobody else move these listings, and read them as they are now."""
    query = select(Listing).where(Listing.id.in_(listing_ids)).order_by(Listing.id).with_for_update(key_share=True)
    db.session.scalars(query.execution_options(populate_existing=True)).all()


def _places(listing_ids: Collection[int]) -> dict[int, "count[int]"]:
    """The places behind the variants that each listing has."""
    query = select(Variant.listing_id, func.count()).where(Variant.listing_id.in_(listing_ids))
    counted = dict(db.session.execute(query.group_by(Variant.listing_id)).all())
    return {listing_id: count(counted.get(listing_id, 0)) for listing_id in listing_ids}


def _free_slugs(vendor: Vendor, titles: Sequence[str]) -> list[str]:
    """A word for each address that the vendor does not use yet."""
    used = set(db.session.scalars(select(Listing.slug).where(Listing.vendor_id == vendor.id)))
    found: list[str] = []
    for title in titles:
        wanted = slug(title) or "san-pham"
        word = next(
            each for each in (wanted, *map(f"{wanted}-{{}}".format, range(2, len(used) + 3))) if each not in used
        )
        used.add(word)
        found.append(word)
    return found
