"""What a buyer sends about a cart."""

import re
from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from marketplace.web.forms import MarketForm

LARGEST_KEY = 2**63 - 1
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")


class QuantityField(IntegerField):
    """How many, as people type it; the cart itself says which numbers it takes."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a whole number; anything else is told in a sentence."""
        self.data = None
        if valuelist and valuelist[0].strip():
            if not _WHOLE.fullmatch(valuelist[0].strip()):
                raise ValidationError(gettext("Hãy ghi số lượng bằng chữ số, ví dụ 2."))
            self.data = int(valuelist[0])


class AddForm(MarketForm):
    """So many of a variant; `listing_id`, where a page sends it, must be the variant's own."""

    variant_id = IntegerField(
        _l("Loại hàng"), [InputRequired(_l("Hãy chọn loại hàng.")), NumberRange(min=1, max=LARGEST_KEY)]
    )
    listing_id = IntegerField(validators=[Optional(), NumberRange(min=1, max=LARGEST_KEY)])
    quantity = QuantityField(_l("Số lượng"), default=1)
    next = HiddenField()

    @property
    def asked(self) -> int:
        """How many; one when nothing was said."""
        return 1 if self.quantity.data is None else self.quantity.data


class LineForm(MarketForm):
    """So many from now on; 0 takes the line out."""

    quantity = QuantityField(_l("Số lượng"), [InputRequired(_l("Hãy ghi số lượng."))])


class CouponForm(MarketForm):
    """The code of a coupon, as people type it."""

    coupon_code = StringField(_l("Mã giảm giá"), [InputRequired(_l("Hãy ghi mã giảm giá.")), Length(max=100)])


class PriceForm(MarketForm):
    """The new price that the buyer agrees to, in đồng."""

    price_dong = IntegerField(validators=[InputRequired(), NumberRange(min=1, max=LARGEST_KEY)])
