"""What a vendor charges for one way of delivery."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from marketplace.web.forms import REQUIRED, DongField, MarketForm, Range
from vendors.delivery.operations import Terms

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


class PickupForm(MarketForm):
    """Offers that buyers fetch their goods; it costs nothing."""

    days_most = IntegerField(_l("Chuẩn bị xong trong"), [InputRequired(REQUIRED), DAYS], default=1)

    @property
    def terms(self) -> Terms:
        """What was filled in; for a valid form."""
        return Terms(0, days_least=0, days_most=self.days_most.data or 0)
