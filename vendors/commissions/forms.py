"""What a seller asks before it lists: what would be taken at this price."""

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from marketplace.money import MOST_DONG
from marketplace.web.forms import DongField, MarketForm, Range
from vendors.listings.queries import LARGEST_ID


class PriceForm(MarketForm):
    """A price, and the product set or the listing that it is for."""

    class Meta(MarketForm.Meta):
        csrf = False

    price_dong = DongField(validators=[InputRequired(), Range(least=1, most=MOST_DONG)])
    category_number = IntegerField(validators=[Optional()])
    listing_id = IntegerField(validators=[Optional(), NumberRange(min=1, max=LARGEST_ID)])
