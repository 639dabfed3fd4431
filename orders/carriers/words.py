"""What carriers' statements and notices are called on pages."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from orders.carriers.models import Answer, CarrierStatement, Finding, NoticeFate
from vendors.words import Chip

FINDINGS: dict[Finding, Chip] = {
    Finding.EXACT: Chip(_l("Khớp"), "good", "check"),
    Finding.FEE_ONLY: Chip(_l("Chỉ có phí"), "calm", "truck"),
    Finding.MADE_UP: Chip(_l("Bù phần thiếu"), "good", "check"),
    Finding.LESS: Chip(_l("Thu thiếu"), "calling", "alert-triangle"),
    Finding.MORE: Chip(_l("Thu thừa"), "calling", "alert-triangle"),
    Finding.UNKNOWN: Chip(_l("Vận đơn lạ"), "calling", "circle-help"),
    Finding.UNDELIVERED: Chip(_l("Chợ chưa ghi là đã giao"), "calling", "clock"),
    Finding.TWICE: Chip(_l("Đã đối soát trước đó"), "calling", "alert-triangle"),
}
ANSWERS: dict[Answer, LazyString] = {
    Answer.CLAIMED: _l("Đòi hãng bù"),
    Answer.BORNE: _l("Chợ chịu phần thiếu"),
    Answer.SET_ASIDE: _l("Để riêng, chờ hỏi hãng"),
    Answer.GIVEN_UP: _l("Tiền của hãng, để hãng giữ lại"),
}
FATES: dict[NoticeFate, Chip] = {
    NoticeFate.NEW: Chip(_l("Mới"), "calm", "clock"),
    NoticeFate.NOTED: Chip(_l("Đã ghi"), "calm", "check"),
    NoticeFate.MOVED: Chip(_l("Đơn đã chuyển bước"), "good", "check"),
    NoticeFate.LATE: Chip(_l("Đến muộn"), "calm", "clock"),
    NoticeFate.UNKNOWN_PARCEL: Chip(_l("Vận đơn lạ"), "calling", "circle-help"),
    NoticeFate.UNKNOWN_STATUS: Chip(_l("Cần người xem"), "calling", "alert-triangle"),
    NoticeFate.SEEN: Chip(_l("Đã xem"), "calm", "check"),
}
PREVIEW = Chip(_l("Chờ ghi sổ"), "calling", "clock")
OPEN = Chip(_l("Còn dòng chưa xử lý"), "calling", "alert-triangle")
AWAITED = Chip(_l("Chờ tiền về"), "going", "landmark")
DONE = Chip(_l("Đã nhận đủ"), "good", "circle-check")


def chip_of(statement: CarrierStatement, open_count: int) -> Chip:
    """Where a statement stands."""
    if statement.accepted_at is None:
        return PREVIEW
    if open_count:
        return OPEN
    return AWAITED if statement.owed_dong else DONE
