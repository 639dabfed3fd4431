"""What a vendor says about its part of an order."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.web.forms import MarketForm

LONGEST_REASON = 500


class ReasonForm(MarketForm):
    """Why an order is refused, turned back or cancelled; the buyer reads it."""

    reason = TextAreaField(
        _l("Lý do"), [InputRequired(_l("Hãy ghi lý do, khách sẽ đọc được.")), Length(max=LONGEST_REASON)]
    )


class ShipmentForm(MarketForm):
    """Who brings the parcel and under which code."""

    carrier = StringField(_l("Đơn vị vận chuyển"), [Optional(), Length(max=100)])
    tracking_code = StringField(_l("Mã vận đơn"), [Optional(), Length(max=100)])


class GivingBackForm(MarketForm):
    """How money was given back to a buyer."""

    words = StringField(
        _l("Mã giao dịch của ngân hàng, hoặc “tiền mặt”"),
        [InputRequired(_l("Hãy ghi vài lời để bên kia hiểu.")), Length(max=LONGEST_REASON)],
    )


class NeverCameForm(MarketForm):
    """Why a vendor has nothing to give back."""

    words = TextAreaField(
        _l("Vì sao không có gì để hoàn"),
        [InputRequired(_l("Hãy ghi vài lời để bên kia hiểu.")), Length(max=LONGEST_REASON)],
    )
