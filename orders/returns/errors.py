"""Why a complaint is not taken, or a step of it not made."""

from flask_babel import lazy_gettext as _l

from marketplace.errors import Invalid, MoveNotAllowed


class NotDelivered(MoveNotAllowed):
    """Only goods that have arrived can be complained of."""

    sentence = _l("Phần này chưa giao xong, nên chưa thể yêu cầu đổi trả.")


class TooLate(MoveNotAllowed):
    """The days for it are over."""

    sentence = _l("Đã quá hạn yêu cầu đổi trả với lý do này.")


class OneIsOpen(MoveNotAllowed):
    """There is a complaint about this part already."""

    sentence = _l("Phần này đang có một yêu cầu đổi trả chưa xong.")


class NothingChosen(Invalid):
    """No line was chosen."""

    sentence = _l("Hãy chọn ít nhất một món.")


class MoreThanDelivered(Invalid):
    """More was named than the part has left."""

    sentence = _l("Số lượng nhiều hơn số món này bạn đã nhận.")


class TooManyPhotos(Invalid):
    """More photos than are kept."""

    sentence = _l("Nhiều nhất %(most)s ảnh cho một yêu cầu.", most=8)


class UnusablePhoto(Invalid):
    """A photo cannot be kept; the sentence says why."""


class WordsMissing(Invalid):
    """A step that the other side must understand has no words."""

    sentence = _l("Hãy viết vài lời để bên kia hiểu.")
