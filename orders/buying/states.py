"""What a state means to a buyer: a word for it, and what happens next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.web.templates import moment
from orders.direct.models import DirectPayment, DirectStatus
from orders.kinds import ENDED_UNSOLD, VendorOrderStatus
from orders.models import StatusChange, VendorOrder
from orders.payments.models import Refund, RefundStatus, RefundWay
from orders.shipments.models import Shipment
from orders.states import OrderState, awaits_money
from vendors.delivery.models import DeliveryKind

S = VendorOrderStatus


@dataclass(frozen=True)
class Chip:
    """A state as a chip shows it."""

    label: LazyString
    tone: str
    icon: str


ORDERS = {
    OrderState.AWAITING_PAYMENT: Chip(_l("Chờ bạn thanh toán"), "calling", "clock"),
    OrderState.IN_PROGRESS: Chip(_l("Đang chuẩn bị"), "going", "package"),
    OrderState.ON_ITS_WAY: Chip(_l("Đang giao"), "going", "truck"),
    OrderState.DELIVERED: Chip(_l("Đã giao"), "good", "circle-check"),
    OrderState.ENDED: Chip(_l("Đã dừng"), "calm", "ban"),
}
PARTS = {
    S.PLACED: Chip(_l("Chờ nhà sản xuất nhận"), "going", "clock"),
    S.ACCEPTED: Chip(_l("Đã nhận đơn"), "going", "check"),
    S.PACKED: Chip(_l("Đã đóng gói"), "going", "package-check"),
    S.SHIPPED: Chip(_l("Đang giao"), "going", "truck"),
    S.DELIVERED: Chip(_l("Đã giao"), "good", "circle-check"),
    S.COMPLETED: Chip(_l("Hoàn tất"), "good", "circle-check"),
    S.CANCELLED: Chip(_l("Đã hủy"), "bad", "ban"),
    S.REFUSED: Chip(_l("Nhà sản xuất không nhận"), "bad", "circle-x"),
    S.RETURNING: Chip(_l("Đang chuyển về nơi gửi"), "calling", "undo"),
    S.RETURNED: Chip(_l("Đã về nơi gửi"), "calm", "undo"),
}
UNPAID = Chip(_l("Chờ thanh toán"), "calling", "clock")
READY = Chip(_l("Đã sẵn sàng, mời đến lấy"), "going", "store")
PLACED = Chip(_l("Đã đặt"), "calm", "receipt")
REFUNDS = {
    RefundStatus.ACCOUNT_NEEDED: Chip(_l("Cần số tài khoản của bạn"), "calling", "landmark"),
    RefundStatus.DUE: Chip(_l("Sắp chuyển"), "going", "clock"),
    RefundStatus.SENDING: Chip(_l("Đang chuyển"), "going", "clock"),
    RefundStatus.SENT: Chip(_l("Đang chuyển"), "going", "clock"),
    RefundStatus.DONE: Chip(_l("Đã hoàn"), "good", "circle-check"),
    RefundStatus.FAILED: Chip(_l("Chưa hoàn được, cần tài khoản khác"), "bad", "alert-triangle"),
}


DIRECT = {
    DirectStatus.AWAITING: Chip(_l("Chờ bạn chuyển khoản"), "calling", "clock"),
    DirectStatus.CLAIMED: Chip(_l("Chờ nhà sản xuất xem tiền"), "going", "clock"),
    DirectStatus.NOT_RECEIVED: Chip(_l("Nhà sản xuất chưa thấy tiền"), "bad", "alert-triangle"),
}
GIVEN_BACK = {
    RefundStatus.ACCOUNT_NEEDED: Chip(_l("Cho biết bạn nhận tiền thế nào"), "calling", "landmark"),
    RefundStatus.DUE: Chip(_l("Chờ nhà sản xuất hoàn"), "going", "clock"),
    RefundStatus.SENT: Chip(_l("Nhà sản xuất đã hoàn"), "calling", "hand-coins"),
    RefundStatus.DONE: Chip(_l("Đã hoàn"), "good", "circle-check"),
    RefundStatus.FAILED: Chip(_l("Bạn báo chưa nhận được"), "bad", "alert-triangle"),
}


def chip_of_refund(refund: Refund) -> Chip:
    """Where money that goes back stands."""
    return GIVEN_BACK[refund.status] if refund.way is RefundWay.VENDOR else REFUNDS[refund.status]


def chip_of(part: VendorOrder, direct: DirectPayment | None = None) -> Chip:
    """Where a part stands; `direct` is its transfer straight to the vendor, if it is paid so."""
    if part.status is S.PLACED and direct and direct.status in DIRECT:
        return DIRECT[direct.status]
    if awaits_money(part):
        return UNPAID
    if part.status is S.SHIPPED and part.delivery_kind is DeliveryKind.PICKUP:
        return READY
    return PARTS[part.status]


def chip_of_parcel(parcel: Shipment, part: VendorOrder) -> Chip:
    """Where a parcel of a part stands."""
    if parcel.delivered_at is not None:
        return PARTS[S.DELIVERED]
    if parcel.returned_at is not None:
        return PARTS[S.RETURNED]
    return READY if part.delivery_kind is DeliveryKind.PICKUP else PARTS[part.status]


NEXT = {
    S.ACCEPTED: _l("Nhà sản xuất đang chuẩn bị hàng."),
    S.PACKED: _l("Hàng đã đóng gói, sắp gửi đi."),
    S.SHIPPED: _l("Hàng đang trên đường tới bạn."),
    S.RETURNING: _l("Chưa giao được, hàng đang quay về nhà sản xuất."),
}
FETCH = _l("Hàng đã sẵn sàng. Mời bạn đến lấy tại địa chỉ của nhà sản xuất.")


def next_of(part: VendorOrder, direct: DirectPayment | None = None) -> str:
    """What happens next with a part, in a sentence, or why it ended; empty when there is nothing to say."""
    if part.status is S.PLACED and direct and direct.status in DIRECT:
        return _waiting_for_money(part, direct)
    if part.status is S.PLACED:
        return _waiting(part.reply_by)
    if part.status is S.SHIPPED and part.delivery_kind is DeliveryKind.PICKUP:
        return str(FETCH)
    if part.status in ENDED_UNSOLD:
        return _why_it_ended(part.status_changes)
    return str(NEXT.get(part.status, ""))


def _why_it_ended(changes: Sequence[StatusChange]) -> str:
    reasons = [change.reason for change in reversed(changes) if change.reason]
    return str(_("Lý do: %(reason)s", reason=reasons[0])) if reasons else ""


def _waiting_for_money(part: VendorOrder, direct: DirectPayment) -> str:
    if direct.status is DirectStatus.CLAIMED:
        told = _("Nhà sản xuất xem tài khoản và trả lời trước %(moment)s.", moment=moment(part.reply_by))
    elif direct.status is DirectStatus.NOT_RECEIVED:
        told = _(
            "Hãy xem lại giao dịch ở ngân hàng của bạn: số tài khoản, số tiền, nội dung. Chưa tới trước %(moment)s thì "
            "phần này tự dừng.",
            moment=moment(direct.expires_at),
        )
    else:
        told = _(
            "Tiền đi thẳng vào tài khoản của nhà sản xuất. Chuyển trước %(moment)s; quá giờ, phần này tự dừng và bạn "
            "không mất gì.",
            moment=moment(direct.expires_at),
        )
    return str(told)


def _waiting(reply_by: datetime | None) -> str:
    if reply_by is None:
        return str(_("Nhà sản xuất nhận đơn ngay khi tiền của bạn tới."))
    told = _(
        "Nhà sản xuất trả lời trước %(moment)s; quá giờ, phần này tự hủy và bạn không mất gì.", moment=moment(reply_by)
    )
    return str(told)


WAY = (
    (S.PLACED, _l("Đã đặt"), "receipt"),
    (S.ACCEPTED, _l("Đã nhận đơn"), "check"),
    (S.PACKED, _l("Đã đóng gói"), "package-check"),
    (S.SHIPPED, _l("Đang giao"), "truck"),
    (S.DELIVERED, _l("Đã giao"), "circle-check"),
)
FETCHED = {S.SHIPPED: (_l("Mời đến lấy"), "store"), S.DELIVERED: (_l("Đã lấy"), "circle-check")}


@dataclass(frozen=True)
class Milestone:
    """A step on a part's way to the door: `done`, where it stands `now`, or `next`."""

    label: LazyString
    icon: str
    stage: str


def way_of(part: VendorOrder) -> list[Milestone]:
    """Give the steps from the order to the door; none for a part that goes another way."""
    order = [status for status, _label, _icon in WAY]
    status = S.DELIVERED if part.status is S.COMPLETED else part.status
    if status not in order:
        return []
    at = order.index(status) + (status is S.DELIVERED)
    is_fetched = part.delivery_kind is DeliveryKind.PICKUP
    told = [FETCHED.get(each, (label, icon)) if is_fetched else (label, icon) for each, label, icon in WAY]
    return [
        Milestone(label, icon, "done" if place < at else "now" if place == at else "next")
        for place, (label, icon) in enumerate(told)
    ]


@dataclass(frozen=True)
class Step:
    """A step of a part's history, as a timeline shows it."""

    label: LazyString
    at: datetime
    note: str
    tone: str
    icon: str


def history_of(part: VendorOrder) -> list[Step]:
    """What has happened to a part, newest first."""
    return [_step(change) for change in reversed(part.status_changes)]


def _step(change: StatusChange) -> Step:
    chip = PLACED if change.to_status is S.PLACED else PARTS[change.to_status]
    return Step(label=chip.label, at=change.at, note=change.reason, tone=chip.tone, icon=chip.icon)
