"""How the needs and editions of papers are called and shown."""

from typing import Final

from flask_babel import lazy_gettext as _l

from vendors.papers.models import EditionState
from vendors.papers.queries import Need
from vendors.words import Chip

NEED_CHIPS: Final[dict[Need, Chip]] = {
    Need.MISSING: Chip(_l("Còn thiếu"), "bad", "alert-triangle"),
    Need.EXPIRED: Chip(_l("Hết hạn"), "bad", "circle-x"),
    Need.RETURNED: Chip(_l("Cần nộp lại"), "calling", "undo"),
    Need.RENEW: Chip(_l("Cần gia hạn"), "calling", "timer"),
    Need.WAITING: Chip(_l("Chờ chợ xem"), "going", "clock"),
    Need.NOTHING: Chip(_l("Đang dùng"), "good", "circle-check"),
}

EDITION_CHIPS: Final[dict[EditionState, Chip]] = {
    EditionState.WAITING: Chip(_l("Chờ chợ xem"), "going", "clock"),
    EditionState.ACCEPTED: Chip(_l("Đã nhận"), "good", "check"),
    EditionState.RETURNED: Chip(_l("Cần nộp lại"), "calling", "undo"),
    EditionState.FORMER: Chip(_l("Bản cũ"), "calm", "history"),
}
