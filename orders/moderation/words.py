"""What reasons and decisions are called."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from orders.moderation.models import Decision, ReportReason

REASONS: Final[dict[ReportReason, LazyString]] = {
    ReportReason.RUDE: _l("Xúc phạm, đe dọa, tục tĩu"),
    ReportReason.SPAM: _l("Quảng cáo, làm phiền"),
    ReportReason.FALSE: _l("Sai sự thật hoặc không nói về món hàng"),
    ReportReason.OUTSIDE: _l("Rủ mua bán ngoài chợ"),
    ReportReason.PRIVATE: _l("Để lộ thông tin riêng của người khác"),
    ReportReason.OTHER: _l("Điều khác"),
}
DECISIONS: Final[dict[Decision, LazyString]] = {
    Decision.NOTHING: _l("Để nguyên"),
    Decision.HIDE: _l("Ẩn đi"),
    Decision.BLOCK: _l("Ẩn đi và ngừng quyền viết"),
}
