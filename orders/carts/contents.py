"""What is in a cart as things stand now: each line, what is wrong with it, and the groups by vendor."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from flask_babel import format_date
from flask_babel import gettext as _

from marketplace.money import MOST_DONG, format_dong
from orders.coupons.cutting import Cut, Piece, Standing, cuts, room_of
from vendors.holidays.calendar import EVERY_DAY, Calendar
from vendors.listings.models import TaxClass
from vendors.models import Vendor

MOST_GRAMS = 2_000_000
"""What one vendor is asked to send at once, at most: two tonnes."""


class Trouble(StrEnum):
    """Why a line cannot be ordered as it is."""

    GONE = "gone"
    """The listing is paused or archived, or the variant is."""
    SOLD_OUT = "sold_out"
    SHORT = "short"
    """Fewer are left than were asked for."""
    REPRICED = "repriced"
    """The price is another than the buyer last saw."""


@dataclass(frozen=True)
class CartItem:
    """A line of a cart: so many of a variant, its price now and the one last seen, and how many can be had."""

    line_id: int
    vendor_id: int
    vendor_slug: str
    listing_id: int
    listing_slug: str
    category_number: int
    ground: str
    star: int | None
    tax_class: TaxClass
    variant_id: int
    title: str
    label: str
    sku: str
    picture_key: str | None
    quantity: int
    price_dong: int
    seen_price_dong: int
    weight_grams: int
    available: int
    on_sale: bool
    ships_from: date | None = None
    """Sold before it is there, and sent from that day on."""
    dispatch_days: int = 0
    most_transit_days: int | None = None
    kg_price_dong: int | None = None
    most_grams: int | None = None
    """What the heaviest piece weighs, of goods sold by weight."""
    origin: str = ""
    """The commune where it is made."""
    shelf_life_days: int | None = None
    regular_dong: int | None = None
    """What it costs when it is not reduced; None when it is not."""

    @property
    def line_dong(self) -> int:
        """What the line costs at today's price."""
        return self.price_dong * self.quantity

    @property
    def piece(self) -> Piece:
        """The line as coupons see it."""
        regular = self.regular_dong or self.price_dong
        room = (
            0
            if self.kg_price_dong
            else room_of(price_dong=self.price_dong, regular_dong=regular, quantity=self.quantity)
        )
        return Piece(self.variant_id, self.listing_id, self.vendor_id, self.category_number, self.line_dong, room)

    @property
    def trouble(self) -> Trouble | None:
        """What must be mended before the line can be ordered; the gravest only."""
        if not self.on_sale:
            return Trouble.GONE
        if self.available <= 0:
            return Trouble.SOLD_OUT
        if self.available < self.quantity:
            return Trouble.SHORT
        return Trouble.REPRICED if self.price_dong != self.seen_price_dong else None

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in words; empty when nothing is."""
        words = {
            None: "",
            Trouble.GONE: _("Món này không còn bán. Hãy bỏ ra khỏi giỏ."),
            Trouble.SOLD_OUT: _("Món này vừa hết hàng. Hãy bỏ ra, hoặc để lại và đợi có hàng."),
            Trouble.SHORT: _("Chỉ còn %(left)s. Hãy giảm số lượng.", left=self.available),
            Trouble.REPRICED: _(
                "Giá đã đổi từ %(before)s thành %(now)s.",
                before=format_dong(self.seen_price_dong),
                now=format_dong(self.price_dong),
            ),
        }
        return str(words[self.trouble])


@dataclass(frozen=True)
class CartGroup:
    """The lines of one vendor, on the day `day`; its calendar says when it works."""

    vendor: Vendor
    items: tuple[CartItem, ...]
    day: date
    calendar: Calendar = EVERY_DAY

    @property
    def goods_dong(self) -> int:
        """What the goods cost at today's prices."""
        return sum(item.line_dong for item in self.items)

    @property
    def weight_grams(self) -> int:
        """What the parcel weighs at least."""
        return sum(item.weight_grams * item.quantity for item in self.items)

    @property
    def dispatch_days(self) -> int:
        """How many days pass before the parcel is handed over, those on which the vendor rests among them."""
        working_days = max((item.dispatch_days for item in self.items), default=0)
        return (self.calendar.dispatch_day(self.day, working_days) - self.day).days

    @property
    def ships_from(self) -> date | None:
        """From when the parcel can be sent: the latest day of what is sold before it is there."""
        return max((item.ships_from for item in self.items if item.ships_from), default=None)

    @property
    def on_holiday(self) -> bool:
        """Whether the vendor takes no orders on this day."""
        return self.calendar.holiday_on(self.day) is not None

    @property
    def lacking_dong(self) -> int:
        """How much more the vendor asks for in one order."""
        return max(self.vendor.minimum_order_dong - self.goods_dong, 0)

    @property
    def troubled(self) -> bool:
        """Whether one of its lines must be mended."""
        return any(item.trouble for item in self.items)

    @property
    def too_large(self) -> bool:
        """Whether it is more than one vendor can be asked for in one order."""
        return self.weight_grams > MOST_GRAMS or self.goods_dong > MOST_DONG

    @property
    def taken_on(self) -> bool:
        """Whether the vendor takes on such an order at all, whatever is wrong with single lines."""
        return self.vendor.may_sell and not (self.on_holiday or self.lacking_dong or self.too_large)

    @property
    def ready(self) -> bool:
        """Whether it can be ordered as it is."""
        return self.taken_on and not self.troubled

    @property
    def obstacles(self) -> list[str]:
        """Why the vendor does not take on such an order, in sentences; nothing when it does."""
        if not self.vendor.may_sell:
            return [_("Nhà sản xuất này đang tạm ngừng bán. Hàng vẫn ở trong giỏ, bạn có thể bỏ ra hoặc đợi.")]
        closed = self.calendar.holiday_on(self.day)
        told = [_holiday(closed.last_day)] if closed else []
        if self.lacking_dong:
            told.append(_lacking(self.vendor.minimum_order_dong, self.lacking_dong))
        if self.too_large:
            told.append(_("Phần này quá lớn cho một đơn. Hãy chia nhỏ, hoặc gọi cho nhà sản xuất."))
        return told


@dataclass(frozen=True)
class CartContents:
    """All that is in a cart, grouped by vendor in the order of the vendors' first lines."""

    groups: tuple[CartGroup, ...]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(len(group.items) for group in self.groups)

    @property
    def ready_groups(self) -> tuple[CartGroup, ...]:
        """The groups that can be ordered as they are."""
        return tuple(group for group in self.groups if group.ready)

    def cuts(self, standings: Sequence[Standing], *, today: date) -> tuple[Cut, ...]:
        """What coupons take off the groups that are ready, while nobody knows yet what their delivery costs."""
        pieces = [item.piece for group in self.ready_groups for item in group.items]
        return cuts(standings, pieces, {}, today=today)

    def only(self, vendor_ids: Collection[int]) -> "CartContents":
        """The same cart with the groups of these vendors alone."""
        return CartContents(tuple(group for group in self.groups if group.vendor.id in vendor_ids))


def grouped(
    items: Sequence[CartItem],
    vendors: Mapping[int, Vendor],
    *,
    day: date,
    calendars: Mapping[int, Calendar] | None = None,
) -> CartContents:
    """Group lines (in the order in which they came into the cart) by their vendors."""
    places = {vendor_id: place for place, vendor_id in enumerate(dict.fromkeys(item.vendor_id for item in items))}
    ordered = sorted(items, key=lambda item: places[item.vendor_id])
    return CartContents(
        tuple(
            CartGroup(vendors[vendor_id], tuple(lines), day, (calendars or {}).get(vendor_id, EVERY_DAY))
            for vendor_id, lines in groupby(ordered, key=lambda item: item.vendor_id)
        )
    )


def _holiday(until: date) -> str:
    day = format_date(until, "dd/MM/yyyy")
    return str(_("Nhà sản xuất này nghỉ đến hết ngày %(day)s, chưa nhận đơn mới.", day=day))


def _lacking(least_dong: int, lacking_dong: int) -> str:
    return str(
        _(
            "Nhà sản xuất này nhận đơn từ %(least)s, còn thiếu %(lacking)s.",
            least=format_dong(least_dong),
            lacking=format_dong(lacking_dong),
        )
    )
