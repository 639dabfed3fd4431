"""How far a declaration has come, in words and chips."""

from typing import Final

from flask_babel import lazy_gettext as _l

from orders.declarations.models import DeclarationState
from vendors.words import Chip

STATES: Final[dict[DeclarationState, Chip]] = {
    DeclarationState.PREPARED: Chip(_l("Đã lập, chưa nộp"), "calling", "pencil"),
    DeclarationState.FILED: Chip(_l("Đã nộp tờ khai, chưa nộp tiền"), "calling", "clock"),
    DeclarationState.PAID: Chip(_l("Đã nộp xong"), "good", "circle-check"),
}
RUNNING = Chip(_l("Tháng chưa hết"), "calm", "clock")
TO_PREPARE = Chip(_l("Chưa lập"), "calling", "clipboard-list")
