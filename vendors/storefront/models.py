"""The catalogue's index: one row for each listing on sale, with all that a card, a filter and a search need."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Base, Code, Day, Dong, Line, Moment, Ref, Small, choice
from vendors.listings.models import Storage


class CatalogueEntry(Base):
    """A listing on sale, mirrored in the transaction of the change that it mirrors.

    `star` counts only until `star_until`, `star_sum` is that of the buyers' reviews; what is sold before it is there
    ships from `ships_from`. `search_words` holds what people may type for it, by weight: names (A), maker (B),
    places (C), the rest (D); folded, and after "=" with marks (`vendors.lexicon.terms`).
    """

    __tablename__ = "catalogue_entry"
    __table_args__ = (
        Index("ix_catalogue_entry_search_words", "search_words", postgresql_using="gin"),
        Index("ix_catalogue_entry_published_at", text("published_at DESC"), text("listing_id DESC")),
        Index("ix_catalogue_entry_price_dong", "price_dong", "listing_id"),
        Index("ix_catalogue_entry_title_sort_key", "title_sort_key", "listing_id"),
    )

    listing_id: Mapped[Ref] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"), index=True)
    vendor_name: Mapped[Line]
    vendor_slug: Mapped[Line]
    category_number: Mapped[Small] = mapped_column(index=True)
    commune_code: Mapped[Code] = mapped_column(index=True)
    commune_name: Mapped[Line]
    former_district: Mapped[Line | None] = mapped_column(index=True)
    slug: Mapped[Line]
    title_vi: Mapped[Line]
    title_en: Mapped[Line]
    title_fr: Mapped[Line]
    title_sort_key: Mapped[Line]
    star: Mapped[Small | None]
    star_until: Mapped[Day | None]
    storage: Mapped[Storage] = mapped_column(choice(Storage))
    season_from_month: Mapped[Small | None]
    season_until_month: Mapped[Small | None]
    ground: Mapped[Code]
    picture_key: Mapped[Line | None]
    variant_id: Mapped[Ref]
    variant_count: Mapped[Small]
    variant_label: Mapped[Line]
    price_dong: Mapped[Dong]
    was_dong: Mapped[Dong | None]
    net_amount: Mapped[int]
    net_unit: Mapped[Code]
    available: Mapped[int]
    ships_from: Mapped[Day | None]
    most_transit_days: Mapped[Small | None]
    review_count: Mapped[int]
    star_sum: Mapped[int]
    published_at: Mapped[Moment]
    certified_on: Mapped[Day | None]
    search_title_fold: Mapped[Line]
    search_words: Mapped[str] = mapped_column(TSVECTOR)
