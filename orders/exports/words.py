"""What can be taken along is called, and how an export stands."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.ledger.chart import AccountKind
from orders.exports.models import ExportKind, ExportStatus
from vendors.words import Chip

KIND_NAMES: Final[dict[ExportKind, LazyString]] = {
    ExportKind.LISTINGS: _l("Mặt hàng"),
    ExportKind.STOCK: _l("Kho"),
    ExportKind.ORDERS: _l("Đơn hàng"),
    ExportKind.MONEY: _l("Tiền"),
    ExportKind.EVERYTHING: _l("Tất cả (ZIP)"),
}
FILE_NAMES: Final[dict[ExportKind, str]] = {
    ExportKind.LISTINGS: "mat-hang",
    ExportKind.STOCK: "kho",
    ExportKind.ORDERS: "don-hang",
    ExportKind.MONEY: "tien",
    ExportKind.EVERYTHING: "tat-ca",
}
STATUS_CHIPS: Final[dict[ExportStatus, Chip]] = {
    ExportStatus.MAKING: Chip(_l("Đang lập"), "going", "clock"),
    ExportStatus.DONE: Chip(_l("Tải được"), "good", "circle-check"),
    ExportStatus.EXPIRED: Chip(_l("Đã hết hạn tải"), "calm", "box"),
}
ACCOUNTS: Final[dict[AccountKind, LazyString]] = {
    AccountKind.VENDOR_PENDING: _l("Đang giữ"),
    AccountKind.VENDOR_PAYABLE: _l("Được chi"),
    AccountKind.VENDOR_DEBT: _l("Còn nợ chợ"),
}
