"""Categories, listings, their variants and photos."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Code, Day, Dong, Json, Key, Line, Moment, Prose, Ref, Small, choice
from marketplace.text import fold
from vendors.certificates.models import Certificate
from vendors.models import Vendor


class Storage(StrEnum):
    """How goods are kept and sent."""

    AMBIENT = "ambient"
    CHILLED = "chilled"
    FROZEN = "frozen"
    LIVE = "live"


class ListingStatus(StrEnum):
    """Where a listing stands."""

    DRAFT = "draft"
    """Being written."""
    SUBMITTED = "submitted"
    """Waits for the moderator (listings are looked at before display: Law 122/2025/QH15, art. 17)."""
    RETURNED = "returned"
    """Sent back with a reason."""
    ON_SALE = "on_sale"
    """Shown and sold while its vendor may sell."""
    PAUSED = "paused"
    """Hidden by its vendor for a while."""
    ARCHIVED = "archived"
    """Kept for its orders only."""


LISTING_MOVES: dict[ListingStatus, frozenset[ListingStatus]] = {
    ListingStatus.DRAFT: frozenset({ListingStatus.SUBMITTED, ListingStatus.ARCHIVED}),
    ListingStatus.SUBMITTED: frozenset({ListingStatus.ON_SALE, ListingStatus.RETURNED, ListingStatus.DRAFT}),
    ListingStatus.RETURNED: frozenset({ListingStatus.SUBMITTED, ListingStatus.ARCHIVED}),
    ListingStatus.ON_SALE: frozenset({ListingStatus.PAUSED, ListingStatus.RETURNED, ListingStatus.ARCHIVED}),
    ListingStatus.PAUSED: frozenset({ListingStatus.ON_SALE, ListingStatus.RETURNED, ListingStatus.ARCHIVED}),
    ListingStatus.ARCHIVED: frozenset(),
}


class TaxClass(StrEnum):
    """As what a sale is taxed (Law 48/2024/QH15, art. 12; Law 109/2025/QH15, art. 7); staff decides in doubt."""

    GOODS = "goods"
    """Distribution or supply of goods."""
    OWN_PRODUCE = "own_produce"
    """Goods that the seller has made itself."""
    UNPROCESSED_FARM = "unprocessed_farm"
    """Farm and fishery goods, not processed, sold by who grew or caught them: outside VAT."""
    SERVICES = "services"
    SERVICES_WITH_GOODS = "services_with_goods"
    """Transport and services that come with goods, food service among them."""


class Category(Base):
    """One of the 26 OCOP product sets (Decision 26/2026/QĐ-TTg, Annex I); `number` is the set's own."""

    __tablename__ = "category"

    number: Mapped[Small] = mapped_column(primary_key=True, autoincrement=False)
    slug: Mapped[Line] = mapped_column(unique=True)
    sector_vi: Mapped[Line]
    sector_en: Mapped[Line]
    sector_fr: Mapped[Line]
    name_vi: Mapped[Line]
    name_en: Mapped[Line]
    name_fr: Mapped[Line]
    label_vi: Mapped[Line]
    label_en: Mapped[Line]
    label_fr: Mapped[Line]
    ground: Mapped[Code]
    is_food: Mapped[bool]
    storage: Mapped[Storage] = mapped_column(choice(Storage))


class Listing(Base):
    """A product of a vendor as buyers see it. Vietnamese text is required, English and French stand beside it.

    `allergens` are codes of `vendors.listings.food.Allergen`: none of them is an empty list, unsaid is null.
    `dispatch_days` pass before the goods are handed over; they bear `most_transit_days` on the way, when that matters.
    `revision` counts the changes, so that a moderator decides on what was read.
    """

    __tablename__ = "listing"
    __table_args__ = (
        UniqueConstraint("vendor_id", "slug"),
        CheckConstraint("title_vi <> ''", name="has_a_title"),
        CheckConstraint("status <> 'returned' OR note <> ''", name="return_has_its_reason"),
        CheckConstraint("status <> 'on_sale' OR published_at IS NOT NULL", name="on_sale_was_published"),
        CheckConstraint("dispatch_days BETWEEN 0 AND 60", name="dispatch_days_are_near"),
        CheckConstraint("most_transit_days BETWEEN 1 AND 60", name="transit_takes_days"),
        Index("ix_listing_status_submitted_at", "status", "submitted_at"),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"), index=True)
    category_number: Mapped[Small] = mapped_column(ForeignKey("category.number"), index=True)
    commune_code: Mapped[Code] = mapped_column(ForeignKey("commune.code"), index=True)
    certificate_id: Mapped[Ref | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    slug: Mapped[Line]
    title_vi: Mapped[Line]
    title_fold: Mapped[Line] = mapped_column(default=lambda context: fold(context.get_current_parameters()["title_vi"]))
    title_en: Mapped[Line] = mapped_column(default="")
    title_fr: Mapped[Line] = mapped_column(default="")
    text_vi: Mapped[Prose] = mapped_column(default="")
    text_en: Mapped[Prose] = mapped_column(default="")
    text_fr: Mapped[Prose] = mapped_column(default="")
    ingredients: Mapped[Prose] = mapped_column(default="")
    tax_class: Mapped[TaxClass] = mapped_column(choice(TaxClass), default=TaxClass.GOODS)
    storage: Mapped[Storage] = mapped_column(choice(Storage), default=Storage.AMBIENT)
    shelf_life_days: Mapped[Small | None]
    season_from_month: Mapped[Small | None]
    season_until_month: Mapped[Small | None]
    allergens: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))
    self_declaration: Mapped[Line] = mapped_column(default="")
    dispatch_days: Mapped[Small] = mapped_column(default=0)
    most_transit_days: Mapped[Small | None]
    revision: Mapped[int] = mapped_column(default=0)
    status: Mapped[ListingStatus] = mapped_column(choice(ListingStatus), default=ListingStatus.DRAFT)
    note: Mapped[Prose] = mapped_column(default="")
    first_registered_on: Mapped[Day]
    created_at: Mapped[Moment]
    submitted_at: Mapped[Moment | None]
    published_at: Mapped[Moment | None]

    vendor: Mapped[Vendor] = relationship(lazy="raise")
    category: Mapped[Category] = relationship(lazy="raise")
    certificate: Mapped[Certificate | None] = relationship(lazy="raise")
    variants: Mapped[list["Variant"]] = relationship(
        lazy="raise", back_populates="listing", order_by="Variant.position, Variant.id"
    )
    changes: Mapped[list["ListingChange"]] = relationship(
        lazy="raise", back_populates="listing", order_by="ListingChange.id"
    )
    photos: Mapped[list["Photo"]] = relationship(
        lazy="raise", back_populates="listing", order_by="Photo.position, Photo.id", cascade="all, delete-orphan"
    )


class Variant(Base):
    """What has a price and stock. `net_amount` and `net_unit` (g, ml or piece) give the unit price.

    Sold by weight, a piece weighs `least_grams` to `most_grams` and costs `kg_price_dong` a kilogram: `price_dong` is
    then what the heaviest costs, which is the most that the buyer agrees to.
    """

    __tablename__ = "variant"
    __table_args__ = (
        CheckConstraint("price_dong BETWEEN 1 AND 9007199254740991", name="price_is_an_amount"),
        CheckConstraint("weight_grams BETWEEN 1 AND 1000000", name="weight_can_be_sent"),
        CheckConstraint("net_amount > 0", name="net_above_zero"),
        CheckConstraint("net_unit IN ('g', 'ml', 'piece')", name="net_unit_is_known"),
        CheckConstraint(
            "num_nonnulls(kg_price_dong, least_grams, most_grams) = CASE WHEN sold_by_weight THEN 3 ELSE 0 END",
            name="sold_by_weight_has_its_terms",
        ),
        CheckConstraint("kg_price_dong BETWEEN 1 AND 1000000000", name="kg_price_is_an_amount"),
        CheckConstraint("1 <= least_grams AND least_grams <= most_grams", name="weights_have_an_order"),
        CheckConstraint("price_dong = (kg_price_dong * most_grams + 999) / 1000", name="price_is_of_the_heaviest"),
        UniqueConstraint("vendor_id", "sku"),
        Index("ix_variant_listing_id", "listing_id"),
    )

    id: Mapped[Key]
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    listing_id: Mapped[Ref] = mapped_column(ForeignKey("listing.id"))
    sku: Mapped[Code]
    label: Mapped[Line]
    price_dong: Mapped[Dong]
    weight_grams: Mapped[int]
    net_amount: Mapped[int]
    net_unit: Mapped[Code]
    sold_by_weight: Mapped[bool] = mapped_column(default=False)
    kg_price_dong: Mapped[Dong | None]
    least_grams: Mapped[int | None]
    most_grams: Mapped[int | None]
    position: Mapped[Small] = mapped_column(default=0)
    archived: Mapped[bool] = mapped_column(default=False)

    listing: Mapped[Listing] = relationship(lazy="raise", back_populates="variants")


class Photo(Base):
    """A picture of a listing; its renditions lie in object storage below `key`, as square WebP of each width.

    `whole_key` is the uncut picture in private storage, where it was kept; the square was cut with its centre at
    `centre` percent of the longer side.
    """

    __tablename__ = "photo"
    __table_args__ = (
        Index("ix_photo_listing_id", "listing_id"),
        CheckConstraint("centre BETWEEN 0 AND 100", name="centre_is_a_percentage"),
    )

    id: Mapped[Key]
    listing_id: Mapped[Ref] = mapped_column(ForeignKey("listing.id"))
    key: Mapped[Line]
    whole_key: Mapped[Line] = mapped_column(default="")
    centre: Mapped[Small] = mapped_column(default=50)
    words: Mapped[Line] = mapped_column(default="")
    position: Mapped[Small] = mapped_column(default=0)

    listing: Mapped[Listing] = relationship(lazy="raise", back_populates="photos")


class ChangeState(StrEnum):
    """What became of a change that a vendor proposed."""

    WAITING = "waiting"
    """Buyers still see what was before."""
    ACCEPTED = "accepted"
    RETURNED = "returned"
    """The moderator said no, with a reason."""
    WITHDRAWN = "withdrawn"
    """Taken back by its vendor, or no longer of use because the listing left the shelf."""
    REPLACED = "replaced"
    """The vendor proposed something newer, which holds it too."""


class ListingChange(Base):
    """What a vendor proposes to say otherwise of a listing on sale; buyers see it once a moderator has accepted it.

    `before` and `after` hold only what differs, by column; photos as a list of what is kept of each.
    """

    __tablename__ = "listing_change"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_has_its_moment"),
        CheckConstraint("state <> 'returned' OR reason <> ''", name="return_has_its_reason"),
        Index("ix_listing_change_listing_id", "listing_id", "id"),
        Index("uq_listing_change_waiting", "listing_id", unique=True, postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[Key]
    listing_id: Mapped[Ref] = mapped_column(ForeignKey("listing.id"))
    at: Mapped[Moment]
    by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    before: Mapped[Json]
    after: Mapped[Json]
    state: Mapped[ChangeState] = mapped_column(choice(ChangeState), default=ChangeState.WAITING)
    reason: Mapped[Prose] = mapped_column(default="")
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    listing: Mapped[Listing] = relationship(lazy="raise", back_populates="changes")
    by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=by_id)
