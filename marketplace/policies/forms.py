"""What staff writes to publish a version."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from marketplace.policies.operations import Wording
from marketplace.web.forms import REQUIRED, MarketForm

TEXT = [DataRequired(REQUIRED), Length(max=60_000)]


class VersionForm(MarketForm):
    """The page in three languages, and from when it is good."""

    text_vi = TextAreaField("Tiếng Việt", TEXT)
    text_en = TextAreaField("English", TEXT)
    text_fr = TextAreaField("Français", TEXT)
    valid_from = DateField(_l("Có hiệu lực từ"), [InputRequired(REQUIRED)])

    @property
    def wording(self) -> Wording:
        """What was written; for a valid form."""
        written = (self.text_vi.data or "", self.text_en.data or "", self.text_fr.data or "")
        return Wording(*("\n".join(text.strip().splitlines()) for text in written))
