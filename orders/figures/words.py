"""What days, weeks and months are called on the page."""

from dataclasses import dataclass

from flask_babel import LazyString, format_decimal
from flask_babel import lazy_gettext as _l

from orders.figures.spans import Grain


@dataclass(frozen=True)
class GrainWords:
    """The tab, what is shown, what it is compared with, and the head of the table's first column."""

    tab: LazyString
    shown: LazyString
    before: LazyString
    head: LazyString


GRAINS: dict[Grain, GrainWords] = {
    Grain.DAY: GrainWords(_l("Theo ngày"), _l("14 ngày qua"), _l("14 ngày trước đó"), _l("Ngày")),
    Grain.WEEK: GrainWords(_l("Theo tuần"), _l("12 tuần qua"), _l("12 tuần trước đó"), _l("Tuần")),
    Grain.MONTH: GrainWords(_l("Theo tháng"), _l("12 tháng qua"), _l("12 tháng trước đó"), _l("Tháng")),
}


def share(percent: float) -> str:
    """Write a share as the reader's language does: 12,5%."""
    return f"{format_decimal(percent)}%"
