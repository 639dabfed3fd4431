"""What a heart sends."""

from wtforms import HiddenField, IntegerField
from wtforms.validators import NumberRange, Optional

from marketplace.web.forms import MarketForm

LARGEST_KEY = 2**63 - 1


class WishForm(MarketForm):
    """The listing to keep in mind (`wish`), or to let go (`unwish`)."""

    wish = IntegerField(validators=[Optional(), NumberRange(min=1, max=LARGEST_KEY)])
    unwish = IntegerField(validators=[Optional(), NumberRange(min=1, max=LARGEST_KEY)])
    next = HiddenField()
