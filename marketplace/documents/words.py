"""What kinds of documents are called where people choose among them."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.documents.models import DocumentKind

KINDS: Final[dict[DocumentKind, LazyString]] = {
    DocumentKind.PAYOUT_STATEMENT: _l("Sao kê lần chi"),
    DocumentKind.COMMISSION_INVOICE: _l("Bảng kê hoa hồng"),
    DocumentKind.TAX_CERTIFICATE: _l("Chứng từ khấu trừ thuế"),
    DocumentKind.DECLARATION: _l("Số liệu khai thuế"),
    DocumentKind.CREDIT_NOTE: _l("Phiếu hoàn tiền"),
    DocumentKind.DUES_NOTICE: _l("Giấy báo phí"),
    DocumentKind.CONTRACT: _l("Hợp đồng mua bán"),
}
