"""What people fill in about themselves."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from marketplace.web.forms import REQUIRED, MarketForm
from marketplace.web.language import LANGUAGES

SHORTEST_PASSWORD = 8
FEWEST_KINDS = 4
COMMON_WORDS = (
    "12345678 123456789 1234567890 12345678910 11223344 87654321 password password1 passw0rd qwertyui qwerty123 "
    "qwertyuiop 1q2w3e4r 1qaz2wsx abc12345 abcd1234 iloveyou anhyeuem emyeuanh matkhau1 matkhau123 "
    "123456aa 123456abc 0123456789 asdfghjk asdfghjkl zxcvbnm1 a1234567 aa123456 khongbiet hoilamgi "
    "vietnam1 quangninh"
)
COMMON = frozenset(COMMON_WORDS.split())
"""What is tried first on Vietnamese sites."""
NEW_PASSWORD = [
    InputRequired(REQUIRED),
    Length(min=SHORTEST_PASSWORD, max=200, message=_l("Mật khẩu cần từ 8 ký tự trở lên.")),
]


def _hard_to_guess(_form: Any, field: PasswordField) -> None:
    """Refuse what guessers try first."""
    typed = field.data or ""
    if typed.lower() in COMMON or len(set(typed)) < FEWEST_KINDS:
        raise ValidationError(gettext("Mật khẩu này quá dễ đoán. Hãy chọn mật khẩu khác."))


class NewPasswordField(PasswordField):
    """A password from now on: at least eight characters of any kind (NIST SP 800-63B), and none that everybody has."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        """Ask for its length, and that it is hard to guess."""
        super().__init__(label, [*NEW_PASSWORD, _hard_to_guess], **kwargs)


class LoginForm(MarketForm):
    """Comes in with an e-mail address or a phone number."""

    login = StringField(_l("Email hoặc số điện thoại"), [InputRequired(REQUIRED), Length(max=200)])
    password = PasswordField(_l("Mật khẩu"), [InputRequired(REQUIRED), Length(max=200)])
    remember = BooleanField(_l("Giữ đăng nhập trên máy này"), default=True)


class SignUpForm(MarketForm):
    """Opens an account."""

    full_name = StringField(_l("Họ và tên"), [InputRequired(REQUIRED), Length(min=2, max=100)])
    login = StringField(_l("Email hoặc số điện thoại"), [InputRequired(REQUIRED), Length(max=200)])
    password = NewPasswordField(_l("Mật khẩu"))


class ProfileForm(MarketForm):
    """Changes a name or a language."""

    full_name = StringField(_l("Họ và tên"), [InputRequired(REQUIRED), Length(min=2, max=100)])
    locale = SelectField(_l("Ngôn ngữ"), choices=LANGUAGES)


class PasswordForm(MarketForm):
    """Sets a new password."""

    old = PasswordField(_l("Mật khẩu hiện tại"), [InputRequired(REQUIRED), Length(max=200)])
    new = NewPasswordField(_l("Mật khẩu mới"))
