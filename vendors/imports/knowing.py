"""What the shop has that lines of an import speak of: read for many lines at once, a constant number of statements."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from marketplace.database import db
from marketplace.errors import Invalid
from vendors.imports.columns import PICTURES, SKU
from vendors.imports.reading import Problems
from vendors.imports.values import Line, Words, is_new_without
from vendors.listings.models import Category, Listing, ListingStatus, Variant
from vendors.listings.variants import Terms
from vendors.stock.counting import Shelf, refusal_of
from vendors.stock.models import Lot, StockItem


@dataclass(frozen=True)
class Known:
    """The vendor's variants by code, their shelves, and its products by name."""

    variants: Mapping[str, Variant]
    shelves: Mapping[int, Shelf]
    listings: Mapping[str, Listing]
    names_in_zip: frozenset[str] | None = field(default=None)

    def listing_of(self, line: Line) -> Listing | None:
        """The product that a line speaks of, if the shop has it."""
        variant = self.variants.get(line.sku)
        return variant.listing if variant else self.listings.get(line.title)

    def wrong_with(self, line: Line) -> Problems:
        """What stands against the line in the shop as it is."""
        variant = self.variants.get(line.sku)
        problems = self._wrong_pictures(line)
        if variant is None:
            return problems + is_new_without(line, has_listing=line.title in self.listings)
        if variant.archived or variant.listing.status is ListingStatus.ARCHIVED:
            problems.append([SKU, str(gettext("Mặt hàng hoặc quy cách này đã cất, không sửa được nữa."))])
        return problems + _wrong_terms(line, variant) + self._wrong_count(line, self.shelves.get(variant.id))

    def _wrong_count(self, line: Line, shelf: Shelf | None) -> Problems:
        if shelf is None:
            return []
        refusal = refusal_of(shelf, on_hand=line.on_hand, ahead=line.ahead)
        return [[refusal.field or "on_hand", str(refusal)]] if refusal else []

    def _wrong_pictures(self, line: Line) -> Problems:
        names = [place for place in line.pictures if "://" not in place]
        if names and self.names_in_zip is None:
            return [
                [PICTURES, str(gettext("Hãy gửi kèm tệp ZIP có ảnh %(name)s, hoặc ghi địa chỉ https.", name=names[0]))]
            ]
        missing = [name for name in names if name.casefold() not in (self.names_in_zip or ())]
        if missing:
            return [[PICTURES, str(gettext("Tệp ZIP không có ảnh %(name)s.", name=missing[0]))]]
        return []


def terms_of(variant: Variant) -> Terms:
    """What a variant is sold as now."""
    return Terms(**{name: getattr(variant, name) for name in Terms.__dataclass_fields__})


def _wrong_terms(line: Line, variant: Variant) -> Problems:
    try:
        line.terms(terms_of(variant))
    except Invalid as refused:
        return [[refused.field or "kg_price_dong", str(refused)]]
    return []


def words_known() -> Words:
    """The names of product sets, ways of keeping and units: one statement, and their rows stay in the session."""
    return Words.known(list(db.session.scalars(select(Category))))


def known_of(vendor_id: int, lines: Collection[Line], *, names_in_zip: frozenset[str] | None = None) -> Known:
    """Read what these lines speak of: three statements."""
    variants = {each.sku: each for each in _variants(vendor_id, {line.sku for line in lines})}
    titles = {line.title for line in lines if line.title}
    return Known(
        variants, _shelves([each.id for each in variants.values()]), _listings(vendor_id, titles), names_in_zip
    )


def _variants(vendor_id: int, skus: Collection[str]) -> list[Variant]:
    query = select(Variant).join(Variant.listing).options(contains_eager(Variant.listing))
    mine = query.where(Variant.vendor_id == vendor_id, Variant.sku.in_(skus))
    return list(db.session.scalars(mine.execution_options(populate_existing=True)))


def _shelves(variant_ids: Collection[int]) -> dict[int, Shelf]:
    in_lots = select(func.coalesce(func.sum(Lot.on_hand), 0)).where(Lot.stock_item_id == StockItem.id).scalar_subquery()
    columns = (StockItem.on_hand, StockItem.reserved, in_lots, StockItem.expected, StockItem.expected_on)
    query = select(StockItem.variant_id, *columns)
    found = db.session.execute(query.where(StockItem.variant_id.in_(variant_ids)))
    return {
        variant_id: Shelf(on_hand, reserved, int(lots), expected, expected_on)
        for variant_id, on_hand, reserved, lots, expected, expected_on in found
    }


def _listings(vendor_id: int, titles: Collection[str]) -> dict[str, Listing]:
    """The vendor's products of these names; of several of one name the newest."""
    query = select(Listing).where(
        Listing.vendor_id == vendor_id, Listing.title_vi.in_(titles), Listing.status != ListingStatus.ARCHIVED
    )
    found = db.session.scalars(query.order_by(Listing.id).execution_options(populate_existing=True))
    return {listing.title_vi: listing for listing in found}
