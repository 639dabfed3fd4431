"""What ways of delivery and zones are called, and which of them a vendor can offer."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vendors.delivery.models import DeliveryKind, DeliveryZone
from vendors.delivery.operations import Way

WAY_KINDS: Final[dict[DeliveryKind, LazyString]] = {
    DeliveryKind.CARRIER: _l("Đơn vị vận chuyển"),
    DeliveryKind.OWN: _l("Nhà sản xuất tự giao"),
    DeliveryKind.PICKUP: _l("Khách đến lấy"),
}

ZONE_NAMES: Final[dict[DeliveryZone, LazyString]] = {
    DeliveryZone.COMMUNE: _l("Cùng xã, phường"),
    DeliveryZone.PROVINCE: _l("Trong tỉnh"),
    DeliveryZone.COUNTRY: _l("Cả nước"),
}

WAYS: Final[tuple[Way, ...]] = (
    (DeliveryKind.CARRIER, DeliveryZone.COMMUNE),
    (DeliveryKind.CARRIER, DeliveryZone.PROVINCE),
    (DeliveryKind.CARRIER, DeliveryZone.COUNTRY),
    (DeliveryKind.OWN, DeliveryZone.COMMUNE),
    (DeliveryKind.OWN, DeliveryZone.PROVINCE),
    (DeliveryKind.PICKUP, DeliveryZone.COUNTRY),
)


def way_named(kind: str, zone: str) -> Way | None:
    """Give the way of delivery of these names, if a vendor can offer it."""
    return next((way for way in WAYS if way == (kind, zone)), None)


def way_name(way: Way) -> str:
    """Say a way of delivery in words."""
    if way[0] is DeliveryKind.PICKUP:
        return str(WAY_KINDS[way[0]])
    return f"{WAY_KINDS[way[0]]} · {ZONE_NAMES[way[1]]}"
