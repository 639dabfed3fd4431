"""What the desk sends with a spreadsheet of the register, and how it looks for products in it."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, StringField
from wtforms.validators import Optional

from marketplace.web.forms import MarketForm


class SpreadsheetForm(MarketForm):
    """The province's spreadsheet."""

    file = FileField(
        _l("Bảng của tỉnh (XLSX hoặc CSV)"), [FileRequired(_l("Hãy chọn tệp."))], render_kw={"accept": ".xlsx,.csv"}
    )

    @property
    def sent(self) -> tuple[bytes, str]:
        """The content and the name of the file that was chosen; nothing when none was."""
        file = self.file.data
        return (file.read(), file.filename or "") if isinstance(file, FileStorage) else (b"", "")


class DecisionForm(MarketForm):
    """Whether products that the spreadsheet does not have leave the register."""

    drops_gone = BooleanField(_l("Bảng này là toàn bộ sổ: sản phẩm không có trong bảng được ghi là đã ra khỏi sổ"))


class ProductSearchForm(MarketForm):
    """Narrows the list of products."""

    class Meta(MarketForm.Meta):
        csrf = False

    q = StringField(_l("Tên sản phẩm, chủ thể hoặc mã"), [Optional()])
