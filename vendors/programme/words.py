"""What the states of spreadsheets and rows are called, and the names of the register's columns."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vendors.programme.models import RegisterStatus, RowState
from vendors.words import Chip

STATUS_CHIPS: Final[dict[RegisterStatus, Chip]] = {
    RegisterStatus.READING: Chip(_l("Đang so sánh"), "going", "clock"),
    RegisterStatus.CHECKED: Chip(_l("Chờ quyết định"), "calling", "clock"),
    RegisterStatus.APPLIED: Chip(_l("Đã ghi vào sổ"), "good", "circle-check"),
    RegisterStatus.FAILED: Chip(_l("Không đọc được"), "bad", "alert-triangle"),
    RegisterStatus.DISCARDED: Chip(_l("Đã bỏ"), "calm", "box"),
}
STATE_NAMES: Final[dict[RowState, LazyString]] = {
    RowState.NEW: _l("Mới"),
    RowState.CHANGED: _l("Thay đổi"),
    RowState.GONE: _l("Không còn trong bảng"),
    RowState.BAD: _l("Không đọc được"),
    RowState.OLDER: _l("Hạng sao trước đây"),
    RowState.SAME: _l("Như cũ"),
}
COLUMN_NAMES: Final[dict[str, LazyString]] = {
    "name": _l("Tên sản phẩm"),
    "code": _l("Mã sản phẩm"),
    "category_number": _l("Bộ sản phẩm"),
    "commune_code": _l("Xã, phường"),
    "star": _l("Hạng sao"),
    "decision": _l("Số quyết định"),
    "issued_on": _l("Ngày cấp"),
    "expires_on": _l("Có hạn đến"),
    "producer": _l("Chủ thể"),
    "gone_on": _l("Ra khỏi sổ"),
}
