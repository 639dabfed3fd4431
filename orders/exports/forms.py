"""What is to be taken along."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from marketplace.web.forms import REQUIRED, MarketForm
from orders.exports.models import ExportFormat, ExportKind
from orders.exports.words import KIND_NAMES

FORMATS = [(ExportFormat.XLSX.value, "Excel (XLSX)"), (ExportFormat.CSV.value, "CSV")]


class ExportForm(MarketForm):
    """Which data, as what."""

    kind = RadioField(_l("Dữ liệu"), [InputRequired(REQUIRED)])
    ending = RadioField(_l("Dạng tệp"), [InputRequired(REQUIRED)], choices=FORMATS, default=ExportFormat.XLSX.value)

    def offer(self, kinds: Collection[ExportKind]) -> None:
        """Offer what the role may take."""
        self.kind.choices = [(kind.value, name) for kind, name in KIND_NAMES.items() if kind in kinds]
