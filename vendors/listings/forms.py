"""What moderators fill in."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from marketplace.web.forms import MarketForm
from vendors.listings.words import TAX_CLASS_NAMES

LONGEST_REASON = 2000
MOST_REVISIONS = 2**31 - 1


class DecisionForm(MarketForm):
    """Lets something on sale; `revision` says how the listing stood when it was read."""

    revision = IntegerField(validators=[Optional(), NumberRange(min=0, max=MOST_REVISIONS)], widget=HiddenInput())


class TaxClassForm(MarketForm):
    """As what goods are taxed."""

    tax_class = SelectField(_l("Tính thuế như"), choices=[(kind.value, name) for kind, name in TAX_CLASS_NAMES.items()])


class ReturnForm(MarketForm):
    """Why a listing goes back."""

    reason = TextAreaField(
        _l("Lý do trả lại"),
        [InputRequired(_l("Hãy ghi lý do để người bán biết cần sửa gì.")), Length(max=LONGEST_REASON)],
        render_kw={"rows": 4},
    )
