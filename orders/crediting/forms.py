"""What is taken off a part."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from marketplace.web.forms import MarketForm, WholeNumberField
from orders.credits.operations import field_of, left_of
from orders.models import OrderLine, VendorOrder

LONGEST_REASON = 500


class CreditForm(MarketForm):
    """How many of each line come off, whether the delivery and the stock come back, and why; see `credit_form`."""

    delivery = BooleanField(_l("Hoàn cả phí giao hàng"))
    restock = BooleanField(_l("Hàng đã về và còn bán được: cộng lại vào kho"))
    reason = TextAreaField(
        _l("Lý do"), [InputRequired(_l("Hãy ghi lý do, khách sẽ đọc được.")), Length(max=LONGEST_REASON)]
    )

    def quantities(self) -> dict[int, int]:
        """How many come off each line, by its id; lines that were left empty are left out."""
        asked = {name: field.data for name, field in self._fields.items() if isinstance(field, WholeNumberField)}
        return {int(name.removeprefix("line_")): quantity for name, quantity in asked.items() if quantity}


def credit_form(part: VendorOrder) -> CreditForm:
    """A form with a field for each line of the part."""
    fields = {field_of(line.id): _quantity_of(line, left_of(part, line)) for line in part.lines}
    form: type[CreditForm] = type("CreditFormOfPart", (CreditForm,), fields)
    return form()


def _quantity_of(line: OrderLine, most: int) -> WholeNumberField:
    message = _l("Hãy ghi một số từ 0 đến %(most)s.", most=most)
    return WholeNumberField(line.title, [Optional(), NumberRange(0, most, message=message)])
