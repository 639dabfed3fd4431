"""What a listing needs before buyers may see it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext
from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from marketplace import clock
from marketplace.database import db
from vendors.listings.errors import NotReady
from vendors.listings.food import Fact, sets_asked
from vendors.listings.models import Category, Listing, Photo, Variant
from vendors.models import Vendor, VendorStatus
from vendors.onboarding.models import Paper, PaperKind, PaperState


class Need(StrEnum):
    """What a listing needs."""

    TEXT = "text"
    VARIANT = "variant"
    PHOTO = "photo"
    INGREDIENTS = "ingredients"
    ALLERGENS = "allergens"
    SHELF_LIFE = "shelf_life"
    DECLARATION = "declaration"
    FOOD_PAPER = "food_paper"
    """Food is sold with an accepted food-safety paper only (Decree 15/2018/NĐ-CP)."""
    VENDOR = "vendor"


@dataclass(frozen=True)
class Missing:
    """Something a listing lacks, and how to say it."""

    need: Need
    words: str


def refuse_unready(listing: Listing, *, but: Collection[Missing] = ()) -> None:
    """Raise NotReady with all that is missing, `but` what was missing before."""
    if missing := [each for each in missing_of(listing) if each not in but]:
        raise NotReady([each.words for each in missing])


def missing_of(listing: Listing) -> list[Missing]:
    """Give what is missing, in one statement; nothing is missing from a listing that may be shown."""
    db.session.flush()
    met = db.session.execute(_facts(listing)).mappings().one()
    return [Missing(need, words) for need, words in _words().items() if not met[need.value]]


def _words() -> dict[Need, str]:
    return {
        Need.TEXT: gettext("chưa có lời giới thiệu tiếng Việt"),
        Need.VARIANT: gettext("chưa có quy cách và giá"),
        Need.PHOTO: gettext("chưa có ảnh"),
        Need.INGREDIENTS: gettext("chưa ghi thành phần"),
        Need.ALLERGENS: gettext("chưa nói có chất gây dị ứng hay không"),
        Need.SHELF_LIFE: gettext("chưa ghi hạn dùng"),
        Need.DECLARATION: gettext("chưa ghi số bản tự công bố sản phẩm"),
        Need.FOOD_PAPER: gettext("thực phẩm cần giấy an toàn thực phẩm đã được chấp nhận"),
        Need.VENDOR: gettext("gian hàng chưa được bán hoặc đang tạm ngưng"),
    }


def _facts(listing: Listing) -> Select[*tuple[bool, ...]]:
    query = select(
        (Listing.text_vi != "").label(Need.TEXT),
        exists().where(Variant.listing_id == Listing.id, Variant.archived.is_(False)).label(Need.VARIANT),
        exists().where(Photo.listing_id == Listing.id).label(Need.PHOTO),
        _said(Fact.INGREDIENTS, Listing.ingredients != "").label(Need.INGREDIENTS),
        _said(Fact.ALLERGENS, Listing.allergens.is_not(None)).label(Need.ALLERGENS),
        _said(Fact.SHELF_LIFE, Listing.shelf_life_days.is_not(None)).label(Need.SHELF_LIFE),
        _said(Fact.DECLARATION, Listing.self_declaration != "").label(Need.DECLARATION),
        or_(Category.is_food.is_(False), _has_food_paper()).label(Need.FOOD_PAPER),
        (Vendor.status == VendorStatus.APPROVED).label(Need.VENDOR),
    )
    joined = query.select_from(Listing).join(Listing.category).join(Listing.vendor)
    return joined.where(Listing.id == listing.id)


def _said(fact: Fact, is_said: ColumnElement[bool]) -> ColumnElement[bool]:
    return or_(Listing.category_number.not_in(sets_asked(fact)), is_said)


def _has_food_paper() -> ColumnElement[bool]:
    in_force = or_(Paper.expires_on.is_(None), Paper.expires_on >= clock.today())
    accepted = or_(Paper.state == PaperState.WAIVED, and_(Paper.state == PaperState.ACCEPTED, in_force))
    return exists().where(Paper.vendor_id == Listing.vendor_id, Paper.kind == PaperKind.FOOD_SAFETY, accepted)
