"""The field in which whoever packs types what goods weigh."""

from collections.abc import Sequence

from flask_babel import gettext
from wtforms import IntegerField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from marketplace.weights import parse_grams


class WeightField(IntegerField):
    """A weight as people type it; its data are grams."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the weight; a word that is none is told beside the field."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = parse_grams(valuelist[0])
            except ValueError as error:
                raise ValidationError(gettext("Hãy ghi số cân, ví dụ 950 hoặc 0,95 kg.")) from error
