"""What WTForms says when a form is filled in wrongly, in the readers' languages (it knows no Vietnamese)."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

_SENTENCES: Final[dict[str, LazyString]] = {
    "This field is required.": _l("Hãy điền mục này."),
    "Not a valid choice.": _l("Hãy chọn trong danh sách."),
    "Invalid Choice: could not coerce.": _l("Hãy chọn trong danh sách."),
    "Not a valid integer value.": _l("Hãy ghi một số."),
    "Not a valid date value.": _l("Hãy ghi ngày, tháng, năm."),
    "Number must be at least %(min)s.": _l("Số phải từ %(min)s trở lên."),
    "Number must be at most %(max)s.": _l("Số không được quá %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Số phải từ %(min)s đến %(max)s."),
    "Field must be at least %(min)d characters long.": _l("Cần ít nhất %(min)d ký tự."),
    "Field cannot be longer than %(max)d characters.": _l("Không được quá %(max)d ký tự."),
    "Field must be between %(min)d and %(max)d characters long.": _l("Cần từ %(min)d đến %(max)d ký tự."),
}


class Sentences:
    """WTForms asks this for every sentence of its own."""

    def gettext(self, sentence: str) -> str:
        """Give the sentence for the reader; one that is not known stays in English."""
        return str(_SENTENCES.get(sentence, sentence))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Give the sentence for the reader: those for many serve for one, too."""
        return self.gettext(plural if plural in _SENTENCES or number != 1 else singular)
