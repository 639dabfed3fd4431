"""What the states of listings, ways of keeping and units are called, and how a state is shown."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vendors.listings.models import ListingStatus, Storage, TaxClass
from vendors.words import Chip

STATUS_CHIPS: Final[dict[ListingStatus, Chip]] = {
    ListingStatus.DRAFT: Chip(_l("Bản nháp"), "calm", "pencil"),
    ListingStatus.SUBMITTED: Chip(_l("Chờ duyệt"), "calling", "clock"),
    ListingStatus.RETURNED: Chip(_l("Cần sửa"), "bad", "undo"),
    ListingStatus.ON_SALE: Chip(_l("Đang bán"), "good", "circle-check"),
    ListingStatus.PAUSED: Chip(_l("Tạm dừng"), "calm", "pause"),
    ListingStatus.ARCHIVED: Chip(_l("Đã cất"), "calm", "box"),
}

STORAGE_NAMES: Final[dict[Storage, LazyString]] = {
    Storage.AMBIENT: _l("Nhiệt độ thường"),
    Storage.CHILLED: _l("Giữ mát"),
    Storage.FROZEN: _l("Cấp đông"),
    Storage.LIVE: _l("Tươi sống"),
}

TAX_CLASS_NAMES: Final[dict[TaxClass, LazyString]] = {
    TaxClass.GOODS: _l("Hàng hóa mua bán"),
    TaxClass.OWN_PRODUCE: _l("Hàng tự sản xuất"),
    TaxClass.UNPROCESSED_FARM: _l("Nông sản chưa chế biến"),
    TaxClass.SERVICES: _l("Dịch vụ"),
    TaxClass.SERVICES_WITH_GOODS: _l("Dịch vụ kèm hàng hóa"),
}

UNIT_NAMES: Final[dict[str, LazyString | str]] = {"g": _l("gam"), "ml": "ml", "piece": _l("cái")}

VALUE_NAMES: Final[dict[str, LazyString]] = {
    "title_vi": _l("Tên tiếng Việt"),
    "title_en": _l("Tên tiếng Anh"),
    "title_fr": _l("Tên tiếng Pháp"),
    "text_vi": _l("Lời giới thiệu tiếng Việt"),
    "text_en": _l("Lời giới thiệu tiếng Anh"),
    "text_fr": _l("Lời giới thiệu tiếng Pháp"),
    "ingredients": _l("Thành phần"),
    "category_number": _l("Nhóm hàng"),
    "certificate_id": _l("Giấy chứng nhận OCOP"),
    "self_declaration": _l("Số bản tự công bố"),
    "photos": _l("Ảnh"),
}
