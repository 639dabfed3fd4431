"""What cadences, days and obstacles are called where people read of payouts."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vendors.payouts.due import Obstacle
from vendors.payouts.holders import HolderMatch
from vendors.payouts.models import Cadence

CADENCES: Final[dict[Cadence, LazyString]] = {
    Cadence.DAILY: _l("Mỗi ngày"),
    Cadence.WEEKLY: _l("Mỗi tuần"),
    Cadence.TWICE_MONTHLY: _l("Hai lần một tháng, ngày 1 và 15"),
    Cadence.MONTHLY: _l("Mỗi tháng, ngày 1"),
    Cadence.ON_REQUEST: _l("Khi nhà sản xuất yêu cầu"),
}
WEEKDAYS: Final[dict[int, LazyString]] = {
    1: _l("Thứ Hai"),
    2: _l("Thứ Ba"),
    3: _l("Thứ Tư"),
    4: _l("Thứ Năm"),
    5: _l("Thứ Sáu"),
    6: _l("Thứ Bảy"),
    7: _l("Chủ nhật"),
}
OBSTACLES: Final[dict[Obstacle, LazyString]] = {
    Obstacle.NO_ACCOUNT: _l("Chưa có tài khoản"),
    Obstacle.OBJECTED: _l("Chủ gian hàng phản đối tài khoản"),
    Obstacle.NOT_VERIFIED: _l("Tài khoản chưa xác nhận"),
    Obstacle.COOLING: _l("Tài khoản mới, đang chờ"),
    Obstacle.OPEN_PAYOUT: _l("Còn một lệnh chi chưa xong"),
    Obstacle.BELOW_MINIMUM: _l("Chưa đủ mức tối thiểu"),
    Obstacle.ON_REQUEST: _l("Chi khi yêu cầu"),
    Obstacle.NOT_ITS_DAY: _l("Chưa tới ngày"),
}
MATCHES: Final[dict[HolderMatch, tuple[LazyString, str, str]]] = {
    HolderMatch.VENDOR: (_l("Khớp tên đăng ký"), "good", "check"),
    HolderMatch.REPRESENTATIVE: (_l("Khớp tên người đại diện"), "good", "check"),
    HolderMatch.NEITHER: (_l("Khác tên đăng ký và người đại diện"), "calling", "alert-triangle"),
}
"""Words, tone and drawing of a chip."""
