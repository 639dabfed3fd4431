"""What the desk writes about searches."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from marketplace.web.forms import REQUIRED, MarketForm

LONGEST = 60


class SynonymForm(MarketForm):
    """What people say, and which words of the goods are meant."""

    said = StringField(_l("Khi khách gõ"), [InputRequired(REQUIRED), Length(max=LONGEST)])
    meant = StringField(
        _l("thì tìm hàng có các chữ"),
        [InputRequired(REQUIRED), Length(max=LONGEST)],
        description=_l("Viết có dấu để chỉ nhận đúng chữ ấy, ví dụ: mực khô."),
    )


class DismissalForm(MarketForm):
    """A search to take off the list."""

    words = StringField(validators=[InputRequired(REQUIRED), Length(max=200)])
