"""What the states of a part are called on the seller's and the desk's pages, and how they are shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import LazyString, format_timedelta
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import clock
from orders.fulfilment.cash import CashState
from orders.kinds import ENDED_UNSOLD, VendorOrderStatus
from orders.models import Order, OrderLine, StatusChange, VendorOrder
from orders.shipments.models import Shipment
from orders.states import awaits_money
from orders.words import time_words
from vendors.commissions.words import rate_words
from vendors.delivery.models import DeliveryKind
from vendors.words import Chip

S = VendorOrderStatus


CHIPS: dict[VendorOrderStatus, Chip] = {
    S.PLACED: Chip(_l("Chờ nhận"), "calling", "clock"),
    S.ACCEPTED: Chip(_l("Cần đóng gói"), "calling", "package-open"),
    S.PACKED: Chip(_l("Cần gửi"), "calling", "package-check"),
    S.SHIPPED: Chip(_l("Đang giao"), "going", "truck"),
    S.DELIVERED: Chip(_l("Đã giao"), "good", "circle-check"),
    S.COMPLETED: Chip(_l("Hoàn tất"), "good", "circle-check"),
    S.CANCELLED: Chip(_l("Đã hủy"), "bad", "ban"),
    S.REFUSED: Chip(_l("Đã từ chối"), "bad", "circle-x"),
    S.RETURNING: Chip(_l("Đang quay về"), "calling", "undo"),
    S.RETURNED: Chip(_l("Đã về kho"), "calm", "undo"),
}
PARTLY = Chip(_l("Còn món phải gửi"), "calling", "package-open")
ARRIVED = Chip(_l("Khách đã nhận"), "good", "circle-check")
CAME_BACK = Chip(_l("Đã quay về"), "calm", "undo")
UNPAID = Chip(_l("Chờ thanh toán"), "calm", "clock")
READY = Chip(_l("Chờ khách đến lấy"), "going", "store")

STEPS: dict[VendorOrderStatus, Chip] = {
    S.PLACED: Chip(_l("Khách đặt hàng"), "calm", "receipt"),
    S.ACCEPTED: Chip(_l("Đã nhận đơn"), "good", "check"),
    S.PACKED: Chip(_l("Đã đóng gói"), "good", "package"),
    S.SHIPPED: Chip(_l("Đã gửi hàng"), "going", "truck"),
    S.DELIVERED: Chip(_l("Đã giao tới khách"), "good", "package-check"),
    S.COMPLETED: Chip(_l("Hết thời gian giữ tiền"), "good", "circle-check"),
    S.CANCELLED: Chip(_l("Đã hủy"), "bad", "ban"),
    S.REFUSED: Chip(_l("Đã từ chối"), "bad", "circle-x"),
    S.RETURNING: Chip(_l("Không giao được, hàng quay về"), "calling", "undo"),
    S.RETURNED: Chip(_l("Hàng đã về kho"), "calm", "undo"),
}

DELIVERIES: dict[DeliveryKind, LazyString] = {
    DeliveryKind.CARRIER: _l("Gửi qua đơn vị vận chuyển"),
    DeliveryKind.OWN: _l("Bạn tự giao"),
    DeliveryKind.PICKUP: _l("Khách đến lấy"),
}

CASH: dict[CashState, Chip] = {
    CashState.PENDING: Chip(_l("Hãng sẽ thu hộ"), "calm", "truck"),
    CashState.COLLECTED: Chip(_l("Hãng đã thu, chờ đối soát"), "going", "banknote"),
    CashState.DISPUTED: Chip(_l("Đang hỏi lại hãng"), "calling", "alert-triangle"),
    CashState.RECONCILED: Chip(_l("Đã đối soát, chờ hãng chuyển"), "going", "clipboard-check"),
    CashState.PAID: Chip(_l("Hãng đã chuyển tiền"), "good", "circle-check"),
}


@dataclass(frozen=True)
class Step:
    """A step of a part's history, as a timeline shows it."""

    label: LazyString
    at: datetime
    by: str
    note: str
    tone: str
    icon: str


def chip_of(part: VendorOrder) -> Chip:
    """Where a part stands."""
    if awaits_money(part):
        return UNPAID
    if part.status is S.SHIPPED and part.delivery_kind is DeliveryKind.PICKUP:
        return READY
    return CHIPS[part.status]


def card_chip_of(part: VendorOrder) -> Chip:
    """Where a part whose lines are known stands: also that something of it is still to be sent."""
    partly = part.status is S.SHIPPED and any(line.unsent_quantity for line in part.lines)
    return PARTLY if partly else chip_of(part)


def parcel_chip(parcel: Shipment, part: VendorOrder) -> Chip:
    """Where a parcel of the part is."""
    if parcel.delivered_at is not None:
        return ARRIVED
    if parcel.returned_at is not None:
        return CAME_BACK
    return READY if part.delivery_kind is DeliveryKind.PICKUP else CHIPS[part.status]


def has_ended(part: VendorOrder) -> bool:
    """Whether nothing is sold with this part any more: nobody pays, nobody earns."""
    return part.status in ENDED_UNSOLD


def time_left(moment: datetime | None) -> str:
    """How long it is until then, roughly; without a moment, money is awaited."""
    if moment is None:
        return str(_("chờ khách chuyển tiền"))
    left = moment - clock.now()
    if left <= timedelta(0):
        return str(_("quá giờ"))
    return str(_("còn %(time)s", time=format_timedelta(left, granularity="minute", threshold=1.5)))


def summary_of(part: VendorOrder) -> str:
    """The goods of a part in one line."""
    first, others = part.lines[0], len(part.lines) - 1
    named = f"{first.title} × {first.quantity}"
    return str(_("%(named)s và %(count)s món nữa", named=named, count=others)) if others else named


def history_of(part: VendorOrder) -> list[Step]:
    """What has happened to a part, newest first; the buyer is not named."""
    return [_step(change, part.order) for change in reversed(part.status_changes)]


def _step(change: StatusChange, order: Order) -> Step:
    chip = STEPS[change.to_status]
    return Step(
        label=chip.label,
        at=change.at,
        by=_actor(change, order),
        note=change.reason,
        tone=chip.tone,
        icon=chip.icon,
    )


def _actor(change: StatusChange, order: Order) -> str:
    if change.from_status is None or (change.by_id and change.by_id == order.buyer_id):
        return str(_("khách"))
    if change.by is None:
        return ""
    return str(_("người của chợ")) if change.by.staff_role else change.by.full_name


def pickup_words(part: VendorOrder) -> str:
    """When the buyer comes for the goods of a part that has a time."""
    return time_words(part.pickup_from, part.pickup_until) if part.pickup_from and part.pickup_until else ""


def commission_words(line: OrderLine) -> str:
    """Under which rule the market takes its commission of a line, and how much by it."""
    return f"{line.commission_rule}, {rate_words(line.commission_rate)}"
