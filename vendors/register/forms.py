"""Finding vendors, and the reason of an act against or for one."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from marketplace.web.forms import MarketForm
from vendors.models import VendorKind, VendorStatus
from vendors.words import KIND_NAMES, STATUS_CHIPS, TAX_STATUS_NAMES


class SearchForm(MarketForm):
    """Narrows the list; what is not known narrows nothing."""

    class Meta(MarketForm.Meta):
        csrf = False

    q = StringField(_l("Tên hoặc mã số thuế"), [Optional()])
    status = SelectField(_l("Trạng thái"), validate_choice=False)
    kind = SelectField(_l("Loại"), validate_choice=False)

    def offer_choices(self) -> None:
        """Offer every state and kind, and none."""
        self.status.choices = [
            ("", _l("Mọi trạng thái")),
            *((key.value, chip.label) for key, chip in STATUS_CHIPS.items()),
        ]
        self.kind.choices = [("", _l("Mọi loại")), *((kind.value, name) for kind, name in KIND_NAMES.items())]

    @property
    def chosen_status(self) -> VendorStatus | None:
        """The state asked for, if there is such a state."""
        return VendorStatus(self.status.data) if self.status.data in set(VendorStatus) else None

    @property
    def chosen_kind(self) -> VendorKind | None:
        """The kind asked for, if there is such a kind."""
        return VendorKind(self.kind.data) if self.kind.data in set(VendorKind) else None


class TaxStatusForm(MarketForm):
    """As what a vendor pays tax."""

    tax_status = SelectField(
        _l("Tư cách nộp thuế"), choices=[(status.value, name) for status, name in TAX_STATUS_NAMES.items()]
    )


class ReasonForm(MarketForm):
    """Why staff acts."""

    reason = TextAreaField(_l("Lý do, nhà sản xuất sẽ đọc được"), [Length(max=2000)])
