"""What a vendor says about its part of an order."""

from collections.abc import Sequence

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.core import Field
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from marketplace.web.forms import MarketForm, WholeNumberField
from orders.fulfilment.remarks import LONGEST_NOTE, TooLong
from orders.fulfilment.sending import send_field
from orders.models import OrderLine, VendorOrder
from vendors.delivery.models import Carrier

LONGEST_REASON = 500


class ReasonForm(MarketForm):
    """Why an order is refused, turned back or cancelled; the buyer reads it."""

    reason = TextAreaField(
        _l("Lý do"), [InputRequired(_l("Hãy ghi lý do, khách sẽ đọc được.")), Length(max=LONGEST_REASON)]
    )


OTHER_CARRIER = "other"


class ShipmentForm(MarketForm):
    """Who brings the parcel and under which code: a carrier of the market, or another one by its name."""

    market_carrier = RadioField(_l("Gửi qua"), [Optional()], default=OTHER_CARRIER, validate_choice=False)
    carrier = StringField(_l("Đơn vị vận chuyển"), [Optional(), Length(max=100)])
    tracking_code = StringField(_l("Mã vận đơn"), [Optional(), Length(max=100)])
    place = HiddenField(validators=[Optional(), Length(max=3)])

    def fields_of(self, part: VendorOrder) -> list[tuple[OrderLine, Field]]:
        """The fields that ask how many of each line go."""
        pairs = ((line, self._fields.get(send_field(line.id))) for line in part.lines)
        return [(line, field) for line, field in pairs if field is not None]

    def offer(self, carriers: Sequence[Carrier]) -> None:
        """Offer the market's carriers, and any other."""
        ours = [(carrier.code, carrier.name) for carrier in carriers]
        self.market_carrier.choices = [*ours, (OTHER_CARRIER, _("Đơn vị khác"))]
        if self.market_carrier.data not in dict(ours):
            self.market_carrier.data = OTHER_CARRIER

    def quantities(self) -> dict[int, int] | None:
        """How many of each line go, by its id; None when the form did not ask: all that is left."""
        asked = {name: field.data for name, field in self._fields.items() if isinstance(field, WholeNumberField)}
        if not any(name in request.form for name in asked):
            return None
        return {int(name.removeprefix("send_")): quantity or 0 for name, quantity in asked.items()}

    def seen_place(self) -> int | None:
        """The number of the parcel as its page showed it."""
        typed = self.place.data or ""
        return int(typed) if typed.isdecimal() else None

    def chosen_of(self, carriers: Sequence[Carrier]) -> Carrier | None:
        """The market's carrier that was chosen; None for another one."""
        return next((carrier for carrier in carriers if carrier.code == self.market_carrier.data), None)


def shipment_form(part: VendorOrder, *, sent: bool) -> ShipmentForm:
    """A form for the part's next parcel: as it was `sent`, or with all that is left in it.

    How many of each line go is asked where there is something to divide.
    """
    unsent = [line for line in part.lines if line.unsent_quantity]
    is_divisible = sum(line.unsent_quantity for line in unsent) > 1
    fields = {send_field(line.id): _how_many(line) for line in unsent} if is_divisible else {}
    form: type[ShipmentForm] = type("ShipmentFormOfPart", (ShipmentForm,), fields)
    return form() if sent else form(formdata=None)


def _how_many(line: OrderLine) -> WholeNumberField:
    most = line.unsent_quantity
    message = _l("Hãy ghi một số từ 0 đến %(most)s.", most=most)
    label = f"{line.title}, {line.variant_label}"
    return WholeNumberField(label, [Optional(), NumberRange(0, most, message=message)], default=most)


class NoteForm(MarketForm):
    """The vendor's short word to the buyer."""

    words = TextAreaField(_l("Lời nhắn"), [Optional(), Length(max=LONGEST_NOTE, message=TooLong.sentence)])


class GivingBackForm(MarketForm):
    """How money was given back to a buyer."""

    words = StringField(
        _l("Mã giao dịch của ngân hàng, hoặc “tiền mặt”"),
        [InputRequired(_l("Hãy ghi vài lời để bên kia hiểu.")), Length(max=LONGEST_REASON)],
    )


class NeverCameForm(MarketForm):
    """Why a vendor has nothing to give back."""

    words = TextAreaField(
        _l("Vì sao không có gì để hoàn"),
        [InputRequired(_l("Hãy ghi vài lời để bên kia hiểu.")), Length(max=LONGEST_REASON)],
    )
