"""What orders, accounts, payments and refunds are called at the desk."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.ledger.chart import AccountKind
from orders.payments.models import PaymentStatus, RefundStatus
from orders.states import OrderState
from vendors.words import Chip

ACCOUNTS: dict[AccountKind, LazyString] = {
    AccountKind.BANK: _l("Ngân hàng"),
    AccountKind.AT_VNPAY: _l("VNPay đang giữ"),
    AccountKind.AT_MOMO: _l("MoMo đang giữ"),
    AccountKind.AT_PARTNER: _l("Đối tác thanh toán đang giữ"),
    AccountKind.CARRIER_CASH: _l("Đơn vị vận chuyển đang giữ"),
    AccountKind.UNMATCHED: _l("Tiền chưa rõ"),
    AccountKind.RECEIPTS: _l("Tiền trả một phần"),
    AccountKind.HELD: _l("Tiền giữ cho khách"),
    AccountKind.REFUNDS_DUE: _l("Phải hoàn khách"),
    AccountKind.VENDOR_PENDING: _l("Nhà sản xuất, đang giữ"),
    AccountKind.VENDOR_PAYABLE: _l("Nhà sản xuất, chi được"),
    AccountKind.VENDOR_DEBT: _l("Nhà sản xuất nợ"),
    AccountKind.PAYOUTS_ON_WAY: _l("Đang chi"),
    AccountKind.COMMISSION: _l("Hoa hồng"),
    AccountKind.TAX_TO_REMIT: _l("Thuế phải nộp"),
    AccountKind.DELIVERY: _l("Cước vận chuyển"),
    AccountKind.PROMOTION: _l("Khuyến mại do chợ trả"),
}

ORDERS: dict[OrderState, Chip] = {
    OrderState.AWAITING_PAYMENT: Chip(_l("Chờ thanh toán"), "calling", "clock"),
    OrderState.IN_PROGRESS: Chip(_l("Đang chuẩn bị"), "going", "package"),
    OrderState.ON_ITS_WAY: Chip(_l("Đang giao"), "going", "truck"),
    OrderState.DELIVERED: Chip(_l("Đã giao"), "good", "circle-check"),
    OrderState.ENDED: Chip(_l("Đã dừng"), "calm", "ban"),
}

PAYMENTS: dict[PaymentStatus, Chip] = {
    PaymentStatus.ON_DELIVERY: Chip(_l("Tiền mặt khi nhận hàng"), "calm", "hand-coins"),
    PaymentStatus.AWAITING: Chip(_l("Chờ thanh toán"), "calling", "clock"),
    PaymentStatus.PAID: Chip(_l("Đã trả"), "good", "circle-check"),
    PaymentStatus.DIRECT: Chip(_l("Chuyển thẳng cho nhà sản xuất"), "calm", "hand-coins"),
    PaymentStatus.EXPIRED: Chip(_l("Quá hạn"), "bad", "ban"),
    PaymentStatus.VOID: Chip(_l("Không còn phải trả"), "calm", "ban"),
}

REFUNDS: dict[RefundStatus, Chip] = {
    RefundStatus.ACCOUNT_NEEDED: Chip(_l("Chờ khách ghi tài khoản"), "calling", "landmark"),
    RefundStatus.DUE: Chip(_l("Sắp chuyển"), "going", "clock"),
    RefundStatus.SENDING: Chip(_l("Đang chuyển"), "going", "send"),
    RefundStatus.SENT: Chip(_l("Ngân hàng đã nhận"), "going", "landmark"),
    RefundStatus.DONE: Chip(_l("Đã hoàn"), "good", "circle-check"),
    RefundStatus.FAILED: Chip(_l("Ngân hàng từ chối"), "bad", "alert-triangle"),
}
