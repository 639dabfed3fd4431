"""Why a coupon does not apply, and how that is said."""

from datetime import date
from enum import StrEnum

from flask_babel import format_date
from flask_babel import gettext as _

from marketplace.money import format_dong
from orders.coupons.models import Coupon


class Obstacle(StrEnum):
    """What stands in the way of a coupon."""

    ENDED = "ended"
    PAUSED = "paused"
    TOO_EARLY = "too_early"
    EXPIRED = "expired"
    USED_UP = "used_up"
    USED_BY_BUYER = "used_by_buyer"
    NOT_FIRST_ORDER = "not_first_order"
    NOTHING_FITS = "nothing_fits"
    TOO_LITTLE = "too_little"
    NO_ROOM = "no_room"
    """The law lets no more be taken off these goods."""
    NO_DESTINATION = "no_destination"
    """It pays delivery, whose cost is not known yet."""
    FREE_ALREADY = "free_already"


def of_terms(coupon: Coupon, *, uses_by_buyer: int, has_ordered: bool, today: date) -> Obstacle | None:
    """What stands in its way whatever lies in the cart: the gravest only."""
    by_use = uses_by_buyer >= coupon.most_uses_each if coupon.most_uses_each else False
    found = {
        Obstacle.ENDED: coupon.ended_at is not None,
        Obstacle.EXPIRED: today > coupon.last_day,
        Obstacle.PAUSED: coupon.paused_at is not None,
        Obstacle.TOO_EARLY: today < coupon.first_day,
        Obstacle.USED_UP: coupon.most_uses is not None and coupon.uses >= coupon.most_uses,
        Obstacle.USED_BY_BUYER: by_use,
        Obstacle.NOT_FIRST_ORDER: coupon.first_order_only and has_ordered,
    }
    return next((obstacle for obstacle, stands in found.items() if stands), None)


def of_goods(coupon: Coupon, *, goods_dong: int) -> Obstacle | None:
    """What stands in its way when so much of what it is for is ordered."""
    if goods_dong <= 0:
        return Obstacle.NOTHING_FITS
    return Obstacle.TOO_LITTLE if goods_dong < coupon.least_order_dong else None


def sentence_of(coupon: Coupon, obstacle: Obstacle, *, goods_dong: int = 0) -> str:
    """Say what stands in the way, and what could be done."""
    sentences = {
        Obstacle.ENDED: _("Mã này đã kết thúc."),
        Obstacle.PAUSED: _("Mã này đang tạm dừng, bạn thử lại sau nhé."),
        Obstacle.TOO_EARLY: _("Mã này dùng được từ ngày %(day)s.", day=format_date(coupon.first_day, "dd/MM/yyyy")),
        Obstacle.EXPIRED: _("Mã này đã hết hạn ngày %(day)s.", day=format_date(coupon.last_day, "dd/MM/yyyy")),
        Obstacle.USED_UP: _("Mã này đã hết lượt dùng."),
        Obstacle.USED_BY_BUYER: _("Bạn đã dùng hết số lượt của mã này."),
        Obstacle.NOT_FIRST_ORDER: _("Mã này chỉ dành cho đơn hàng đầu tiên."),
        Obstacle.NOTHING_FITS: _("Không món nào bạn đang đặt dùng được mã này."),
        Obstacle.TOO_LITTLE: _(
            "Mã này dùng cho đơn từ %(least)s; bạn còn thiếu %(lacking)s.",
            least=format_dong(coupon.least_order_dong),
            lacking=format_dong(max(coupon.least_order_dong - goods_dong, 0)),
        ),
        Obstacle.NO_ROOM: _("Các món này đã giảm tới mức luật cho phép (50 %), mã không giảm thêm được."),
        Obstacle.NO_DESTINATION: _("Mã này trừ vào phí giao hàng khi biết nơi nhận."),
        Obstacle.FREE_ALREADY: _("Phần này đã được giao miễn phí."),
    }
    return str(sentences[obstacle])
