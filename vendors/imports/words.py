"""What the states of imports are called, and how they are shown."""

from typing import Final

from flask_babel import lazy_gettext as _l

from vendors.imports.models import ImportStatus
from vendors.words import Chip

STATUS_CHIPS: Final[dict[ImportStatus, Chip]] = {
    ImportStatus.READING: Chip(_l("Đang mở tệp"), "going", "clock"),
    ImportStatus.CHECKING: Chip(_l("Đang kiểm tra"), "going", "clock"),
    ImportStatus.CHECKED: Chip(_l("Chờ bạn quyết định"), "calling", "clock"),
    ImportStatus.SAVING: Chip(_l("Đang lưu"), "going", "clock"),
    ImportStatus.PICTURES: Chip(_l("Đang lấy ảnh"), "going", "image"),
    ImportStatus.DONE: Chip(_l("Đã lưu"), "good", "circle-check"),
    ImportStatus.FAILED: Chip(_l("Không đọc được"), "bad", "alert-triangle"),
    ImportStatus.DISCARDED: Chip(_l("Đã bỏ"), "calm", "box"),
}
