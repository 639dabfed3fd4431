"""What a vendor sends to have goods taken in."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import FileField
from wtforms.validators import Optional

from marketplace.web.forms import MarketForm


class ImportForm(MarketForm):
    """A table of goods, and perhaps a ZIP of their pictures."""

    file = FileField(
        _l("Tệp hàng (XLSX hoặc CSV)"), [FileRequired(_l("Hãy chọn tệp."))], render_kw={"accept": ".xlsx,.csv"}
    )
    pictures = FileField(_l("Ảnh trong tệp ZIP"), [Optional()], render_kw={"accept": ".zip"})

    def sent(self, name: str) -> tuple[bytes, str]:
        """The content and the name of a file that was chosen; nothing when none was."""
        file = self[name].data
        return (file.read(), file.filename or "") if isinstance(file, FileStorage) else (b"", "")
