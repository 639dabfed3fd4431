"""What stands on the papers of a parcel. They are in Vietnamese, whoever prints them: carriers and buyers read them."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from marketplace.accounts.models import User
from marketplace.clock import in_vietnam
from marketplace.documents.loose import as_loose_pdf, qr_drawing
from marketplace.errors import MoveNotAllowed
from marketplace.phones import format_phone
from marketplace.weights import weight_words
from orders.fulfilment.privacy import Receiver, read_receiver
from orders.kinds import DELIVERED, PaymentMethod
from orders.line_shares import left_of_line
from orders.models import OrderLine, VendorOrder
from orders.papers.models import PaperKind
from orders.wishes.models import OrderWish
from orders.wishes.operations import wishes_of
from vendors.delivery.models import DeliveryKind
from vendors.models import Member, Vendor
from vendors.stock.packing import LotTaken, lots_taken

WAYS = {
    DeliveryKind.CARRIER: "Gửi qua đơn vị vận chuyển",
    DeliveryKind.OWN: "Nhà sản xuất tự giao",
    DeliveryKind.PICKUP: "Khách đến lấy",
}


class NoPaperAnyMore(MoveNotAllowed):
    """The order has ended; who its buyer was concerns nobody any more."""

    def __init__(self, number: str) -> None:
        """Name the order."""
        super().__init__(gettext("Đơn %(number)s đã dừng hoặc đã xong, không in giấy được nữa.", number=number))


def papers_of(parts: Sequence[VendorOrder], kind: PaperKind, *, vendor: Vendor, reader: Member, by: User) -> bytes:
    """Set the papers of the vendor's parts as one PDF; each buyer read is written into the trail.

    Packing lists do not say who the buyer is. Raises NoPaperAnyMore.
    """
    lots = lots_taken([part.held_for for part in parts])
    wishes = wishes_of([part.order_id for part in parts])
    sender = {
        "name": vendor.name,
        "phone": format_phone(vendor.phone),
        "address": f"{vendor.street}, {vendor.commune.full_name}, Quảng Ninh",
    }
    rows = [
        {
            **_goods(part, lots.get(part.held_for, [])),
            **_gift(wishes.get(part.order_id)),
            "receiver": _receiver(part, kind, reader=reader, by=by),
        }
        for part in parts
    ]
    return as_loose_pdf("parcels-1", {"kind": kind, "sender": sender, "parts": rows})


def _receiver(part: VendorOrder, kind: PaperKind, *, reader: Member, by: User) -> dict[str, str]:
    if kind is PaperKind.PACKING:
        return {}
    receiver: Receiver | None = read_receiver(part, by=by, role=reader.role)
    if receiver is None:
        raise NoPaperAnyMore(part.number)
    return {
        "name": receiver.full_name,
        "phone": format_phone(receiver.phone),
        "address": receiver.address,
        "note": receiver.note,
    }


def _gift(wish: OrderWish | None) -> dict[str, Any]:
    return {"is_gift": bool(wish and wish.is_gift), "gift_note": wish.gift_note if wish else ""}


def _goods(part: VendorOrder, lots: Sequence[LotTaken]) -> dict[str, Any]:
    left = part.left
    lines = [_line(line, lots) for line in part.lines if line.quantity > line.credited_quantity]
    goods_dong = sum(line["line_dong"] for line in lines)
    by_cash = part.order.method is PaymentMethod.CASH and part.status not in DELIVERED
    return {
        "number": part.number,
        "placed": f"{in_vietnam(part.order.placed_at):%d/%m/%Y}",
        "place": f"{part.order.commune.full_name}, {part.order.province.name}",
        "way": _way(part),
        "carrier": part.carrier,
        "tracking": part.tracking_code,
        "cash_dong": left.total_dong if by_cash else 0,
        "goods_dong": goods_dong,
        "delivery_dong": left.delivery_dong,
        "off_dong": goods_dong + left.delivery_dong - left.total_dong,
        "total_dong": left.total_dong,
        "lines": lines,
        "qr": qr_drawing(part.number),
    }


def _way(part: VendorOrder) -> str:
    if part.pickup_from is None or part.pickup_until is None:
        return WAYS[part.delivery_kind]
    first, last = in_vietnam(part.pickup_from), in_vietnam(part.pickup_until)
    return f"{WAYS[part.delivery_kind]} {first:%H:%M}-{last:%H:%M} {first:%d/%m/%Y}"


def _line(line: OrderLine, lots: Sequence[LotTaken]) -> dict[str, Any]:
    quantity = line.quantity - line.credited_quantity
    return {
        "title": line.title,
        "label": line.variant_label + (f", {weight_words(line.weighed_grams)}" if line.weighed_grams else ""),
        "sku": line.sku,
        "quantity": quantity,
        "line_dong": left_of_line(line).goods_dong,
        "lots": [_lot(lot) for lot in lots if lot.variant_id == line.variant_id],
    }


def _lot(lot: LotTaken) -> str:
    until = f", HSD {lot.best_before_on:%d/%m/%Y}" if lot.best_before_on else ""
    return f"{lot.code}{until} × {lot.quantity}"
