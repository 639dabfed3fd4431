"""What a vendor charges for one way of delivery."""

from collections.abc import Sequence
from datetime import time
from typing import ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectMultipleField, TimeField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.places.models import Commune
from marketplace.web.forms import REQUIRED, DongField, MarketForm, Range
from vendors.delivery.models import DeliveryRate, PickupWindow
from vendors.delivery.operations import Terms
from vendors.words import weekday_name

HIGHEST_DONG = 10_000_000
HIGHEST_GOODS_DONG = 1_000_000_000
GRAMS = NumberRange(min=50, max=100_000)
DAYS = NumberRange(min=0, max=60)


class RateForm(MarketForm):
    """The price up to a weight, then for each further step, and the days it takes."""

    base_dong = DongField(_l("Giá gói đầu"), [InputRequired(REQUIRED), Range(least=0, most=HIGHEST_DONG)])
    base_grams = IntegerField(_l("Gói đầu đến"), [InputRequired(REQUIRED), GRAMS], default=1000)
    step_dong = DongField(
        _l("Giá mỗi nấc thêm"), [InputRequired(REQUIRED), Range(least=0, most=HIGHEST_DONG)], default=0
    )
    step_grams = IntegerField(_l("Mỗi nấc thêm"), [InputRequired(REQUIRED), GRAMS], default=500)
    free_from_dong = DongField(
        _l("Miễn phí giao cho đơn từ"),
        [Optional(), Range(least=1, most=HIGHEST_GOODS_DONG)],
        description=_l("Tính trên tiền hàng. Để trống nếu luôn thu phí."),
    )
    days_least = IntegerField(_l("Nhanh nhất"), [InputRequired(REQUIRED), DAYS], default=1)
    days_most = IntegerField(_l("Chậm nhất"), [InputRequired(REQUIRED), DAYS], default=3)

    def validate_days_most(self, field: IntegerField) -> None:
        """Refuse a longest time that is shorter than the shortest."""
        if field.data is not None and self.days_least.data is not None and field.data < self.days_least.data:
            raise ValidationError(_l("Chậm nhất không thể ít ngày hơn nhanh nhất."))

    @property
    def terms(self) -> Terms:
        """What was filled in; for a valid form."""
        return Terms(
            base_dong=self.base_dong.data or 0,
            base_grams=self.base_grams.data or 0,
            step_dong=self.step_dong.data or 0,
            step_grams=self.step_grams.data or 0,
            free_from_dong=self.free_from_dong.data,
            days_least=self.days_least.data or 0,
            days_most=self.days_most.data or 0,
        )


class CommunePricesForm(MarketForm):
    """The communes with a price of their own; see `commune_prices_form`."""

    communes: ClassVar[Sequence[Commune]] = ()

    @property
    def prices(self) -> dict[str, int | None]:
        """The bases in đồng by commune code, none where the vendor does not go; for a valid form."""
        left_out = {each.code: None for each in self.communes if self[f"left_out_{each.code}"].data}
        priced = {each.code: self[f"price_{each.code}"].data for each in self.communes}
        return {code: dong for code, dong in priced.items() if dong is not None} | left_out


def commune_prices_form(rate: DeliveryRate, communes: Sequence[Commune]) -> CommunePricesForm:
    """A form with a price for each commune, filled with what the rate has."""
    known = rate.commune_prices
    limits = [Optional(), Range(least=0, most=HIGHEST_DONG)]
    fields: dict[str, object] = {"communes": communes}
    for each in communes:
        fields[f"price_{each.code}"] = DongField(each.full_name, limits, default=known.get(each.code))
        is_left_out = each.code in known and known[each.code] is None
        fields[f"left_out_{each.code}"] = BooleanField(_l("Không giao tới"), default=is_left_out)
    form: type[CommunePricesForm] = type("CommunePricesFormOfRate", (CommunePricesForm,), fields)
    return form()


class PickupForm(MarketForm):
    """Offers that buyers fetch their goods; it costs nothing."""

    days_most = IntegerField(_l("Chuẩn bị xong trong"), [InputRequired(REQUIRED), DAYS], default=1)

    @property
    def terms(self) -> Terms:
        """What was filled in; for a valid form."""
        return Terms(0, days_least=0, days_most=self.days_most.data or 0)


class PickupHoursForm(MarketForm):
    """On which weekdays and within which hours buyers may come; up to three windows, the same on each day."""

    weekdays = SelectMultipleField(
        _l("Ngày trong tuần"),
        [Optional()],
        coerce=int,
        choices=[(day, LazyString(weekday_name, day)) for day in range(1, 8)],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    opens_1 = TimeField(_l("Mở từ"), [Optional()])
    closes_1 = TimeField(_l("Đến"), [Optional()])
    opens_2 = TimeField(_l("Mở từ (khung hai)"), [Optional()])
    closes_2 = TimeField(_l("Đến (khung hai)"), [Optional()])
    opens_3 = TimeField(_l("Mở từ (khung ba)"), [Optional()])
    closes_3 = TimeField(_l("Đến (khung ba)"), [Optional()])

    @property
    def rows(self) -> list[tuple[TimeField, TimeField]]:
        """The windows as pairs of fields."""
        return [
            (self.opens_1, self.closes_1),
            (self.opens_2, self.closes_2),
            (self.opens_3, self.closes_3),
        ]

    def begin(self, windows: Sequence[PickupWindow]) -> None:
        """Fill in what is set now."""
        self.weekdays.data = sorted({window.weekday for window in windows})
        hours = sorted({(window.opens_at, window.closes_at) for window in windows})
        for (opens, closes), known in zip(self.rows, hours, strict=False):
            opens.data, closes.data = known

    def validate_weekdays(self, field: SelectMultipleField) -> None:
        """Refuse days without hours, hours without days, and half a window."""
        if any((opens.data is None) != (closes.data is None) for opens, closes in self.rows):
            raise ValidationError(_l("Mỗi khung giờ cần cả giờ mở và giờ đóng."))
        if bool(field.data) != bool(self.hours):
            raise ValidationError(_l("Hãy chọn cả ngày và khung giờ, hoặc để trống hết."))

    @property
    def hours(self) -> list[tuple[time, time]]:
        """The windows that were filled in."""
        return [(opens.data, closes.data) for opens, closes in self.rows if opens.data and closes.data]
