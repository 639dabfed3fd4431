"""Keeping goods in mind and letting them go; a guest's wishes follow their person."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, NotFound
from vendors.listings.models import Listing, ListingStatus
from vendors.models import Vendor, VendorStatus
from vendors.wishes.models import Wish

MOST_WISHES = 300
GUEST_WISH_DAYS = 60
"""A guest's wish of so long ago is swept away."""


@dataclass(frozen=True)
class Wisher:
    """Whose wishes are meant: a person's, or those of the guest with this token; one of the two."""

    user_id: int | None = None
    token: str | None = None

    def __post_init__(self) -> None:
        """Refuse a wisher that is nobody: it would have everybody's wishes."""
        if (self.user_id is None) == (self.token is None):
            raise ValueError("a wisher is a person or a guest")

    @property
    def theirs(self) -> ColumnElement[bool]:
        """What chooses the wisher's rows."""
        return Wish.user_id == self.user_id if self.user_id is not None else Wish.token == self.token


def new_token() -> str:
    """A token that nobody can guess, for a guest's wishes."""
    return secrets.token_urlsafe(24)


def wish(wisher: Wisher, listing_id: int) -> Listing:
    """Keep a listing in mind; twice is once.

    Raises NotFound for what buyers cannot see, Invalid when MOST_WISHES are kept already.
    """
    listing = _on_show(listing_id)
    row = {"user_id": wisher.user_id, "token": wisher.token, "listing_id": listing.id, "at": clock.now()}
    with db.session.begin_nested():
        db.session.execute(insert(Wish).values(row).on_conflict_do_nothing())
        if (db.session.scalar(select(func.count()).where(wisher.theirs)) or 0) > MOST_WISHES:
            raise Invalid(_("Bạn đã lưu %(most)s món. Hãy bỏ bớt rồi lưu thêm.", most=MOST_WISHES))
    return listing


def let_go(wisher: Wisher, listing_id: int) -> Listing:
    """Keep a listing in mind no longer, on sale or not. Raises NotFound for a listing that there never was."""
    listing = db.session.get(Listing, listing_id)
    if listing is None:
        raise NotFound
    db.session.execute(delete(Wish).where(wisher.theirs, Wish.listing_id == listing_id))
    return listing


def bring_along(token: str, *, to: User) -> None:
    """Let a guest's wishes be those of a person; what both wished for is kept once."""
    columns = ["user_id", "listing_id", "at"]
    guests = select(literal(to.id), Wish.listing_id, Wish.at).where(Wish.token == token)
    db.session.execute(insert(Wish).from_select(columns, guests).on_conflict_do_nothing())
    db.session.execute(delete(Wish).where(Wish.token == token))


def sweep_guest_wishes() -> int:
    """Forget guests' wishes of GUEST_WISH_DAYS ago; give their number."""
    old = Wish.at < clock.now() - timedelta(days=GUEST_WISH_DAYS)
    return len(db.session.execute(delete(Wish).where(Wish.token.is_not(None), old).returning(Wish.id)).all())


def _on_show(listing_id: int) -> Listing:
    shown = (Listing.status == ListingStatus.ON_SALE, Vendor.status == VendorStatus.APPROVED)
    query = select(Listing).join(Listing.vendor).where(Listing.id == listing_id, *shown)
    listing = db.session.scalar(query)
    if listing is None:
        raise NotFound(_("Món này không còn bán."))
    return listing
