"""Reads of carts."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.places.models import Commune
from orders.carts.contents import CartContents, CartItem, grouped
from orders.carts.models import Cart, CartLine
from vendors.certificates.models import Certificate
from vendors.certificates.queries import valid_on
from vendors.holidays.queries import calendars_of
from vendors.listings.models import Category, Listing, ListingStatus, Photo, Variant
from vendors.models import Vendor
from vendors.reductions.models import Reduction, ReductionState
from vendors.stock.models import Reservation, ReservationState, StockItem


def cart_of_person(user: User) -> Cart | None:
    """A signed-in person's own cart."""
    return _with_coupons(Cart.user_id == user.id)


def cart_of_guest(token: str) -> Cart | None:
    """The cart behind a guest's token."""
    return _with_coupons(Cart.token == token)


def _with_coupons(which: ColumnElement[bool]) -> Cart | None:
    read = select(Cart).where(which).options(joinedload(Cart.coupons))
    return db.session.scalars(read).unique().one_or_none()


def line_of(cart: Cart, line_id: int) -> CartLine:
    """A line of this cart. Raises NotFound for any other line."""
    line = db.session.scalar(select(CartLine).where(CartLine.cart_id == cart.id, CartLine.id == line_id))
    if line is None:
        raise NotFound
    return line


def contents(cart: Cart | None, *, language: str = "vi") -> CartContents:
    """What is in the cart as things stand now, in two statements; titles in the reader's language if there are."""
    if cart is None:
        return CartContents(())
    rows = db.session.execute(_lines_as_they_stand().where(CartLine.cart_id == cart.id)).unique().all()
    vendors = {row.Vendor.id: row.Vendor for row in rows}
    items = [_item(row, language) for row in rows]
    return grouped(items, vendors, day=clock.today(), calendars=calendars_of(vendors))


def count_of(user: User | None, token: str | None) -> int:
    """How many different goods lie in a person's cart and in the guest's that will be merged into it."""
    owners = []
    if user is not None:
        owners.append(Cart.user_id == user.id)
    if token is not None:
        owners.append(Cart.token == token)
    lines = select(func.count(CartLine.variant_id.distinct())).join(Cart, CartLine.cart_id == Cart.id)
    return db.session.scalar(lines.where(or_(*owners))) or 0 if owners else 0


def _lines_as_they_stand() -> Select[Any]:
    """Every line with its variant, listing, vendor and stock, in the order in which they came into the cart."""
    return (
        select(CartLine, Variant, Listing, Vendor, Certificate, Category.ground)
        .add_columns(
            _first_picture().label("picture_key"),
            _left(StockItem.on_hand + StockItem.expected - StockItem.reserved).label("available"),
        )
        .add_columns(_left(StockItem.on_hand - StockItem.reserved).label("there"), StockItem.expected_on)
        .add_columns(Reduction.regular_dong, Commune.full_name.label("origin"))
        .join(Variant, CartLine.variant_id == Variant.id)
        .join(Listing, Variant.listing_id == Listing.id)
        .join(Category, Listing.category_number == Category.number)
        .join(Commune, Listing.commune_code == Commune.code)
        .join(Vendor, Listing.vendor_id == Vendor.id)
        .outerjoin(Certificate, Listing.certificate_id == Certificate.id)
        .outerjoin(StockItem, StockItem.variant_id == Variant.id)
        .outerjoin(Reduction, (Reduction.variant_id == Variant.id) & (Reduction.state == ReductionState.RUNNING))
        .options(joinedload(Vendor.commune))
        .order_by(CartLine.id)
    )


def _first_picture() -> ColumnElement[str | None]:
    photos = select(Photo.key).where(Photo.listing_id == Listing.id).order_by(Photo.position, Photo.id)
    return photos.limit(1).scalar_subquery()


def _left(of_stock: ColumnElement[int]) -> ColumnElement[int]:
    """What can be had: reservations past their end no longer count, swept or not."""
    ended = select(func.coalesce(func.sum(Reservation.quantity), 0)).where(
        Reservation.stock_item_id == StockItem.id,
        Reservation.state == ReservationState.HELD,
        Reservation.ends_at <= clock.now(),
    )
    return func.coalesce(of_stock + ended.scalar_subquery(), 0)


def _item(row: Row[Any], language: str) -> CartItem:
    line, variant, listing, certificate = row.CartLine, row.Variant, row.Listing, row.Certificate
    return CartItem(
        line_id=line.id,
        vendor_id=listing.vendor_id,
        vendor_slug=row.Vendor.slug,
        listing_id=listing.id,
        listing_slug=listing.slug,
        category_number=listing.category_number,
        ground=row.ground,
        star=certificate.star if certificate and valid_on(certificate, clock.today()) else None,
        tax_class=listing.tax_class,
        variant_id=variant.id,
        title=getattr(listing, f"title_{language}", "") or listing.title_vi,
        label=variant.label,
        sku=variant.sku,
        picture_key=row.picture_key,
        quantity=line.quantity,
        price_dong=variant.price_dong,
        seen_price_dong=line.seen_price_dong,
        weight_grams=variant.weight_grams,
        available=row.available,
        on_sale=listing.status is ListingStatus.ON_SALE and not variant.archived,
        ships_from=row.expected_on if line.quantity > row.there else None,
        dispatch_days=listing.dispatch_days,
        most_transit_days=listing.most_transit_days,
        kg_price_dong=variant.kg_price_dong,
        most_grams=variant.most_grams,
        origin=row.origin,
        shelf_life_days=listing.shelf_life_days,
        regular_dong=row.regular_dong,
    )
