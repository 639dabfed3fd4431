"""What the desk writes about invoices."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from marketplace.web.forms import REQUIRED, MarketForm


class WithdrawalForm(MarketForm):
    """Why an invoice is taken back."""

    reason = StringField(_l("Lý do, nhà sản xuất đọc được"), [InputRequired(REQUIRED), Length(max=300)])
