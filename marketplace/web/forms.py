"""The base of every form and the fields that people of this market fill in."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import FileField, IntegerField, StringField
from wtforms.fields.core import Field
from wtforms.validators import Regexp, ValidationError
from wtforms.widgets import TextInput

from marketplace.errors import Refusal
from marketplace.money import format_dong, parse_dong
from marketplace.phones import format_phone, parse_phone
from marketplace.web.sentences import Sentences

_WHOLE_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3}){1,6}|[0-9]{1,18})")
_SHARE = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?")
HUNDRED_PERCENT = 10_000
"""In basis points."""


class MarketForm(FlaskForm):
    """A form whose refusals stand beside the fields they belong to, with nothing typed lost."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, _form: Any) -> Sentences:
            """Let WTForms speak the readers' languages."""
            return Sentences()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Take files only for the fields that ask for files, and nothing of what is not sent by a form."""
            if formdata is not _Auto:
                return formdata
            asked = {field.name for field in form._fields.values() if isinstance(field, FileField)}
            files = MultiDict((name, file) for name, file in request.files.items(multi=True) if name in asked)
            return CombinedMultiDict([files, request.form]) if request.method == "POST" else None

    def blame(self, refusal: Refusal) -> None:
        """Put a refusal beside its field, or above the form when it belongs to none."""
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(str(refusal))
        else:
            field.errors = [*field.errors, str(refusal)]

    def carried_out(self, act: Callable[[], object]) -> bool:
        """Whether the form was sent, has no error, and `act` was not refused (a refusal stands beside its field)."""
        if not self.validate_on_submit():
            return False
        try:
            act()
        except Refusal as refusal:
            self.blame(refusal)
            return False
        return True


def form_page(template: str, form: MarketForm, **context: Any) -> str | tuple[str, int]:
    """Render a page around a form: with status 422 when it comes back, so that nothing of the request is kept."""
    page = render_template(template, form=form, **context)
    return (page, 422) if form.is_submitted() else page


class DongField(IntegerField):
    """An amount as people type it: '350k', '1tr2', '1.234.567'; its data are whole đồng."""

    widget = TextInput()  # a browser's own number field knows neither 350k nor 1.234.567

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:,}".replace(",", ".")

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the amount; a word that is none is told beside the field."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = parse_dong(valuelist[0])
            except ValueError as error:
                raise ValidationError(gettext("Hãy ghi số tiền, ví dụ 350000 hoặc 350k.")) from error


class WholeNumberField(IntegerField):
    """A whole number as people type it: '1200', '1.200'; what is no number is told beside the field."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the number; a word that is none is told beside the field."""
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        self.data = whole_number(valuelist[0])
        if self.data is None:
            raise ValidationError(gettext("Hãy ghi một số nguyên, ví dụ 10."))


def whole_number(typed: str) -> int | None:
    """Read a whole number as people type it: '1200', '1.200', '1 200'; None for what is no number."""
    together = "".join(typed.split())
    return int(together.replace(".", "")) if _WHOLE_NUMBER.fullmatch(together) else None


class PercentField(IntegerField):
    """A share as people type it: '5', '2,75', '2.75 %'; its data are basis points, hundredths of a percent."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data / 100:g}".replace(".", ",")

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the share, from 0 to 100; what is none is told beside the field."""
        self.data = None
        typed = "".join(valuelist[0].split()).removesuffix("%") if valuelist else ""
        if not typed:
            return
        if not _SHARE.fullmatch(typed):
            raise ValidationError(gettext("Hãy ghi số phần trăm, tối đa hai chữ số sau dấu phẩy, ví dụ 2,75."))
        whole, _point, part = typed.replace(".", ",").partition(",")
        self.data = int(whole) * 100 + int(part.ljust(2, "0"))
        if self.data > HUNDRED_PERCENT:
            raise ValidationError(gettext("Phần trăm phải từ 0 đến 100."))


class PhoneField(StringField):
    """A Vietnamese phone number; its data are E.164."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the number; anything else is told beside the field."""
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = parse_phone(valuelist[0])
            if self.data is None:
                raise ValidationError(gettext("Hãy ghi số điện thoại Việt Nam, ví dụ 0912 345 678."))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        known = parse_phone(self.data or "")
        return format_phone(known) if known else (self.data or "")


class Range:
    """An amount in đồng between two bounds, told in words."""

    def __init__(self, *, least: int, most: int) -> None:
        """Keep the bounds (inclusive, đồng)."""
        self.least, self.most = least, most

    def __call__(self, _form: Any, field: Field) -> None:
        """Raise ValidationError with both bounds when the amount lies outside."""
        if field.data is not None and not self.least <= field.data <= self.most:
            raise ValidationError(
                gettext(
                    "Số tiền phải từ %(least)s đến %(most)s.",
                    least=format_dong(self.least),
                    most=format_dong(self.most),
                )
            )


REQUIRED = _l("Hãy điền mục này.")
EMAIL = Regexp(r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$", message=_l("Email này chưa đúng."))
