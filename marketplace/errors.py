"""Refusals: business answers of 'no' that carry an HTTP status and a sentence for people."""

from typing import ClassVar

from flask_babel import LazyString, lazy_gettext


class Refusal(Exception):
    """A request that the market's rules do not allow; the sentence says why and what to do."""

    status: ClassVar[int] = 409
    sentence: ClassVar[LazyString | str] = lazy_gettext("Việc này hiện không làm được.")

    def __init__(self, sentence: LazyString | str | None = None, *, field: str | None = None) -> None:
        """Keep the sentence (the class's own when none is given) and the form field it belongs to."""
        self.words = self.sentence if sentence is None else sentence
        self.field = field
        super().__init__(self.words)

    def __str__(self) -> str:
        """Give the sentence in the reader's language."""
        return str(self.words)


class NotFound(Refusal):
    """Nothing of that name exists for the person who asks."""

    status = 404
    sentence = lazy_gettext("Không tìm thấy điều bạn cần.")


class Forbidden(Refusal):
    """The person may not do this."""

    status = 403
    sentence = lazy_gettext("Bạn không có quyền làm việc này.")


class Invalid(Refusal):
    """What was sent cannot be used; `field` names the place to mend."""

    status = 422
    sentence = lazy_gettext("Thông tin gửi lên chưa đúng.")


class MoveNotAllowed(Refusal):
    """A state cannot be left for the one asked for (somebody may have been quicker)."""

    sentence = lazy_gettext("Trạng thái đã thay đổi, hãy tải lại trang rồi thử lại.")
