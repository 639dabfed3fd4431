"""What a buyer sends about an order."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.gateways.banks import banks_for_transfer
from marketplace.web.forms import REQUIRED, MarketForm


class CancellationForm(MarketForm):
    """Why a part is cancelled, if the buyer wants to say so."""

    reason = StringField(_l("Lý do"), [Optional(), Length(max=300)])


class ObjectionForm(MarketForm):
    """Why a buyer says that money did not come back."""

    words = TextAreaField(_l("Bạn thấy thế nào?"), [InputRequired(REQUIRED), Length(max=500)])


class RefundAccountForm(MarketForm):
    """The buyer's bank account to which money goes back."""

    bank_bin = SelectField(_l("Ngân hàng"), [InputRequired(REQUIRED)], validate_choice=False)
    number = StringField(_l("Số tài khoản"), [InputRequired(REQUIRED), Length(max=40)])
    holder = StringField(_l("Tên chủ tài khoản"), [InputRequired(REQUIRED), Length(min=2, max=100)])

    def offer_banks(self) -> None:
        """Offer every bank that transfers can be sent to."""
        banks = ((bank.bin, f"{bank.short_name} · {bank.name}") for bank in banks_for_transfer())
        self.bank_bin.choices = [("", _l("Chọn ngân hàng")), *banks]
