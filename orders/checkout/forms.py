"""What a buyer fills in to order: few fields, in the order in which people say them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.validators import Email, Length, Optional, ValidationError

from marketplace.accounts.addresses.forms import RecipientForm
from orders.checkout.assembly import DeliverTo
from orders.kinds import PaymentMethod
from orders.payments.gateways import offered_methods
from orders.wishes.forms import WishForm
from orders.words import METHODS


class CheckoutForm(RecipientForm, WishForm):
    """To whom, where, how it is paid; and which page this is (`checkout_key`) with which total on it."""

    email = EmailField(
        _l("Email"), [Optional(), Length(max=200), Email(_l("Địa chỉ email chưa đúng, ví dụ lan@example.vn."))]
    )
    keep_address = BooleanField(_l("Lưu địa chỉ này cho lần sau"))
    note = TextAreaField(_l("Lời nhắn cho nhà sản xuất"), [Optional(), Length(max=500)])
    method = RadioField(
        _l("Cách trả tiền"),
        default=PaymentMethod.CASH.value,
    )
    checkout_key = HiddenField()
    seen_total_dong = IntegerField(validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the ways of paying that the market takes now."""
        super().__init__(*args, **kwargs)
        self.method.choices = [(method.value, METHODS[method]) for method in offered_methods()]

    def validate_checkout_key(self, field: HiddenField) -> None:
        """Refuse a page that does not say which one it is."""
        try:
            UUID(field.data or "")
        except ValueError as error:
            raise ValidationError(
                gettext("Trang đặt hàng này không dùng được nữa. Hãy đặt lại từ giỏ hàng.")
            ) from error

    @property
    def key(self) -> UUID:
        """Which page this is: however often it is sent, it makes one order."""
        return UUID(self.checkout_key.data or "")

    def begin(self) -> None:
        """Make this a page of its own."""
        self.checkout_key.data = str(uuid4())

    def deliver_to(self, *, email: str | None, locale: str, pickups: Mapping[int, str]) -> DeliverTo:
        """To whom and where; without an e-mail address of its own, letters go to `email`."""
        return DeliverTo(
            **self.address,
            email=(self.email.data or "").strip().lower() or email,
            note=(self.note.data or "").strip(),
            locale=locale,
            pickups=pickups,
            wishes=self.wishes,
        )
