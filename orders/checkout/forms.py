"""What a buyer fills in to order: few fields, in the order in which people say them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Email, InputRequired, Length, Optional, ValidationError

from marketplace.places.models import Commune
from marketplace.places.queries import communes_of, find_commune, provinces
from marketplace.web.forms import REQUIRED, PhoneField
from orders.checkout.assembly import DeliverTo
from orders.kinds import PaymentMethod
from orders.payments.gateways import offered_methods
from orders.wishes.forms import WishForm
from orders.words import METHODS


class CheckoutForm(WishForm):
    """To whom, where, how it is paid; and which page this is (`checkout_key`) with which total on it."""

    full_name = StringField(_l("Họ và tên người nhận"), [InputRequired(REQUIRED), Length(min=2, max=100)])
    phone = PhoneField(_l("Số điện thoại"), [InputRequired(REQUIRED)])
    email = EmailField(
        _l("Email"), [Optional(), Length(max=200), Email(_l("Địa chỉ email chưa đúng, ví dụ lan@example.vn."))]
    )
    province = SelectField(_l("Tỉnh, thành phố"), [InputRequired(REQUIRED)], validate_choice=False)
    commune_code = SelectField(_l("Xã, phường, đặc khu"), [InputRequired(REQUIRED)], validate_choice=False)
    street = StringField(_l("Số nhà, đường, thôn"), [InputRequired(REQUIRED), Length(min=3, max=180)])
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

    @property
    def destination(self) -> Commune | None:
        """The commune that is chosen, if it lies in the chosen province."""
        if not self.province.data or not self.commune_code.data:
            return None
        return find_commune(self.province.data, self.commune_code.data)

    def offer_places(self) -> None:
        """Offer every province, and the communes of the chosen one."""
        self.province.choices = _choices(
            gettext("Chọn tỉnh, thành phố"), ((each.code, each.name) for each in provinces())
        )
        here = communes_of(self.province.data) if self.province.data else ()
        self.commune_code.choices = _choices(
            gettext("Chọn xã, phường, đặc khu"), ((each.code, each.full_name) for each in here)
        )

    def deliver_to(self, *, email: str | None, locale: str, pickups: Mapping[int, str]) -> DeliverTo:
        """To whom and where; without an e-mail address of its own, letters go to `email`."""
        return DeliverTo(
            full_name=(self.full_name.data or "").strip(),
            phone=self.phone.data or "",
            email=(self.email.data or "").strip().lower() or email,
            province_code=self.province.data or "",
            commune_code=self.commune_code.data or "",
            street=(self.street.data or "").strip(),
            note=(self.note.data or "").strip(),
            locale=locale,
            pickups=pickups,
            wishes=self.wishes,
        )


def _choices(first: str, places: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", first), *places]
