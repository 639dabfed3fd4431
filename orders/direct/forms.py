"""What the desk writes about money that goes straight to vendors."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.web.forms import REQUIRED, MarketForm


class SettlingForm(MarketForm):
    """What staff found when it heard both sides."""

    words = TextAreaField(
        _l("Kết luận, cả hai bên đọc được"),
        [InputRequired(REQUIRED), Length(max=500)],
        description=_l("Ví dụ: đã xem biên lai, khách đã nhận đủ."),
    )
