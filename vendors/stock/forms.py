"""What sellers fill in about their stock."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.web.forms import REQUIRED, MarketForm, WholeNumberField
from vendors.stock.lots import LONGEST_CODE
from vendors.stock.models import MovementReason
from vendors.stock.words import COUNTING, REASON_NAMES

NUMBER = {"inputmode": "numeric"}
LONGEST_WORDS = 200
WORDS = [Optional(), Length(max=LONGEST_WORDS)]


class CountForm(MarketForm):
    """What was counted, and why it differs."""

    on_hand = WholeNumberField(_l("Đếm được"), [InputRequired(REQUIRED)], render_kw=NUMBER)
    reason = SelectField(
        _l("Vì sao khác"),
        choices=[(reason.value, REASON_NAMES[reason]) for reason in COUNTING],
        default=MovementReason.COUNTED.value,
    )
    words = StringField(_l("Ghi chú"), WORDS)


class ReceiptForm(MarketForm):
    """What came in."""

    quantity = WholeNumberField(_l("Nhập thêm"), [InputRequired(REQUIRED)], render_kw=NUMBER)
    words = StringField(_l("Ghi chú"), WORDS)


class LotForm(MarketForm):
    """A new lot with its dates, and how many came in of it."""

    quantity = WholeNumberField(_l("Số gói của lô"), [InputRequired(REQUIRED)], render_kw=NUMBER)
    best_before_on = DateField(_l("Hạn dùng"), [Optional()])
    produced_on = DateField(_l("Ngày sản xuất"), [Optional()])
    code = StringField(_l("Mã lô"), [Optional(), Length(max=LONGEST_CODE)])


class WarningForm(MarketForm):
    """The level at which to be warned."""

    low_at = WholeNumberField(_l("Báo khi còn"), [InputRequired(REQUIRED)], render_kw=NUMBER)
