"""What complaints are called: reasons, wishes, states, and what happens next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from orders.returns.models import ReturnCase, ReturnReason, ReturnState, ReturnWish, Side
from vendors.words import Chip

REASONS: dict[ReturnReason, LazyString] = {
    ReturnReason.DAMAGED: _l("Vỡ, móp, hỏng khi nhận"),
    ReturnReason.SPOILED: _l("Hư, mốc, hết hạn"),
    ReturnReason.WRONG: _l("Giao nhầm món"),
    ReturnReason.MISSING: _l("Thiếu hàng"),
    ReturnReason.NOT_AS_TOLD: _l("Không đúng như giới thiệu"),
    ReturnReason.UNWANTED: _l("Đổi ý, không cần nữa"),
}
WISHES: dict[ReturnWish, LazyString] = {
    ReturnWish.REFUND: _l("Hoàn tiền"),
    ReturnWish.REPLACEMENT: _l("Đổi hàng khác"),
}
STATES: dict[ReturnState, Chip] = {
    ReturnState.ASKED: Chip(_l("Chờ nhà sản xuất trả lời"), "calling", "clock"),
    ReturnState.AWAITING_GOODS: Chip(_l("Chờ hàng gửi trả"), "going", "undo"),
    ReturnState.REPLACING: Chip(_l("Đang đổi hàng"), "going", "package"),
    ReturnState.REFUSED: Chip(_l("Nhà sản xuất không đồng ý"), "bad", "ban"),
    ReturnState.DISPUTED: Chip(_l("Chợ đang xem xét"), "calling", "clock"),
    ReturnState.REFUNDED: Chip(_l("Đã hoàn tiền"), "good", "circle-check"),
    ReturnState.REPLACED: Chip(_l("Đã đổi hàng"), "good", "circle-check"),
    ReturnState.REJECTED: Chip(_l("Không hoàn"), "calm", "ban"),
    ReturnState.WITHDRAWN: Chip(_l("Khách đã rút"), "calm", "ban"),
}
NEXT_FOR_BUYER: dict[ReturnState, LazyString] = {
    ReturnState.ASKED: _l("Nhà sản xuất trả lời trước %(moment)s; quá hạn thì chợ quyết định."),
    ReturnState.AWAITING_GOODS: _l("Hãy gửi hàng trả lại trước %(moment)s. Nhận được hàng, tiền được hoàn ngay."),
    ReturnState.REPLACING: _l("Nhà sản xuất gửi hàng đổi cho bạn trước %(moment)s. Nhận được rồi thì báo ở đây."),
    ReturnState.REFUSED: _l("Không đồng ý thì nhờ chợ quyết định trước %(moment)s."),
    ReturnState.DISPUTED: _l("Chợ xem cả hai bên và trả lời trước %(moment)s."),
}
NEXT_FOR_VENDOR: dict[ReturnState, LazyString] = {
    ReturnState.ASKED: _l("Trả lời trước %(moment)s; quá hạn thì chợ quyết định thay."),
    ReturnState.AWAITING_GOODS: _l("Khách gửi hàng trả trước %(moment)s. Nhận được thì bấm nút dưới đây."),
    ReturnState.REPLACING: _l("Gửi hàng đổi để khách nhận trước %(moment)s."),
    ReturnState.REFUSED: _l("Khách có thể nhờ chợ quyết định đến %(moment)s."),
    ReturnState.DISPUTED: _l("Chợ quyết định trước %(moment)s."),
}
SIDES: dict[Side, LazyString] = {
    Side.BUYER: _l("Khách"),
    Side.VENDOR: _l("Nhà sản xuất"),
    Side.MARKET: _l("Chợ"),
}


@dataclass(frozen=True)
class Told:
    """A step as the timeline shows it."""

    label: LazyString
    at: datetime
    by: LazyString
    note: str
    tone: str
    icon: str


def next_of(case: ReturnCase, names: dict[ReturnState, LazyString]) -> tuple[LazyString, datetime] | None:
    """What happens next, and until when; nothing for what is over."""
    return (names[case.state], case.due_at) if case.due_at else None


def history_of(case: ReturnCase) -> Sequence[Told]:
    """All that was done and said, the newest first."""
    return [
        Told(
            STATES[step.state].label,
            step.at,
            SIDES[step.side],
            step.words,
            STATES[step.state].tone,
            STATES[step.state].icon,
        )
        for step in reversed(case.steps)
    ]
