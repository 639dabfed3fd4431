"""Setting how a vendor shows itself, and on which terms it sells."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from marketplace import audit
from marketplace.accounts.models import User
from marketplace.errors import Invalid
from marketplace.gateways.wiring import gateways
from marketplace.pictures import UnreadablePicture, keep_picture
from vendors.models import Vendor
from vendors.moves import lock

FOLDER = "public/shops"
DAYS_OF_A_WEEK = 7


class PictureKind(StrEnum):
    """Pictures of a shop."""

    LOGO = "logo"
    """Square."""
    BANNER = "banner"
    """In its own shape."""


class UnusablePicture(Invalid):
    """The file cannot be shown; the sentence says why."""


class NeverOpen(Invalid):
    """A shop works on some day of the week; it closes for a while by its holidays."""

    sentence = _l("Hãy để lại ít nhất một ngày làm việc. Nghỉ dài ngày thì ghi ở mục ngày nghỉ.")


@dataclass(frozen=True)
class Story:
    """What a shop says of itself, and how to reach it; `phone` is E.164."""

    story_vi: str
    story_en: str
    story_fr: str
    phone: str
    email: str | None
    opening_hours: str = ""
    rest_weekdays: tuple[int, ...] = ()
    """1 is Monday."""


@dataclass(frozen=True)
class SaleTerms:
    """On which terms a shop sells."""

    minimum_order_dong: int
    return_terms: str


def tell_story(vendor: Vendor, story: Story, *, by: User) -> None:
    """Set what the shop says of itself. Raises NeverOpen (field `rest_weekdays`) when it rests all week."""
    if len(set(story.rest_weekdays)) >= DAYS_OF_A_WEEK:
        raise NeverOpen(field="rest_weekdays")
    lock(vendor)
    vendor.story_vi, vendor.story_en, vendor.story_fr = (
        words.strip() for words in (story.story_vi, story.story_en, story.story_fr)
    )
    vendor.phone, vendor.email = story.phone, story.email or None
    vendor.opening_hours, vendor.rest_weekdays = story.opening_hours.strip(), sorted(set(story.rest_weekdays))
    audit.record("shop story told", vendor, by=by)


def set_picture(vendor: Vendor, kind: PictureKind, raw: bytes, *, by: User) -> None:
    """Set the shop's logo or banner. Raises UnusablePicture (field of the kind's name) when it is no picture."""
    try:
        key = keep_picture(gateways().files, raw, folder=FOLDER, square=kind is PictureKind.LOGO)
    except UnreadablePicture as refused:
        raise UnusablePicture(refused.words, field=kind) from refused
    hang_picture(vendor, kind, key, by=by)


def hang_picture(vendor: Vendor, kind: PictureKind, key: str, *, by: User) -> None:
    """Show the shop with a picture that object storage has already (`keep_picture` gave the key)."""
    lock(vendor)
    _hang(vendor, kind, key)
    audit.record("shop picture set", vendor, by=by, picture=kind)


def remove_picture(vendor: Vendor, kind: PictureKind, *, by: User) -> None:
    """Show the shop without this picture."""
    lock(vendor)
    _hang(vendor, kind, None)
    audit.record("shop picture removed", vendor, by=by, picture=kind)


def set_sale_terms(vendor: Vendor, terms: SaleTerms, *, by: User) -> None:
    """Set the terms of sale."""
    lock(vendor)
    vendor.minimum_order_dong, vendor.return_terms = terms.minimum_order_dong, terms.return_terms.strip()
    audit.record("shop terms set", vendor, by=by, minimum_order_dong=terms.minimum_order_dong)


def _hang(vendor: Vendor, kind: PictureKind, key: str | None) -> None:
    if kind is PictureKind.LOGO:
        vendor.logo_key = key
    else:
        vendor.banner_key = key
