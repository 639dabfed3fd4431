"""What people send in conversations."""

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, MultipleFileField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.web.forms import REQUIRED, MarketForm
from orders.conversations.operations import LONGEST, Said
from orders.conversations.publishing import LONGEST_QUICK

TAKEN = {"accept": "image/jpeg,image/png,image/webp,application/pdf"}


class MessageForm(MarketForm):
    """Words and files; the verb says what of them it cannot take."""

    text = TextAreaField(_l("Tin nhắn"), render_kw={"rows": 3, "maxlength": LONGEST})
    files = MultipleFileField(_l("Ảnh hoặc PDF gửi kèm"), [Optional()], render_kw=TAKEN)

    def said(self) -> Said:
        """What was sent, files without a name left out."""
        files = [file for file in self.files.data or [] if isinstance(file, FileStorage) and file.filename]
        return Said(self.text.data or "", [file.read() for file in files])


class QuestionForm(MessageForm):
    """A question about a listing."""

    may_name = BooleanField(_l("Cho phép hiện tên gọi của tôi nếu câu hỏi được đăng trên trang món hàng"))


class PublicationForm(MarketForm):
    """A question and its answer as everyone will read them."""

    question = TextAreaField(_l("Câu hỏi"), [InputRequired(REQUIRED), Length(max=LONGEST)], render_kw={"rows": 3})
    answer = TextAreaField(_l("Trả lời"), [InputRequired(REQUIRED), Length(max=LONGEST)], render_kw={"rows": 4})


class QuickAnswerForm(MarketForm):
    """Words to be kept ready."""

    text = StringField(_l("Câu soạn sẵn"), [InputRequired(REQUIRED), Length(max=LONGEST_QUICK)])
