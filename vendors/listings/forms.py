"""What moderators fill in."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.web.forms import MarketForm
from vendors.listings.words import TAX_CLASS_NAMES

LONGEST_REASON = 2000


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
