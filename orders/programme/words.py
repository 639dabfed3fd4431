"""How the programme's figures and cuts are called, and what each figure counts."""

from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from orders.programme.queries import Cut

CUT_NAMES: Final[dict[Cut, LazyString]] = {
    Cut.STAR: _l("Theo hạng sao"),
    Cut.SET: _l("Theo bộ sản phẩm"),
    Cut.COMMUNE: _l("Theo xã, phường"),
    Cut.KIND: _l("Theo loại hình chủ thể"),
}


@dataclass(frozen=True)
class Figure:
    """A figure: its field in Figures and that of the year before, its name, what it counts, whether it is đồng."""

    name: str
    label: LazyString
    counts: LazyString
    before: str = ""
    is_dong: bool = False


FIGURES: Final = (
    Figure("registered", _l("Sản phẩm trong sổ"), _l("Sản phẩm đang có trong sổ OCOP của tỉnh, có sao hay chưa.")),
    Figure(
        "certified",
        _l("Sản phẩm 3–5 sao"),
        _l("Sản phẩm trong sổ có hạng 3, 4 hoặc 5 sao còn hạn hôm nay (hoặc sổ không ghi hạn)."),
    ),
    Figure("producers", _l("Chủ thể"), _l("Chủ thể có ít nhất một sản phẩm trong sổ.")),
    Figure(
        "fresh",
        _l("Sản phẩm mới"),
        _l("Sản phẩm vào sổ trong 365 ngày qua, so với 365 ngày trước đó."),
        before="fresh_before",
    ),
    Figure(
        "began",
        _l("Bắt đầu bán trên mạng"),
        _l("Gian hàng có món đầu tiên lên kệ của chợ trong 365 ngày qua, so với 365 ngày trước đó."),
        before="began_before",
    ),
    Figure(
        "sold_dong",
        _l("Doanh số trên chợ"),
        _l("Tiền hàng khách đặt trong 365 ngày qua, trừ đơn bị huỷ, từ chối, hoàn về và phần đã giảm cho khách."),
        before="sold_before_dong",
        is_dong=True,
    ),
)
