"""What administrators fill in about tax rates."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.money import MOST_DONG
from marketplace.web.forms import REQUIRED, DongField, MarketForm, PercentField, Range
from orders.taxes.operations import LONGEST_SOURCE, WITHHELD_FROM, Wanted
from vendors.listings.models import TaxClass
from vendors.listings.words import TAX_CLASS_NAMES
from vendors.models import TaxStatus
from vendors.words import TAX_STATUS_NAMES

PERCENT = {"inputmode": "decimal", "autocomplete": "off"}


class RuleForm(MarketForm):
    """A rate from a day to come."""

    tax_status = SelectField(
        _l("Người bán"), choices=[(status.value, TAX_STATUS_NAMES[status]) for status in WITHHELD_FROM]
    )
    tax_class = SelectField(_l("Loại hàng"), choices=[(kind.value, name) for kind, name in TAX_CLASS_NAMES.items()])
    vat_basis_points = PercentField(_l("Thuế GTGT"), [InputRequired(REQUIRED)], render_kw=PERCENT)
    pit_basis_points = PercentField(_l("Thuế TNCN"), [InputRequired(REQUIRED)], render_kw=PERCENT)
    starts_on = DateField(_l("Có hiệu lực từ"), [InputRequired(REQUIRED)])
    source = StringField(_l("Căn cứ"), [InputRequired(REQUIRED), Length(max=LONGEST_SOURCE)])

    @property
    def wanted(self) -> Wanted:
        """What was filled in; for a valid form."""
        return Wanted(
            TaxStatus(self.tax_status.data),
            TaxClass(self.tax_class.data),
            self.vat_basis_points.data or 0,
            self.pit_basis_points.data or 0,
            self.starts_on.data or date.min,
            self.source.data or "",
        )


class ThresholdForm(MarketForm):
    """The yearly revenue up to which nothing is owed, from a day to come."""

    amount_dong = DongField(_l("Doanh thu năm không quá"), [InputRequired(REQUIRED), Range(least=1, most=MOST_DONG)])
    starts_on = DateField(_l("Có hiệu lực từ"), [InputRequired(REQUIRED)])
    source = StringField(_l("Căn cứ"), [InputRequired(REQUIRED), Length(max=LONGEST_SOURCE)])
