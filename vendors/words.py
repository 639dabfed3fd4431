"""What the kinds, states and roles of vendors are called, and how a state is shown."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from flask_babel import LazyString, format_date
from flask_babel import lazy_gettext as _l

from vendors.models import MemberRole, TaxStatus, VendorKind, VendorStatus
from vendors.permissions import Capacity, Right

MONDAY: Final = date(2024, 1, 1)


def weekday_name(weekday: int) -> str:
    """Say a day of the week (1 is Monday) in the reader's language."""
    return str(format_date(MONDAY + timedelta(days=weekday - 1), "EEEE"))


@dataclass(frozen=True)
class Chip:
    """A state as pages show it: its name, and a tone and icon of the status component."""

    label: LazyString
    tone: str
    icon: str


KIND_NAMES: Final[dict[VendorKind, LazyString]] = {
    VendorKind.COOPERATIVE: _l("Hợp tác xã"),
    VendorKind.HOUSEHOLD: _l("Hộ kinh doanh"),
    VendorKind.COMPANY: _l("Công ty"),
    VendorKind.COOPERATIVE_GROUP: _l("Tổ hợp tác"),
    VendorKind.FARM: _l("Trang trại"),
    VendorKind.ASSOCIATION: _l("Hội, hiệp hội"),
}

TAX_STATUS_NAMES: Final[dict[TaxStatus, LazyString]] = {
    TaxStatus.ENTERPRISE: _l("Doanh nghiệp (tự khai thuế)"),
    TaxStatus.COOPERATIVE: _l("Hợp tác xã (tự khai thuế)"),
    TaxStatus.HOUSEHOLD: _l("Hộ kinh doanh"),
    TaxStatus.INDIVIDUAL: _l("Cá nhân cư trú"),
    TaxStatus.NONRESIDENT: _l("Cá nhân không cư trú"),
}

STATUS_CHIPS: Final[dict[VendorStatus, Chip]] = {
    VendorStatus.APPLYING: Chip(_l("Đang làm hồ sơ"), "calm", "pencil"),
    VendorStatus.SUBMITTED: Chip(_l("Chờ duyệt"), "calling", "clock"),
    VendorStatus.RETURNED: Chip(_l("Cần bổ sung"), "calling", "undo"),
    VendorStatus.APPROVED: Chip(_l("Đang bán"), "good", "circle-check"),
    VendorStatus.REJECTED: Chip(_l("Bị từ chối"), "bad", "circle-x"),
    VendorStatus.SUSPENDED: Chip(_l("Tạm ngừng bán"), "bad", "pause"),
    VendorStatus.CLOSED: Chip(_l("Đã rời chợ"), "calm", "ban"),
}

ROLE_NAMES: Final[dict[MemberRole, LazyString]] = {
    MemberRole.OWNER: _l("Chủ gian hàng"),
    MemberRole.MANAGER: _l("Quản lý"),
    MemberRole.PACKER: _l("Đóng gói"),
    MemberRole.ACCOUNTANT: _l("Kế toán"),
}

ROLE_MEANINGS: Final[dict[MemberRole, LazyString]] = {
    MemberRole.OWNER: _l("Làm mọi việc, kể cả mời người và đổi tài khoản nhận tiền"),
    MemberRole.MANAGER: _l("Đăng hàng, kho và đơn hàng"),
    MemberRole.PACKER: _l("Nhận đơn, đóng gói và kho"),
    MemberRole.ACCOUNTANT: _l("Xem tiền và các trang khác"),
}

CAPACITY_NAMES: Final[dict[Capacity, LazyString]] = {
    **{Capacity(role): name for role, name in ROLE_NAMES.items()},
    Capacity.OFFICER: _l("Cán bộ được đồng ý"),
}

RIGHT_NAMES: Final[dict[Right, LazyString]] = {
    Right.SEE_TODAY: _l("Xem trang Hôm nay"),
    Right.SEE_ORDERS: _l("Xem đơn hàng"),
    Right.HANDLE_ORDERS: _l("Nhận, đóng gói, gửi đơn; xem nơi nhận"),
    Right.CREDIT_BUYERS: _l("Giảm trừ, hoàn tiền cho khách"),
    Right.TALK_WITH_BUYERS: _l("Đọc và trả lời tin nhắn của khách"),
    Right.SPEAK_PUBLICLY: _l("Đăng câu trả lời, trả lời đánh giá"),
    Right.SEE_LISTINGS: _l("Xem hàng"),
    Right.EDIT_LISTINGS: _l("Đăng và sửa hàng, nhập hàng từ tệp"),
    Right.KEEP_STOCK: _l("Kiểm và sửa kho"),
    Right.SEE_SHOP: _l("Xem phần Shop"),
    Right.EDIT_SHOP: _l("Sửa gian hàng, giao hàng, điều kiện bán"),
    Right.SEE_PAPERS: _l("Xem chứng nhận và giấy tờ"),
    Right.HAND_IN_PAPERS: _l("Nộp chứng nhận và giấy tờ"),
    Right.SEE_FIGURES: _l("Xem số liệu bán hàng"),
    Right.SEE_MONEY: _l("Xem tiền, thuế, phí"),
    Right.MOVE_MONEY: _l("Yêu cầu chi trả, ghi tiền đã nhận hoặc đã hoàn"),
    Right.TAKE_DATA: _l("Tải dữ liệu về"),
    Right.NAME_ACCOUNT: _l("Đổi tài khoản nhận tiền và lịch chi trả"),
    Right.SEE_TEAM: _l("Xem nhóm"),
    Right.LEAVE_TEAM: _l("Tự rời nhóm"),
    Right.MANAGE_TEAM: _l("Mời người, đổi vai trò, bỏ khỏi nhóm"),
    Right.SEE_HELP: _l("Xem việc cán bộ đã làm thay"),
    Right.ALLOW_HELP: _l("Đồng ý cho cán bộ làm thay, rút lại"),
    Right.SEE_APPLICATION: _l("Xem hồ sơ đăng ký"),
    Right.APPLY: _l("Làm và nộp hồ sơ đăng ký"),
}
