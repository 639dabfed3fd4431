"""The days of a holiday."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import InputRequired

from marketplace.web.forms import REQUIRED, MarketForm


class HolidayForm(MarketForm):
    """The first day and the last."""

    first_day = DateField(_l("Nghỉ từ ngày"), [InputRequired(REQUIRED)])
    last_day = DateField(_l("đến hết ngày"), [InputRequired(REQUIRED)])
