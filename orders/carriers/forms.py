"""What the desk fills in about carriers."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.web.forms import REQUIRED, MarketForm
from vendors.delivery.models import Carrier


class StatementForm(MarketForm):
    """A carrier's statement as it came."""

    carrier = SelectField(_l("Hãng vận chuyển"), [InputRequired(REQUIRED)])
    file = FileField(
        _l("Tệp bảng kê"),
        [FileRequired(_l("Hãy chọn tệp bảng kê."))],
        description=_l("XLSX hoặc CSV (UTF-8) hãng gửi, có các cột Mã vận đơn, Tiền thu hộ và Phí."),
    )

    def offer(self, carriers: Sequence[Carrier]) -> None:
        """Offer these carriers."""
        self.carrier.choices = [(carrier.code, carrier.name) for carrier in carriers]


class CarrierForm(MarketForm):
    """A carrier that the market has a contract with."""

    name = StringField(_l("Tên hãng"), [InputRequired(REQUIRED), Length(max=100)])
    code = StringField(
        _l("Mã hãng"), [InputRequired(REQUIRED), Length(max=40)], description=_l("Chữ thường không dấu, ví dụ vnpost.")
    )


class PartForm(MarketForm):
    """Whose parcel an unknown tracking code is."""

    number = StringField(_l("Mã phần đơn"), [InputRequired(REQUIRED), Length(max=40)])
