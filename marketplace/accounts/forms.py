"""What people fill in about themselves."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.places.queries import communes_of, provinces
from marketplace.web.forms import REQUIRED, MarketForm, PhoneField
from marketplace.web.language import LANGUAGES

SHORTEST_PASSWORD = 8
NEW_PASSWORD = [
    InputRequired(REQUIRED),
    Length(min=SHORTEST_PASSWORD, max=200, message=_l("Mật khẩu cần từ 8 ký tự trở lên.")),
]


class LoginForm(MarketForm):
    """Comes in with an e-mail address or a phone number."""

    login = StringField(_l("Email hoặc số điện thoại"), [InputRequired(REQUIRED), Length(max=200)])
    password = PasswordField(_l("Mật khẩu"), [InputRequired(REQUIRED), Length(max=200)])
    remember = BooleanField(_l("Giữ đăng nhập trên máy này"), default=True)


class SignUpForm(MarketForm):
    """Opens an account."""

    full_name = StringField(_l("Họ và tên"), [InputRequired(REQUIRED), Length(min=2, max=100)])
    login = StringField(_l("Email hoặc số điện thoại"), [InputRequired(REQUIRED), Length(max=200)])
    password = PasswordField(_l("Mật khẩu"), NEW_PASSWORD)


class ProfileForm(MarketForm):
    """Changes a name or a language."""

    full_name = StringField(_l("Họ và tên"), [InputRequired(REQUIRED), Length(min=2, max=100)])
    locale = SelectField(_l("Ngôn ngữ"), choices=LANGUAGES)


class PasswordForm(MarketForm):
    """Sets a new password."""

    old = PasswordField(_l("Mật khẩu hiện tại"), [InputRequired(REQUIRED), Length(max=200)])
    new = PasswordField(_l("Mật khẩu mới"), NEW_PASSWORD)


class AddressForm(MarketForm):
    """An address in Vietnam: province, commune (two tiers since 1 July 2025), street."""

    full_name = StringField(_l("Người nhận"), [InputRequired(REQUIRED), Length(min=2, max=100)])
    phone = PhoneField(_l("Số điện thoại"), [InputRequired(REQUIRED)])
    province_code = SelectField(_l("Tỉnh, thành phố"), validate_choice=True)
    commune_code = SelectField(_l("Xã, phường, đặc khu"), validate_choice=False)
    street = StringField(_l("Số nhà, đường, thôn"), [InputRequired(REQUIRED), Length(min=3, max=180)])
    default = BooleanField(_l("Dùng làm địa chỉ mặc định"))

    def offer_places(self, province_code: str) -> None:
        """Offer every province, and the communes of the one that is chosen."""
        self.province_code.choices = {place.code: place.name for place in provinces()}
        chosen = self.province_code.data or province_code
        self.province_code.data = chosen
        self.commune_code.choices = {place.code: place.full_name for place in communes_of(chosen)}
