"""What a vendor says about its part of an order."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.web.forms import MarketForm
from vendors.delivery.models import Carrier

LONGEST_REASON = 500


class ReasonForm(MarketForm):
    """Why an order is refused, turned back or cancelled; the buyer reads it."""

    reason = TextAreaField(
        _l("Lý do"), [InputRequired(_l("Hãy ghi lý do, khách sẽ đọc được.")), Length(max=LONGEST_REASON)]
    )


OTHER_CARRIER = "other"


class ShipmentForm(MarketForm):
    """Who brings the parcel and under which code: a carrier of the market, or another one by its name."""

    market_carrier = RadioField(_l("Gửi qua"), [Optional()], default=OTHER_CARRIER, validate_choice=False)
    carrier = StringField(_l("Đơn vị vận chuyển"), [Optional(), Length(max=100)])
    tracking_code = StringField(_l("Mã vận đơn"), [Optional(), Length(max=100)])

    def offer(self, carriers: Sequence[Carrier]) -> None:
        """Offer the market's carriers, and any other."""
        ours = [(carrier.code, carrier.name) for carrier in carriers]
        self.market_carrier.choices = [*ours, (OTHER_CARRIER, _("Đơn vị khác"))]
        if self.market_carrier.data not in dict(ours):
            self.market_carrier.data = OTHER_CARRIER

    def chosen_of(self, carriers: Sequence[Carrier]) -> Carrier | None:
        """The market's carrier that was chosen; None for another one."""
        return next((carrier for carrier in carriers if carrier.code == self.market_carrier.data), None)


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
