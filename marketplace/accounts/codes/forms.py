"""What people type to get a code and to prove with it."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from marketplace.accounts.forms import NewPasswordField
from marketplace.web.forms import REQUIRED, MarketForm


class WhereForm(MarketForm):
    """Where the code goes."""

    login = StringField(_l("Số điện thoại hoặc email"), [InputRequired(REQUIRED), Length(max=200)])


class CodeForm(MarketForm):
    """The digits."""

    code = StringField(_l("Mã 6 số"), [InputRequired(REQUIRED), Length(max=20)])


class NameForm(MarketForm):
    """The name of a new account."""

    full_name = StringField(_l("Họ và tên"), [InputRequired(REQUIRED), Length(min=2, max=100)])


class RenewForm(MarketForm):
    """The digits, and the password from now on."""

    code = StringField(_l("Mã 6 số"), [InputRequired(REQUIRED), Length(max=20)])
    new = NewPasswordField(_l("Mật khẩu mới"))
