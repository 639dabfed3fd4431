"""What people send about reviews."""

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.web.forms import REQUIRED, MarketForm
from orders.reviews.operations import LONGEST, Opinion

PICTURES = {"accept": "image/jpeg,image/png,image/webp"}
STARS = {
    "5": _l("5 sao · Rất hài lòng"),
    "4": _l("4 sao · Hài lòng"),
    "3": _l("3 sao · Bình thường"),
    "2": _l("2 sao · Chưa hài lòng"),
    "1": _l("1 sao · Rất không hài lòng"),
}


class ReviewForm(MarketForm):
    """Stars, words and photos."""

    stars = RadioField(_l("Bạn thấy món hàng thế nào?"), [InputRequired(_l("Hãy chọn từ 1 đến 5 sao."))])
    text = TextAreaField(_l("Lời của bạn"), [Optional()], render_kw={"rows": 5, "maxlength": LONGEST})
    photos = MultipleFileField(_l("Ảnh"), [Optional()], render_kw=PICTURES)

    def offer(self) -> None:
        """Offer one to five stars."""
        self.stars.choices = list(STARS.items())

    def opinion(self) -> Opinion:
        """What was sent, files without a name left out."""
        files = [file for file in self.photos.data or [] if isinstance(file, FileStorage) and file.filename]
        photos = [file.read() for file in files]
        return Opinion(int(self.stars.data), self.text.data or "", photos)


class ReviewAnswerForm(MarketForm):
    """The vendor's one answer."""

    answer = TextAreaField(
        _l("Trả lời của gian hàng"), [InputRequired(REQUIRED), Length(max=LONGEST)], render_kw={"rows": 3}
    )
