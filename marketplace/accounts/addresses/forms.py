"""To whom goods are brought and where, as people fill it in."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.places.forms import PlaceForm
from marketplace.web.forms import REQUIRED, PhoneField


class RecipientForm(PlaceForm):
    """A person with a phone, and their place."""

    full_name = StringField(_l("Họ và tên người nhận"), [InputRequired(REQUIRED), Length(min=2, max=100)])
    phone = PhoneField(_l("Số điện thoại"), [InputRequired(REQUIRED)])

    @property
    def address(self) -> dict[str, str]:
        """What was filled in; for a valid form."""
        return {
            "full_name": (self.full_name.data or "").strip(),
            "phone": self.phone.data or "",
            "province_code": self.province.data or "",
            "commune_code": self.commune_code.data or "",
            "street": (self.street.data or "").strip(),
        }


class AddressForm(RecipientForm):
    """An address to keep."""

    default = BooleanField(_l("Dùng làm địa chỉ mặc định"))
