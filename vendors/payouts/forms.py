"""What a vendor fills in about its money."""

from dataclasses import replace

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from marketplace.gateways.banks import banks_for_transfer
from marketplace.money import MOST_DONG
from marketplace.settings import settings
from marketplace.web.forms import REQUIRED, DongField, MarketForm, Range, WholeNumberField
from vendors.payouts.models import Cadence, PayoutTerms
from vendors.payouts.terms import Wish
from vendors.payouts.words import CADENCES, WEEKDAYS

LONGEST_HOLD = 60


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


class TermsForm(MarketForm):
    """When a vendor is paid, and from which amount on; what is left empty is as the market has it."""

    cadence = SelectField(_l("Chi khi nào"))
    weekday = SelectField(
        _l("Ngày trong tuần"), [Optional()], description=_l("Chỉ dùng khi chọn chi mỗi tuần."), validate_choice=True
    )
    minimum_dong = DongField(_l("Mức tối thiểu mỗi lần chi"), [Optional(), Range(least=1, most=MOST_DONG)])

    def offer_choices(self) -> None:
        """Offer the cadences, the market's own first, and the days of the week."""
        markets = _l("Theo lịch chung của chợ: %(words)s", words=CADENCES[Cadence(settings().payout_cadence)])
        self.cadence.choices = [("", markets), *((each.value, words) for each, words in CADENCES.items())]
        self.weekday.choices = [("", _l("Chọn ngày…")), *((str(day), words) for day, words in WEEKDAYS.items())]

    def show(self, own: PayoutTerms | None) -> None:
        """Fill in what was chosen before."""
        if own and not self.is_submitted():
            self.cadence.data = own.cadence.value if own.cadence else ""
            self.weekday.data = str(own.weekday or "")
            self.minimum_dong.data = own.minimum_dong

    @property
    def wish(self) -> Wish:
        """What was filled in; for a valid form."""
        return Wish(
            cadence=Cadence(self.cadence.data) if self.cadence.data else None,
            weekday=int(self.weekday.data) if self.weekday.data else None,
            minimum_dong=self.minimum_dong.data,
        )


class DeskTermsForm(TermsForm):
    """The same at the desk, with the days for which earnings are held."""

    hold_days = WholeNumberField(
        _l("Số ngày giữ tiền sau khi giao"), [Optional(), NumberRange(min=0, max=LONGEST_HOLD)]
    )

    def show(self, own: PayoutTerms | None) -> None:
        """Fill in what was chosen before."""
        super().show(own)
        if own and not self.is_submitted():
            self.hold_days.data = own.hold_days

    @property
    def wish(self) -> Wish:
        """What was filled in; for a valid form."""
        return replace(super().wish, hold_days=self.hold_days.data)


class ReasonForm(MarketForm):
    """Why a file is discarded, or what the bank says of a payout that it did not make."""

    reason = StringField(_l("Lý do"), [InputRequired(REQUIRED), Length(max=500)])


class StatementForm(MarketForm):
    """The bank's statement."""

    file = FileField(_l("Tệp sao kê"), description=_l("XLSX hoặc CSV (UTF-8) tải từ ngân hàng, tối đa 10 MB."))
