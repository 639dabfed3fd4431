"""What people send about what must not stay."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.web.forms import REQUIRED, MarketForm
from orders.moderation.operations import LONGEST
from orders.moderation.words import DECISIONS, REASONS


class ReportForm(MarketForm):
    """Why something is reported."""

    reason = RadioField(
        _l("Vì sao?"), [InputRequired(REQUIRED)], choices=[(key.value, said) for key, said in REASONS.items()]
    )
    words = TextAreaField(_l("Nói thêm"), [Optional(), Length(max=LONGEST)], render_kw={"rows": 3})


class DecisionForm(MarketForm):
    """What the market does, and why."""

    decision = RadioField(
        _l("Quyết định"), [InputRequired(REQUIRED)], choices=[(key.value, said) for key, said in DECISIONS.items()]
    )
    note = TextAreaField(_l("Lý do"), [InputRequired(REQUIRED), Length(max=LONGEST)], render_kw={"rows": 3})
