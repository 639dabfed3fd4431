"""What people fill in to make a coupon."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace import clock
from marketplace.money import MOST_DONG
from marketplace.web.forms import REQUIRED, DongField, MarketForm, PercentField, Range, WholeNumberField
from orders.coupons.models import CouponKind
from orders.coupons.operations import CouponTerms
from orders.coupons.words import KINDS

MOST_USES = 1_000_000
COUNT = [Optional(), NumberRange(1, MOST_USES, message=_l("Hãy ghi số từ 1 đến 1.000.000."))]
AMOUNT = [Optional(), Range(least=1, most=MOST_DONG)]


class ChosenField(SelectMultipleField):
    """Any of what is offered."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **more: Any) -> None:
        """Choose numbers, none by default."""
        super().__init__(label, [Optional()], coerce=int, choices=[], **more)


class CouponForm(MarketForm):
    """A code, what it takes off, when, and for whom."""

    code = StringField(_l("Mã"), [InputRequired(REQUIRED), Length(max=40)])
    kind = RadioField(_l("Giảm gì"), default=CouponKind.PERCENT.value)
    percent = PercentField(_l("Giảm bao nhiêu phần trăm"), [Optional()])
    most_dong = DongField(_l("Giảm tối đa"), AMOUNT)
    least_order_dong = DongField(_l("Đơn tối thiểu"), [Optional(), Range(least=0, most=MOST_DONG)])
    first_day = DateField(_l("Từ ngày"), [InputRequired(REQUIRED)])
    last_day = DateField(_l("Đến hết ngày"), [InputRequired(REQUIRED)])
    most_uses = WholeNumberField(_l("Tổng số lượt"), COUNT)
    most_uses_each = WholeNumberField(_l("Số lượt mỗi khách"), COUNT)
    budget_dong = DongField(_l("Ngân sách"), AMOUNT)
    first_order_only = BooleanField(_l("Chỉ cho đơn hàng đầu tiên của khách"))
    listing_ids = ChosenField(_l("Chỉ cho mặt hàng"))
    category_numbers = ChosenField(_l("Chỉ cho nhóm hàng"))
    vendor_ids = ChosenField(_l("Chỉ cho gian hàng"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds, and today as the first day."""
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, words) for kind, words in KINDS.items()]
        if not self.is_submitted():
            self.first_day.data = clock.today()

    def offer(
        self,
        *,
        listings: Iterable[tuple[int, str]] = (),
        categories: Iterable[tuple[int, str]] = (),
        vendors: Iterable[tuple[int, str]] = (),
    ) -> None:
        """Offer what it can be narrowed to; what is not offered is not asked."""
        offered: Sequence[tuple[SelectMultipleField, list[tuple[int, str]]]] = (
            (self.listing_ids, list(listings)),
            (self.category_numbers, list(categories)),
            (self.vendor_ids, list(vendors)),
        )
        for field, choices in offered:
            field.choices = choices
            if not choices:
                del self[field.short_name]

    @property
    def terms(self) -> CouponTerms:
        """What was filled in."""
        kind = CouponKind(self.kind.data)
        return CouponTerms(
            kind=kind,
            first_day=self.first_day.data or clock.today(),
            last_day=self.last_day.data or clock.today(),
            basis_points=self.percent.data if kind is CouponKind.PERCENT else None,
            most_dong=self.most_dong.data,
            least_order_dong=self.least_order_dong.data or 0,
            first_order_only=bool(self.first_order_only.data),
            most_uses=self.most_uses.data,
            most_uses_each=self.most_uses_each.data,
            budget_dong=self.budget_dong.data,
            listing_ids=self._chosen("listing_ids"),
            category_numbers=self._chosen("category_numbers"),
            vendor_ids=self._chosen("vendor_ids"),
        )

    def _chosen(self, name: str) -> tuple[int, ...]:
        return tuple(self[name].data or ()) if name in self else ()
