"""The market's answer to a renewed paper."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.web.forms import REQUIRED, MarketForm
from vendors.papers.models import EditionState


class EditionForm(MarketForm):
    """Accepts a renewal, or sends it back with a note."""

    state = RadioField(
        _l("Trả lời"),
        [InputRequired(REQUIRED)],
        choices=[
            (EditionState.ACCEPTED.value, _l("Nhận: giấy mới được dùng từ lúc này")),
            (EditionState.RETURNED.value, _l("Trả lại kèm lý do")),
        ],
    )
    note = TextAreaField(_l("Lý do, nhà sản xuất sẽ đọc được"), [Length(max=1000)])
    seen = HiddenField()
