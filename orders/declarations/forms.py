"""What is written down when tax is paid."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from marketplace.web.forms import REQUIRED, MarketForm
from orders.declarations.operations import LONGEST_REFERENCE


class PaymentForm(MarketForm):
    """The treasury's reference of a payment."""

    treasury_reference = StringField(
        _l("Số chứng từ nộp ngân sách"), [InputRequired(REQUIRED), Length(max=LONGEST_REFERENCE)]
    )
