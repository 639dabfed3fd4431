"""What the reasons of movements are called."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vendors.stock.models import MovementReason

REASON_NAMES: Final[dict[MovementReason, LazyString]] = {
    MovementReason.RECEIVED: _l("Nhập thêm"),
    MovementReason.COUNTED: _l("Đếm lại"),
    MovementReason.SOLD: _l("Bán"),
    MovementReason.RETURNED: _l("Hàng quay về"),
    MovementReason.SPOILED: _l("Hỏng, hết hạn"),
    MovementReason.OTHER: _l("Lý do khác"),
}

COUNTING: Final = (MovementReason.COUNTED, MovementReason.SPOILED, MovementReason.OTHER)
"""Reasons that a person may give for a correction."""
