"""What reductions say no to."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.money import format_dong


class NotLower(Invalid):
    """The price is not lower than the present one."""

    def __init__(self, price_dong: int) -> None:
        """Name the present price."""
        words = _("Giá giảm phải thấp hơn giá đang bán %(price)s.", price=format_dong(price_dong))
        super().__init__(words, field="price_dong")


class MoreThanHalf(Invalid):
    """More than half is taken off (Decree 81/2018/NĐ-CP, art. 7)."""

    def __init__(self, price_dong: int) -> None:
        """Name the lowest lawful price."""
        least = format_dong(-(-price_dong // 2))
        words = _("Luật chỉ cho giảm tối đa 50 %%: giá thấp nhất là %(least)s.", least=least)
        super().__init__(words, field="price_dong")


class TooManyDays(Invalid):
    """More days than a year allows (Decree 81/2018/NĐ-CP, art. 10)."""

    def __init__(self, *, most: int, left: int) -> None:
        """Name the most of a year, and what is left of it."""
        words = _("Mỗi năm được giảm giá tối đa %(most)s ngày; quy cách này còn %(left)s ngày.", most=most, left=left)
        super().__init__(words, field="last_day")


class SoldByWeight(Invalid):
    """What is sold by weight costs what it weighs."""

    sentence = _l("Hàng bán theo cân: hãy đổi giá mỗi kg thay vì đặt đợt giảm giá.")


class DaysNotUsable(Invalid):
    """The days lie in the past, or end before they begin."""

    sentence = _l("Ngày bắt đầu phải từ hôm nay, và không sau ngày kết thúc.")


class OpenAlready(MoveNotAllowed):
    """A variant has one reduction at a time."""

    sentence = _l("Quy cách này đang có một đợt giảm giá. Hãy kết thúc đợt đó trước.")
