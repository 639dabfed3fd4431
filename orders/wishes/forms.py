"""What a buyer fills in about a gift and an invoice, within the checkout or after it."""

from dataclasses import asdict

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, StringField, TextAreaField
from wtforms.validators import Email, Length, Optional, ValidationError

from marketplace.tax_codes import read_tax_code
from marketplace.web.forms import REQUIRED, MarketForm
from orders.wishes.operations import Invoice, Wishes


class InvoiceForm(MarketForm):
    """For whom invoices are made out: all of it may stay empty, else it needs a name, a tax code and an address."""

    invoice_name = StringField(_l("Tên công ty"), [Length(max=180)])
    invoice_tax_code = StringField(_l("Mã số thuế"), [Length(max=40)])
    invoice_address = StringField(_l("Địa chỉ công ty"), [Length(max=180)])
    invoice_email = EmailField(
        _l("Email nhận hóa đơn"),
        [Optional(), Length(max=180), Email(_l("Địa chỉ email chưa đúng, ví dụ lan@example.vn."))],
    )

    def validate_invoice_name(self, field: StringField) -> None:
        """Ask for the company's name when there is anything else of an invoice."""
        self._ask_for(field)

    def validate_invoice_address(self, field: StringField) -> None:
        """Ask for the address likewise."""
        self._ask_for(field)

    def validate_invoice_tax_code(self, field: StringField) -> None:
        """Ask for the tax code likewise, and refuse one whose digits do not agree."""
        self._ask_for(field)
        if _said(field) and read_tax_code(_said(field)) is None:
            raise ValidationError(gettext("Mã số thuế này không đúng. Hãy xem lại 10 số (chi nhánh 13 số)."))

    @property
    def wants_invoice(self) -> bool:
        """Whether anything of an invoice was filled in."""
        fields = (self.invoice_name, self.invoice_tax_code, self.invoice_address, self.invoice_email)
        return any(_said(field) for field in fields)

    @property
    def invoice(self) -> Invoice:
        """What was filled in; for a valid form."""
        return Invoice(
            invoice_name=_said(self.invoice_name),
            invoice_tax_code=read_tax_code(_said(self.invoice_tax_code)) or "",
            invoice_address=_said(self.invoice_address),
            invoice_email=_said(self.invoice_email).lower(),
        )

    def _ask_for(self, field: StringField) -> None:
        if self.wants_invoice and not _said(field):
            raise ValidationError(REQUIRED)


class WishForm(InvoiceForm):
    """The same with the words of a gift, within the checkout."""

    is_gift = BooleanField(_l("Đơn này là quà tặng"))
    gift_note = TextAreaField(_l("Lời chúc in kèm"), [Length(max=300)])

    @property
    def wishes(self) -> Wishes:
        """What was filled in; for a valid form."""
        is_gift = bool(self.is_gift.data)
        return Wishes(is_gift=is_gift, gift_note=_said(self.gift_note) if is_gift else "", **asdict(self.invoice))


def _said(field: StringField) -> str:
    return (field.data or "").strip()
