"""Which papers the market asks of each kind of producer, and what they are called.

After the evidence list of Decision 26/2026/QĐ-TTg (art. 2.3, art. 6 and Annex III, form 02). Change a row here and new
applications ask for it; waive a paper that does not fit a producer's goods.
"""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vendors.models import VendorKind
from vendors.onboarding.models import PaperKind, PaperState
from vendors.words import Chip

CHECKLIST: Final[dict[VendorKind, tuple[PaperKind, ...]]] = {
    VendorKind.COMPANY: (PaperKind.BUSINESS_REGISTRATION, PaperKind.IDENTITY, PaperKind.FOOD_SAFETY),
    VendorKind.COOPERATIVE: (PaperKind.BUSINESS_REGISTRATION, PaperKind.CHARTER, PaperKind.FOOD_SAFETY),
    VendorKind.COOPERATIVE_GROUP: (PaperKind.COOPERATION_CONTRACT, PaperKind.IDENTITY, PaperKind.FOOD_SAFETY),
    VendorKind.FARM: (PaperKind.FARM_CONFIRMATION, PaperKind.IDENTITY, PaperKind.FOOD_SAFETY),
    VendorKind.HOUSEHOLD: (PaperKind.BUSINESS_REGISTRATION, PaperKind.IDENTITY, PaperKind.FOOD_SAFETY),
    VendorKind.ASSOCIATION: (PaperKind.CHARTER, PaperKind.IDENTITY),
}

PAPER_NAMES: Final[dict[PaperKind, LazyString]] = {
    PaperKind.BUSINESS_REGISTRATION: _l("Giấy đăng ký kinh doanh"),
    PaperKind.IDENTITY: _l("Căn cước công dân của người đại diện"),
    PaperKind.FOOD_SAFETY: _l("Giấy an toàn thực phẩm"),
    PaperKind.COOPERATION_CONTRACT: _l("Hợp đồng hợp tác của tổ"),
    PaperKind.FARM_CONFIRMATION: _l("Giấy xác nhận trang trại"),
    PaperKind.CHARTER: _l("Điều lệ"),
}

PAPER_MEANINGS: Final[dict[PaperKind, LazyString]] = {
    PaperKind.BUSINESS_REGISTRATION: _l(
        "Bản chụp giấy chứng nhận đăng ký doanh nghiệp, hợp tác xã hoặc hộ kinh doanh."
    ),
    PaperKind.IDENTITY: _l("Chụp rõ mặt trước và mặt sau trên một ảnh, hoặc một tệp PDF."),
    PaperKind.FOOD_SAFETY: _l(
        "Giấy chứng nhận cơ sở đủ điều kiện, hoặc bản cam kết đã ký. Không bán thực phẩm thì nộp tờ ghi rõ như vậy."
    ),
    PaperKind.COOPERATION_CONTRACT: _l("Bản hợp đồng có chữ ký của các thành viên và xác nhận của xã, phường."),
    PaperKind.FARM_CONFIRMATION: _l("Giấy của xã, phường xác nhận đủ tiêu chí kinh tế trang trại."),
    PaperKind.CHARTER: _l("Bản điều lệ đang có hiệu lực."),
}

PAPER_CHIPS: Final[dict[PaperState, Chip]] = {
    PaperState.OPEN: Chip(_l("Chưa nộp"), "calm", "circle"),
    PaperState.SUBMITTED: Chip(_l("Đã nộp"), "going", "upload"),
    PaperState.ACCEPTED: Chip(_l("Đã nhận"), "good", "check"),
    PaperState.RETURNED: Chip(_l("Cần nộp lại"), "calling", "undo"),
    PaperState.WAIVED: Chip(_l("Được miễn"), "good", "check"),
}

ANSWERED: Final = frozenset({PaperState.ACCEPTED, PaperState.WAIVED})
HANDED_IN: Final = ANSWERED | {PaperState.SUBMITTED}
