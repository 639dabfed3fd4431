"""What a seller fills in to reduce a price."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import InputRequired

from marketplace import clock
from marketplace.money import MOST_DONG
from marketplace.web.forms import REQUIRED, DongField, MarketForm, Range


class ReductionForm(MarketForm):
    """The reduced price and its days."""

    price_dong = DongField(_l("Giá giảm"), [InputRequired(REQUIRED), Range(least=1, most=MOST_DONG)])
    first_day = DateField(_l("Từ ngày"), [InputRequired(REQUIRED)])
    last_day = DateField(_l("Đến hết ngày"), [InputRequired(REQUIRED)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer to begin today."""
        super().__init__(*args, **kwargs)
        if not self.is_submitted():
            self.first_day.data = clock.today()
