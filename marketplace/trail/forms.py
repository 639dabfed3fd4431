"""What of the trail is wanted."""

from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from marketplace.trail.queries import Narrowing
from marketplace.trail.words import ACTS, KINDS
from marketplace.web.forms import MarketForm

HIGHEST_ID = 2**63 - 1


class TrailForm(MarketForm):
    """Narrows the trail; what is not known narrows nothing."""

    class Meta(MarketForm.Meta):
        csrf: ClassVar[bool] = False

    kind = SelectField(_l("Về"), validate_choice=False, choices=[("", _l("Mọi thứ")), *KINDS.items()])
    record = IntegerField(_l("Số"), [Optional(), NumberRange(min=1, max=HIGHEST_ID)])
    action = SelectField(_l("Việc"), validate_choice=False, choices=[("", _l("Mọi việc")), *ACTS.items()])
    person = StringField(_l("Người làm"), [Optional(), Length(max=200)])

    @property
    def wanted(self) -> Narrowing:
        """What was asked for; a number that no record can have is left out."""
        known = self.record.data is not None and 1 <= self.record.data <= HIGHEST_ID
        return Narrowing(
            kind=self.kind.data or "",
            record=self.record.data if known else None,
            action=self.action.data or "",
            person=self.person.data or "",
        )
