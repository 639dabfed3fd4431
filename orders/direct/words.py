"""What transfers to vendors and their refunds are called on the seller's and the desk's pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString, format_timedelta
from flask_babel import lazy_gettext as _l

from marketplace import clock
from orders.direct.models import DirectStatus, RefundStep, StepKind
from orders.payments.models import RefundStatus


@dataclass(frozen=True)
class Chip:
    """A state as a chip shows it."""

    label: LazyString
    tone: str
    icon: str


@dataclass(frozen=True)
class Said:
    """Something that was said, as a timeline shows it."""

    label: LazyString
    at: datetime
    by: str
    note: str
    tone: str
    icon: str


TRANSFERS: dict[DirectStatus, Chip] = {
    DirectStatus.AWAITING: Chip(_l("Chờ khách chuyển"), "calm", "clock"),
    DirectStatus.CLAIMED: Chip(_l("Khách báo đã chuyển"), "calling", "bell"),
    DirectStatus.RECEIVED: Chip(_l("Đã nhận tiền"), "good", "circle-check"),
    DirectStatus.NOT_RECEIVED: Chip(_l("Chưa thấy tiền"), "bad", "alert-triangle"),
    DirectStatus.GIVEN_BACK: Chip(_l("Đã hoàn khách"), "calm", "undo"),
    DirectStatus.VOID: Chip(_l("Không phải trả"), "calm", "ban"),
}
GIVEN_BACK: dict[RefundStatus, Chip] = {
    RefundStatus.ACCOUNT_NEEDED: Chip(_l("Phải hoàn, chờ tài khoản"), "calling", "clock"),
    RefundStatus.DUE: Chip(_l("Phải hoàn"), "calling", "bell"),
    RefundStatus.SENT: Chip(_l("Chờ khách xác nhận"), "going", "clock"),
    RefundStatus.DONE: Chip(_l("Đã hoàn"), "good", "circle-check"),
    RefundStatus.FAILED: Chip(_l("Khách báo chưa nhận được"), "bad", "alert-triangle"),
}
SAID: dict[StepKind, Chip] = {
    StepKind.ACCOUNT: Chip(_l("Khách ghi tài khoản"), "calm", "landmark"),
    StepKind.IN_CASH: Chip(_l("Khách muốn nhận tiền mặt"), "calm", "hand-coins"),
    StepKind.GIVEN_BACK: Chip(_l("Nhà sản xuất báo đã hoàn"), "going", "banknote"),
    StepKind.CONFIRMED: Chip(_l("Khách đã nhận lại tiền"), "good", "circle-check"),
    StepKind.OBJECTED: Chip(_l("Khách báo chưa nhận được"), "bad", "alert-triangle"),
    StepKind.NEVER_CAME: Chip(_l("Nhà sản xuất báo chưa từng nhận tiền"), "bad", "alert-triangle"),
    StepKind.SETTLED: Chip(_l("Chợ kết thúc việc hoàn tiền"), "good", "gavel"),
}


def said_of(steps: Sequence[RefundStep], *, with_names: bool = False) -> list[Said]:
    """What was said of a refund, newest first; who said it only for staff."""
    return [_said(step, step.by.full_name if step.by and with_names else "") for step in reversed(steps)]


def age_of(moment: datetime) -> str:
    """How long ago it was, roughly."""
    return str(format_timedelta(clock.now() - moment, granularity="minute", threshold=1.5))


def _said(step: RefundStep, name: str) -> Said:
    chip = SAID[step.kind]
    return Said(label=chip.label, at=step.at, by=name, note=step.words, tone=chip.tone, icon=chip.icon)
