"""What the states of a reduction are called on pages."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vendors.reductions.models import ReductionState


class Chip(NamedTuple):
    """A state as a chip shows it."""

    label: LazyString
    tone: str
    icon: str


CHIPS: dict[ReductionState, Chip] = {
    ReductionState.PLANNED: Chip(_l("Sắp bắt đầu"), "going", "calendar"),
    ReductionState.RUNNING: Chip(_l("Đang giảm"), "good", "percent"),
    ReductionState.ENDED: Chip(_l("Đã kết thúc"), "calm", "ban"),
    ReductionState.WITHDRAWN: Chip(_l("Đã rút lại"), "calm", "undo"),
}
