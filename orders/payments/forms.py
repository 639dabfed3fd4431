"""What the desk fills in about payments."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from marketplace.web.forms import REQUIRED, MarketForm


class PlacingForm(MarketForm):
    """To which order money belongs."""

    number = StringField(
        _l("Mã đơn"),
        [InputRequired(REQUIRED), Length(max=40)],
        description=_l("Ghi như trên đơn, ví dụ QN-7K2M-9QXD; có hay không có gạch nối đều được."),
    )
