"""Who may help, and until when."""

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField
from wtforms.validators import InputRequired

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.web.forms import REQUIRED, MarketForm

USUAL = timedelta(days=90)


class ConsentForm(MarketForm):
    """Lets an officer help until the end of a day."""

    officer = RadioField(_l("Cán bộ"), [InputRequired(REQUIRED)], coerce=int)
    ends_on = DateField(_l("Đến hết ngày"), [InputRequired(REQUIRED)], default=lambda: clock.today() + USUAL)

    def offer(self, officers: Sequence[User]) -> None:
        """Offer these officers."""
        self.officer.choices = [(officer.id, officer.full_name) for officer in officers]
