"""What applicants and those who decide fill in."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from marketplace.places.queries import quang_ninh_communes
from marketplace.web.forms import EMAIL, REQUIRED, MarketForm, PhoneField
from vendors.models import VendorKind
from vendors.onboarding.models import PaperState
from vendors.onboarding.operations import Profile
from vendors.words import KIND_NAMES

DECISIONS = ("approve", "return", "reject")


class ProfileForm(MarketForm):
    """Who a producer is."""

    kind = RadioField(
        _l("Bạn là"), [InputRequired(REQUIRED)], choices=[(kind.value, name) for kind, name in KIND_NAMES.items()]
    )
    name = StringField(
        _l("Tên nhà sản xuất"),
        [InputRequired(REQUIRED), Length(min=2, max=100)],
        description=_l("Tên khách sẽ thấy trên gian hàng."),
    )
    representative = StringField(_l("Người đại diện"), [InputRequired(REQUIRED), Length(min=2, max=100)])
    phone = PhoneField(_l("Số điện thoại"), [InputRequired(REQUIRED)])
    email = StringField(_l("Email"), [Optional(), EMAIL, Length(max=200)])
    tax_code = StringField(
        _l("Mã số thuế"),
        [
            InputRequired(REQUIRED),
            Regexp(
                r"^(\d{10}(-\d{3})?|\d{12})$",
                message=_l("Mã số thuế có 10 hoặc 13 chữ số; hộ và cá nhân dùng 12 số căn cước."),
            ),
        ],
        description=_l("Hộ kinh doanh và cá nhân ghi số căn cước 12 chữ số."),
    )
    commune_code = SelectField(_l("Xã, phường, đặc khu của tỉnh Quảng Ninh"), [InputRequired(REQUIRED)])
    street = StringField(_l("Số nhà, đường, thôn"), [InputRequired(REQUIRED), Length(min=3, max=180)])

    def offer_communes(self) -> None:
        """Offer the communes of the province, none chosen beforehand."""
        communes = [(place.code, place.full_name) for place in quang_ninh_communes()]
        self.commune_code.choices = [("", _l("Chọn xã, phường…")), *communes]

    @property
    def profile(self) -> Profile:
        """What was filled in; for a valid form."""
        return Profile(
            kind=VendorKind(self.kind.data),
            name=self.name.data or "",
            representative=self.representative.data or "",
            phone=self.phone.data or "",
            commune_code=self.commune_code.data or "",
            street=self.street.data or "",
            tax_code=self.tax_code.data,
            email=(self.email.data or "").strip().lower(),
        )


class PaperForm(MarketForm):
    """A paper: its scan, number and dates."""

    file = FileField(_l("Ảnh chụp hoặc tệp PDF"), description=_l("PDF, JPEG, PNG hoặc WebP, tối đa 10 MB."))
    number = StringField(_l("Số giấy"), [Optional(), Length(max=100)])
    issued_on = DateField(_l("Ngày cấp"), [Optional()])
    expires_on = DateField(_l("Có hạn đến"), [Optional()])

    @property
    def raw(self) -> bytes:
        """The bytes of the file that was sent; none when no file was chosen."""
        return self.file.data.read() if self.file.data else b""


class AnswerForm(MarketForm):
    """The market's answer to one paper."""

    state = RadioField(
        choices=[(state.value, "") for state in (PaperState.ACCEPTED, PaperState.RETURNED, PaperState.WAIVED)],
    )
    note = TextAreaField(_l("Lý do, nhà sản xuất sẽ đọc được"), [Length(max=1000)])


class DecisionForm(MarketForm):
    """The one decision on an application."""

    decision = RadioField(
        _l("Quyết định"), [InputRequired(REQUIRED)], choices=[(decision, "") for decision in DECISIONS]
    )
    reason = TextAreaField(
        _l("Lời nhắn cho nhà sản xuất"),
        [Length(max=2000)],
        description=_l("Bắt buộc khi trả lại hoặc từ chối; có trong thư gửi nhà sản xuất."),
    )
