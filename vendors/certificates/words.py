"""How a certificate's standing is called and shown."""

from typing import Final

from flask_babel import lazy_gettext as _l

from vendors.certificates.queries import Standing
from vendors.words import Chip

STANDING_CHIPS: Final[dict[Standing, Chip]] = {
    Standing.UNVERIFIED: Chip(_l("Chờ xác nhận"), "calling", "clock"),
    Standing.VALID: Chip(_l("Còn hạn"), "good", "badge-check"),
    Standing.EXPIRING: Chip(_l("Sắp hết hạn"), "calling", "timer"),
    Standing.EXPIRED: Chip(_l("Hết hạn"), "bad", "circle-x"),
    Standing.WITHDRAWN: Chip(_l("Đã thu hồi"), "bad", "ban"),
}
