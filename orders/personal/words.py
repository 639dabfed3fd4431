"""What requests about personal data are called."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from orders.personal.models import RequestKind, RequestStatus
from vendors.words import Chip

KIND_NAMES: Final[dict[RequestKind, LazyString]] = {
    RequestKind.COPY: _l("Bản sao dữ liệu"),
    RequestKind.DELETION: _l("Xóa tài khoản"),
}
STATUS_CHIPS: Final[dict[RequestStatus, Chip]] = {
    RequestStatus.WAITING: Chip(_l("Đang chờ"), "going", "clock"),
    RequestStatus.DONE: Chip(_l("Đã làm"), "good", "circle-check"),
    RequestStatus.WITHDRAWN: Chip(_l("Đã rút lại"), "calm", "box"),
}
