"""What a vendor fills in about its money."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.gateways.banks import banks_for_transfer
from marketplace.web.forms import REQUIRED, MarketForm


class AccountForm(MarketForm):
    """The bank account that a vendor is paid to."""

    bank_bin = SelectField(_l("Ngân hàng"), [InputRequired(REQUIRED)])
    number = StringField(_l("Số tài khoản"), [InputRequired(REQUIRED), Length(max=40)])
    holder = StringField(
        _l("Tên chủ tài khoản"),
        [InputRequired(REQUIRED), Length(max=100)],
        description=_l("Ghi như trên thẻ ngân hàng; chợ tự đổi thành chữ hoa không dấu."),
    )

    def offer_banks(self) -> None:
        """Offer the banks that money can be sent to."""
        banks = [(bank.bin, f"{bank.short_name} · {bank.name}") for bank in banks_for_transfer()]
        self.bank_bin.choices = [("", _l("Chọn ngân hàng…")), *banks]
