"""What a person types into the demo's bank app."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.web.forms import REQUIRED, DongField, MarketForm, Range


class PaymentForm(MarketForm):
    """A transfer to the market's account, and how the bank is to tell of it."""

    amount = DongField(_l("Số tiền"), [InputRequired(REQUIRED), Range(least=1, most=10**11)])
    memo = StringField(_l("Nội dung chuyển khoản"), [Length(max=100)])
    telling = SelectField(
        _l("Ngân hàng báo có"),
        choices=[
            ("once", _l("Báo ngay, một lần")),
            ("twice", _l("Báo hai lần")),
            ("late", _l("Báo trễ một phút")),
            ("forged", _l("Chữ ký sai")),
            ("never", _l("Mất tin: chỉ có trong sao kê")),
        ],
    )
