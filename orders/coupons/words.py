"""What coupons are called on pages."""

from datetime import date

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.money import format_dong
from orders.coupons.models import Coupon, CouponKind
from vendors.words import Chip

KINDS: dict[CouponKind, LazyString] = {
    CouponKind.PERCENT: _l("Phần trăm tiền hàng"),
    CouponKind.AMOUNT: _l("Số tiền trên tiền hàng"),
    CouponKind.DELIVERY: _l("Phí giao hàng"),
}


def off_words(coupon: Coupon) -> str:
    """Say what a coupon takes off."""
    most = format_dong(coupon.most_dong) if coupon.most_dong else ""
    if coupon.kind is CouponKind.DELIVERY:
        return str(_("Giảm phí giao đến %(most)s", most=most))
    if coupon.kind is CouponKind.AMOUNT:
        return str(_("Giảm %(most)s", most=most))
    share = f"{(coupon.basis_points or 0) / 100:g}".replace(".", ",")
    if most:
        return str(_("Giảm %(share)s %%, tối đa %(most)s", share=share, most=most))
    return str(_("Giảm %(share)s %%", share=share))


def chip_of(coupon: Coupon, today: date) -> Chip:
    """Where a coupon stands."""
    if coupon.ended_at or coupon.last_day < today:
        return Chip(_l("Đã kết thúc"), "calm", "ban")
    if coupon.paused_at:
        return Chip(_l("Tạm dừng"), "calling", "clock")
    if coupon.first_day > today:
        return Chip(_l("Sắp bắt đầu"), "going", "calendar")
    if coupon.most_uses and coupon.uses >= coupon.most_uses:
        return Chip(_l("Hết lượt"), "calm", "ban")
    return Chip(_l("Đang dùng"), "good", "circle-check")
