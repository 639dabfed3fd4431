"""What the kinds, states and roles of vendors are called, and how a state is shown."""

from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vendors.models import MemberRole, TaxStatus, VendorKind, VendorStatus


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
