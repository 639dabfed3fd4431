"""What people send to prove themselves a second time."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.web.forms import REQUIRED, MarketForm


class SecondForm(MarketForm):
    """The code that an application shows, or a recovery code."""

    code = StringField(_l("Mã trong ứng dụng, hoặc mã dự phòng"), [InputRequired(REQUIRED), Length(max=40)])


class ApplicationForm(MarketForm):
    """The first code that an application shows."""

    code = StringField(_l("Mã 6 số đang hiện trong ứng dụng"), [InputRequired(REQUIRED), Length(max=40)])


class PasskeyForm(MarketForm):
    """What a device answered."""

    credential = HiddenField(validators=[InputRequired(REQUIRED), Length(max=20_000)])


class PasswordAgainForm(MarketForm):
    """The password, asked for once more."""

    password = PasswordField(_l("Mật khẩu"), [InputRequired(REQUIRED), Length(max=200)])
