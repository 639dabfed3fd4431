"""What invoices and their lines are called on pages."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.ledger.chart import Purpose
from vendors.dues.models import DuesInvoice, DuesStatus
from vendors.dues.queries import is_overdue


@dataclass(frozen=True)
class Chip:
    """A state as a chip shows it."""

    label: LazyString
    tone: str
    icon: str


STATUSES = {
    DuesStatus.OPEN: Chip(_l("Chờ trả"), "calling", "clock"),
    DuesStatus.PAID: Chip(_l("Đã trả đủ"), "good", "circle-check"),
    DuesStatus.SET_OFF: Chip(_l("Đã trừ vào lần chi"), "good", "circle-check"),
    DuesStatus.WITHDRAWN: Chip(_l("Đã rút lại"), "calm", "undo"),
}
OVERDUE = Chip(_l("Quá hạn"), "bad", "alert-triangle")
PURPOSES = {
    Purpose.COMMISSION: _l("Hoa hồng của chợ"),
    Purpose.VAT: _l("Thuế GTGT khấu trừ"),
    Purpose.PIT: _l("Thuế TNCN khấu trừ"),
    Purpose.GOODS: _l("Tiền hàng hoàn khách"),
    Purpose.DELIVERY: _l("Phí giao hoàn khách"),
    Purpose.PROMOTION: _l("Chợ trả thay khách (mã giảm giá)"),
    Purpose.CARRIAGE: _l("Cước vận chuyển"),
    Purpose.DEBT: _l("Đã trừ, đã trả trước"),
    Purpose.MONEY: _l("Khoản khác"),
}


def chip_of(invoice: DuesInvoice) -> Chip:
    """Where an invoice stands today."""
    return OVERDUE if is_overdue(invoice) else STATUSES[invoice.status]
