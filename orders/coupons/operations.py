"""Making coupons, and ending them: by members of a vendor for their own shop, by staff for the market.

Decree 81/2018/NĐ-CP, art. 6 and 7: nothing is sold for less than half of its price just before.
"""

from dataclasses import asdict, dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace import audit, clock
from marketplace.audit import Actor
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.money import format_dong
from orders.coupons.codes import checked
from orders.coupons.models import Coupon, CouponKind
from vendors.listings.models import Listing
from vendors.models import Vendor

HALF_BASIS_POINTS = 5_000


class CodeTaken(Invalid):
    """Codes are used once, so that nobody wonders whose a code is."""

    sentence = _l("Mã này đã có rồi. Hãy chọn mã khác.")


class MoreThanHalf(Invalid):
    """The law lets at most half be taken off."""

    sentence = _l("Luật khuyến mại chỉ cho giảm tối đa 50 %.")


class OrderTooSmall(Invalid):
    """An amount off needs an order of at least twice as much."""

    def __init__(self, most_dong: int) -> None:
        """Name the least order that the law allows."""
        least = format_dong(2 * most_dong)
        words = _("Luật chỉ cho giảm tối đa 50 %%: đơn tối thiểu phải từ %(least)s.", least=least)
        super().__init__(words, field="least_order_dong")


class DaysNotUsable(Invalid):
    """The days lie in the past, or end before they begin."""

    sentence = _l("Ngày kết thúc phải từ hôm nay, và không trước ngày bắt đầu.")


class NotOwnGoods(Invalid):
    """A vendor's coupon is for goods of its own."""

    sentence = _l("Hãy chọn trong các mặt hàng của gian hàng.")


@dataclass(frozen=True)
class CouponTerms:
    """What a coupon takes off (đồng, or basis points up to an amount), when, and for whom."""

    kind: CouponKind
    first_day: date
    last_day: date
    basis_points: int | None = None
    most_dong: int | None = None
    least_order_dong: int = 0
    first_order_only: bool = False
    most_uses: int | None = None
    most_uses_each: int | None = None
    budget_dong: int | None = None
    listing_ids: tuple[int, ...] = ()
    category_numbers: tuple[int, ...] = ()
    vendor_ids: tuple[int, ...] = ()


def make(vendor: Vendor | None, typed_code: str, terms: CouponTerms, *, by: Actor) -> Coupon:
    """Make a coupon of a vendor, or (None) of the market; its terms stay as they are.

    Raises UnusableCode, CodeTaken, MoreThanHalf, OrderTooSmall, DaysNotUsable and NotOwnGoods.
    """
    code, printed = checked(typed_code)
    _refuse_amounts(terms)
    if terms.last_day < max(terms.first_day, clock.today()):
        raise DaysNotUsable(field="last_day")
    _refuse_others_goods(vendor, terms)
    lists = {name: list(value) for name, value in asdict(terms).items() if isinstance(value, tuple)}
    coupon = Coupon(
        vendor_id=vendor.id if vendor else None,
        code=code,
        printed=printed,
        created_at=clock.now(),
        created_by_id=by.id,
        **(asdict(terms) | lists),
    )
    try:
        with db.session.begin_nested():
            db.session.add(coupon)
    except IntegrityError as error:
        raise CodeTaken(field="code") from error
    audit.record("coupon made", coupon, by=by, code=code, kind=terms.kind, budget_dong=terms.budget_dong)
    return coupon


def pause(coupon: Coupon, *, by: Actor) -> None:
    """Let nobody use it for a while; again without effect. Raises MoveNotAllowed for one that has ended."""
    _hold(coupon)
    if coupon.paused_at is None:
        coupon.paused_at = clock.now()
        audit.record("coupon paused", coupon, by=by)


def resume(coupon: Coupon, *, by: Actor) -> None:
    """Let it be used again. Raises MoveNotAllowed for one that has ended."""
    _hold(coupon)
    if coupon.paused_at is not None:
        coupon.paused_at = None
        audit.record("coupon resumed", coupon, by=by)


def end(coupon: Coupon, *, by: Actor) -> None:
    """End it for good; orders keep what they have. Raises MoveNotAllowed for one that has ended."""
    _hold(coupon)
    coupon.ended_at = clock.now()
    audit.record("coupon ended", coupon, by=by)


def _hold(coupon: Coupon) -> None:
    db.session.flush()
    db.session.refresh(coupon, with_for_update=True)
    if coupon.ended_at is not None:
        raise MoveNotAllowed


def _refuse_amounts(terms: CouponTerms) -> None:
    if terms.kind is CouponKind.PERCENT:
        if not 1 <= (terms.basis_points or 0) <= HALF_BASIS_POINTS:
            raise MoreThanHalf(field="percent")
    elif not terms.most_dong:
        raise Invalid(_("Hãy ghi số tiền được giảm."), field="most_dong")
    elif terms.kind is CouponKind.AMOUNT and terms.least_order_dong < 2 * terms.most_dong:
        raise OrderTooSmall(terms.most_dong)


def _refuse_others_goods(vendor: Vendor | None, terms: CouponTerms) -> None:
    if vendor is None:
        return
    own = select(func.count(Listing.id)).where(Listing.vendor_id == vendor.id, Listing.id.in_(terms.listing_ids))
    if terms.vendor_ids or (terms.listing_ids and db.session.scalar(own) != len(set(terms.listing_ids))):
        raise NotOwnGoods(field="listing_ids")
