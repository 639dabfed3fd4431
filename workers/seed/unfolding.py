"""How the orders of the demo go on: what vendors do with their parts, by the operations of fulfilment."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random
from typing import Final

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.settings import settings
from orders.fulfilment import deadlines, endings, operations, releasing
from orders.models import Order, OrderLine, VendorOrder
from orders.payments.gateways import AT_GATEWAYS
from orders.steps import lines_of
from vendors.delivery.models import DeliveryKind
from workers.seed.agenda import Agenda
from workers.seed.freight import Freight
from workers.seed.opinions import Opinions
from workers.seed.people import owner_of
from workers.seed.scripts import Course

CARRIERS: Final = (("Viettel Post", "VTP"), ("VNPost", "EMS"), ("J&T Express", "JT"))
REFUSALS: Final = ("Biển động, mấy hôm nay không có hàng.", "Mẻ này vừa hết, tuần sau mới có.")
CHANGES_OF_MIND: Final = ("Tôi đặt nhầm số lượng.", "Tôi đổi ý, xin lỗi nhà mình.", "")
NOT_FOUND: Final = "Gọi nhiều lần không ai nghe máy."
BY_STAFF: Final = "Nhà sản xuất báo lô hàng cần kiểm tra lại."
ANSWER: Final = 3, 9, 3
"""Hours until a vendor answers: at least, at most, usually."""
A_MINUTE: Final = 1 / 60
LIGHTER: Final = 0.86, 0.99
"""What goods sold by weight turn out to weigh, of what was agreed."""


@dataclass
class Parts:
    """Lets parts of orders go their way."""

    agenda: Agenda
    chance: Random
    administrator: User
    freight: Freight
    owners: dict[int, User] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Leave what people think, and the scales, to chances of their own."""
        self.scales = Random("scales")
        self.opinions = Opinions(self.agenda, Random("opinions"), _buyer_of, self._owner_of)

    def routed(self, part: VendorOrder, course: Course) -> None:
        """The vendor has been given the part: it goes its course from here."""
        follow = {
            Course.WELL: self._accept_later,
            Course.RETURNED: self._accept_later,
            Course.IN_PARTS: self._accept_later,
            Course.REFUSED: lambda part, _: self._later(3, 9, part, self._refuse),
            Course.UNANSWERED: lambda part, _: self._leave(part),
            Course.CANCELLED: lambda part, _: self._later(0.4, 2, part, self._cancel),
            Course.CANCELLED_BY_STAFF: self._accept_later,
        }
        follow[course](part, course)

    def cancel_unpaid(self, part: VendorOrder) -> None:
        """The buyer thinks better of it before any money has moved."""
        self._later(0.3, 3, part, self._cancel)

    def _accept_later(self, part: VendorOrder, course: Course) -> None:
        hours = self.chance.triangular(*ANSWER)
        self._later(hours, hours, part, lambda part: self._accept(part, course))
        if hours > settings().reply_reminder_hours:
            self._remind_later(part.id)

    def _leave(self, part: VendorOrder) -> None:
        part_id = part.id
        self._remind_later(part_id)
        self.agenda.after(settings().reply_hours + A_MINUTE, lambda: deadlines.end_unanswered(part_id))

    def _remind_later(self, part_id: int) -> None:
        self.agenda.after(settings().reply_reminder_hours + A_MINUTE, lambda: deadlines.remind(part_id))

    def _accept(self, part: VendorOrder, course: Course) -> None:
        operations.accept(part, by=self._owner_of(part))
        if course is Course.CANCELLED_BY_STAFF:
            self._later(2, 6, part, self._cancel_by_staff)
        else:
            self._later(12, 16, part, lambda part: self._pack(part, course))

    def _pack(self, part: VendorOrder, course: Course) -> None:
        operations.pack(part, by=self._owner_of(part), grams=self._weights_of(part))
        self._later(14, 20, part, lambda part: self._ship(part, course))

    def _ship(self, part: VendorOrder, course: Course) -> None:
        by_carrier = part.delivery_kind is DeliveryKind.CARRIER
        first = self._half_of(part) if course is Course.IN_PARTS else None
        if first:
            self._send(part, by_carrier=by_carrier, quantities=first)
            self._later(18, 22, part, lambda part: self._ship(part, Course.WELL))
            return
        if by_carrier and not part.carrier and self.freight.is_wanted():
            self.freight.hand_over(part, by=self._owner_of(part))
        else:
            self._send(part, by_carrier=by_carrier)
        if course is Course.RETURNED:
            self._later(70, 80, part, self._turn_back)
        else:
            self._later(26, 60, part, self._deliver)

    def _half_of(self, part: VendorOrder) -> dict[int, int]:
        """What goes in the first of two parcels: half of the goods; nothing when there is only one piece."""
        pieces = [line.id for line in lines_of(part) for _ in range(line.unsent_quantity)]
        return dict(Counter(pieces[: len(pieces) // 2]))

    def _weight_of(self, line: OrderLine) -> int:
        """Somewhat less than was agreed."""
        return round(line.most_grams * self.scales.uniform(*LIGHTER))

    def _weights_of(self, part: VendorOrder) -> dict[int, int]:
        """What the scales show; as much as was agreed where a gateway, which is not there, would have to give back."""
        weighed = [line for line in lines_of(part) if line.is_to_be_weighed]
        paid = db.session.get_one(Order, part.order_id).method if weighed else None
        exact = paid in AT_GATEWAYS
        return {line.id: line.most_grams if exact else self._weight_of(line) for line in weighed}

    def _send(self, part: VendorOrder, *, by_carrier: bool, quantities: Mapping[int, int] | None = None) -> None:
        carrier, prefix = self.chance.choice(CARRIERS)
        code = f"{prefix}{self.chance.randrange(10**9):09}" if by_carrier else ""
        carrier = carrier if by_carrier else ""
        operations.ship(part, by=self._owner_of(part), carrier=carrier, tracking_code=code, quantities=quantities)

    def _deliver(self, part: VendorOrder) -> None:
        if part.carrier_id:
            self.freight.tell(part, "delivered")
        else:
            operations.deliver(part, by=self._owner_of(part))
        if part.release_at is None:
            raise LookupError(part.number)
        self.opinions.delivered(part)
        part_id = part.id
        self.agenda.at(part.release_at + timedelta(minutes=1), lambda: releasing.release([part_id]))

    def _turn_back(self, part: VendorOrder) -> None:
        if part.carrier_id:
            self.freight.tell(part, "return")
        else:
            operations.turn_back(part, by=self._owner_of(part), reason=NOT_FOUND)
        self._later(40, 70, part, self._take_back)

    def _take_back(self, part: VendorOrder) -> None:
        if part.carrier_id:
            self.freight.tell(part, "returned")
        else:
            operations.take_back(part, by=self._owner_of(part))

    def _refuse(self, part: VendorOrder) -> None:
        operations.refuse(part, by=self._owner_of(part), reason=self.chance.choice(REFUSALS))

    def _cancel(self, part: VendorOrder) -> None:
        endings.cancel(part, by=_buyer_of(part), reason=self.chance.choice(CHANGES_OF_MIND))

    def _cancel_by_staff(self, part: VendorOrder) -> None:
        endings.cancel_by_staff(part, by=self.administrator, reason=BY_STAFF)

    def _owner_of(self, part: VendorOrder) -> User:
        if part.vendor_id not in self.owners:
            self.owners[part.vendor_id] = owner_of(part.vendor_id)
        return self.owners[part.vendor_id]

    def _later(self, least: float, most: float, part: VendorOrder, act: Callable[[VendorOrder], None]) -> None:
        """Do something with the part between so many hours from now; every verb reads it again under its lock."""
        self.agenda.after(self.chance.uniform(least, most), partial(act, part))


def _buyer_of(part: VendorOrder) -> User | None:
    """Whoever placed the order; nobody for a guest."""
    buyer_id = db.session.get_one(Order, part.order_id).buyer_id
    return db.session.get_one(User, buyer_id) if buyer_id else None
