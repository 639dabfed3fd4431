"""What of a line's money falls to some of its pieces, before and after it was weighed: pure functions, to the đồng."""

from dataclasses import astuple

from orders.models import OrderLine
from orders.shares import Share, portion


def share_of(line: OrderLine, quantity: int) -> Share:
    """What is taken off with so many of the pieces that are left."""
    return _portion(_whole(line), taken=_taken(line), more=quantity, of=_pieces(line))


def left_of_line(line: OrderLine) -> Share:
    """What is left of the line's money."""
    return share_of(line, line.left_quantity)


def at_weight(line: OrderLine, dong: int) -> Share:
    """What the pieces that are left come to when they cost so much by their weight, less than agreed.

    Commission and tax are the same part of it, rounded down.
    """
    return _scaled(left_of_line(line), dong)


def _whole(line: OrderLine) -> Share:
    """The money of all pieces, or of those that were weighed."""
    agreed = Share(line.line_dong, 0, line.commission_dong, line.vat_dong, line.pit_dong, line.promotion_dong)
    if line.weighed_dong is None:
        return agreed
    before = _portion(agreed, taken=line.quantity - _pieces(line), more=_pieces(line), of=line.quantity)
    return _scaled(before, line.weighed_dong)


def _pieces(line: OrderLine) -> int:
    return line.quantity if line.weighed_quantity is None else line.weighed_quantity


def _taken(line: OrderLine) -> int:
    return _pieces(line) - line.left_quantity


def _portion(share: Share, *, taken: int, more: int, of: int) -> Share:
    def part(amount_dong: int) -> int:
        return portion(amount_dong, taken=taken, more=more, of=of)

    return Share(*map(part, astuple(share)))


def _scaled(share: Share, dong: int) -> Share:
    def part(amount_dong: int) -> int:
        return amount_dong * dong // share.goods_dong

    return Share(*map(part, astuple(share)))
