"""What an administrator asks of a rule, checked before it is written."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.money import MOST_DONG
from vendors.commissions.errors import (
    BeginsInThePast,
    FloorAboveCap,
    NotAShare,
    UnknownCategory,
    UnknownStar,
    UnknownVendor,
)
from vendors.commissions.rates import Rate
from vendors.listings.models import Category
from vendors.listings.values import plain_line
from vendors.models import Vendor

WHOLE = 10_000
STARS = range(3, 6)
MOST_CATEGORY = 32_767
LONGEST_WORDS = 120


@dataclass(frozen=True)
class Target:
    """Whom a rule is for: one vendor (by its address word), one product set, or one star; one of the three."""

    vendor_slug: str = ""
    category_number: int | None = None
    star: int | None = None


@dataclass(frozen=True)
class Terms:
    """What a rule is called, what it takes, and from when (nothing: from now on)."""

    words: str
    rate: Rate
    starts_at: datetime | None = None


def checked(terms: Terms) -> Terms:
    """The terms clean. Raises NotAShare, FloorAboveCap and BeginsInThePast with the field to mend."""
    rate = terms.rate
    if not 0 <= rate.basis_points <= WHOLE:
        raise NotAShare(field="percent")
    for name in ("fixed_dong", "floor_dong", "cap_dong"):
        if not 0 <= (getattr(rate, name) or 0) <= MOST_DONG:
            raise NotAShare(field=name)
    if rate.cap_dong is not None and rate.floor_dong > rate.cap_dong:
        raise FloorAboveCap(field="floor_dong")
    if terms.starts_at is not None and terms.starts_at <= clock.now():
        raise BeginsInThePast(field="starts_on")
    return replace(terms, words=plain_line(terms.words)[:LONGEST_WORDS])


def found(target: Target) -> dict[str, Any]:
    """The columns that name the target. Raises UnknownVendor, UnknownCategory and UnknownStar, each at its field."""
    if target.star is not None:
        return _star(target.star)
    if target.category_number is not None:
        return _category(target.category_number)
    return _vendor(target.vendor_slug)


def _star(star: int) -> dict[str, Any]:
    if star not in STARS:
        raise UnknownStar(field="star")
    return {"vendor_id": None, "category_number": None, "star": star}


def _category(number: int) -> dict[str, Any]:
    if not 0 < number <= MOST_CATEGORY or db.session.get(Category, number) is None:
        raise UnknownCategory(field="category_number")
    return {"vendor_id": None, "category_number": number, "star": None}


def _vendor(slug: str) -> dict[str, Any]:
    vendor_id = db.session.scalar(select(Vendor.id).where(Vendor.slug == plain_line(slug)))
    if vendor_id is None:
        raise UnknownVendor(field="vendor_slug")
    return {"vendor_id": vendor_id, "category_number": None, "star": None}
