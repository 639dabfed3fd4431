"""What coupons take off an order: to the đồng, divided by the largest remainder. Pure: nothing is read or written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from marketplace.money import percent_of, share_out
from orders.coupons.models import Coupon, CouponKind
from orders.coupons.obstacles import Obstacle, of_goods, of_terms, sentence_of

HALF = 2
"""Goods are sold for at least one part in so many of their price just before (Decree 81/2018/NĐ-CP, art. 6 and 7)."""


@dataclass(frozen=True)
class Standing:
    """A coupon, and what is known of the buyer: how often it was used, whether something was ordered before."""

    coupon: Coupon
    uses_by_buyer: int = 0
    has_ordered: bool = False


@dataclass(frozen=True)
class Piece:
    """A line that could cost less: what it costs, and of that what the law lets coupons take off (đồng)."""

    variant_id: int
    listing_id: int
    vendor_id: int
    category_number: int
    line_dong: int
    room_dong: int


@dataclass(frozen=True)
class Cut:
    """What one coupon takes off: of lines by variant, of delivery by vendor; or why it does not apply.

    `goods_dong` is what the goods cost that it is for.
    """

    coupon: Coupon
    goods: Mapping[int, int] = field(default_factory=dict)
    delivery: Mapping[int, int] = field(default_factory=dict)
    obstacle: Obstacle | None = None
    goods_dong: int = 0

    @property
    def off_dong(self) -> int:
        """All that it takes off."""
        return sum(self.goods.values()) + sum(self.delivery.values())

    @property
    def sentence(self) -> str:
        """Why it does not apply, for the buyer; empty when it does."""
        return sentence_of(self.coupon, self.obstacle, goods_dong=self.goods_dong) if self.obstacle else ""


def room_of(*, price_dong: int, regular_dong: int, quantity: int) -> int:
    """What coupons may take off so many pieces: no more than half the price, a reduction of today counted in."""
    return max(price_dong - -(-regular_dong // HALF), 0) * quantity


def cuts(
    standings: Sequence[Standing], pieces: Sequence[Piece], delivery: Mapping[int, int], *, today: date
) -> tuple[Cut, ...]:
    """Say what each coupon takes off these lines and their delivery (đồng by vendor, as far as it is known).

    Vendors' coupons come first: the market's pays of what is left. Together they never take more than a line has room
    for, nor more of a delivery than it costs.
    """
    made: list[Cut] = []
    for standing in sorted(standings, key=lambda each: (each.coupon.vendor_id is None, each.coupon.id)):
        worth_dong = sum(piece.line_dong for piece in pieces if _fits(standing.coupon, piece))
        lowered, less = _lowered(pieces, made), _less(delivery, made)
        made.append(_cut(standing, lowered, less, goods_dong=worth_dong, today=today))
    return tuple(made)


def _lowered(pieces: Sequence[Piece], made: Sequence[Cut]) -> list[Piece]:
    def lower(piece: Piece) -> Piece:
        off = sum(cut.goods.get(piece.variant_id, 0) for cut in made)
        line_dong, room_dong = piece.line_dong - off, piece.room_dong - off
        return replace(piece, line_dong=line_dong, room_dong=room_dong)

    return [lower(piece) for piece in pieces]


def _less(delivery: Mapping[int, int], made: Sequence[Cut]) -> dict[int, int]:
    return {
        vendor_id: dong - sum(cut.delivery.get(vendor_id, 0) for cut in made) for vendor_id, dong in delivery.items()
    }


def _cut(
    standing: Standing, pieces: Sequence[Piece], delivery: Mapping[int, int], *, goods_dong: int, today: date
) -> Cut:
    """What one takes off what the others have left; `goods_dong` is what its goods cost without any."""
    coupon = standing.coupon
    chosen = [piece for piece in pieces if _fits(coupon, piece)]
    obstacle = of_terms(coupon, uses_by_buyer=standing.uses_by_buyer, has_ordered=standing.has_ordered, today=today)
    obstacle = obstacle or of_goods(coupon, goods_dong=goods_dong)
    if obstacle:
        return Cut(coupon, obstacle=obstacle, goods_dong=goods_dong)
    cut = WAYS[coupon.kind](coupon, chosen, delivery)
    left = None if coupon.budget_dong is None else coupon.budget_dong - coupon.cost_dong
    if left is not None and cut.off_dong > left:
        return Cut(coupon, obstacle=Obstacle.USED_UP)
    return cut


def _fits(coupon: Coupon, piece: Piece) -> bool:
    return coupon.is_for(vendor_id=piece.vendor_id, listing_id=piece.listing_id, category_number=piece.category_number)


def _percent(coupon: Coupon, chosen: Sequence[Piece], _delivery: Mapping[int, int]) -> Cut:
    share = percent_of(sum(piece.line_dong for piece in chosen), coupon.basis_points or 0)
    return _off_goods(coupon, chosen, share if coupon.most_dong is None else min(share, coupon.most_dong))


def _amount(coupon: Coupon, chosen: Sequence[Piece], _delivery: Mapping[int, int]) -> Cut:
    return _off_goods(coupon, chosen, coupon.most_dong or 0)


def _off_goods(coupon: Coupon, chosen: Sequence[Piece], wanted_dong: int) -> Cut:
    """Divide what is taken off by the room of each line, so that no line gives more than it may."""
    rooms = [piece.room_dong for piece in chosen]
    off = min(wanted_dong, sum(rooms))
    if off <= 0:
        return Cut(coupon, obstacle=Obstacle.NO_ROOM)
    shares = zip(chosen, share_out(off, rooms), strict=True)
    return Cut(coupon, goods={piece.variant_id: share for piece, share in shares if share})


def _off_delivery(coupon: Coupon, chosen: Sequence[Piece], delivery: Mapping[int, int]) -> Cut:
    vendor_ids = list(dict.fromkeys(piece.vendor_id for piece in chosen))
    if not set(vendor_ids) <= delivery.keys():
        return Cut(coupon, obstacle=Obstacle.NO_DESTINATION)
    costs = [delivery[vendor_id] for vendor_id in vendor_ids]
    off = min(coupon.most_dong or 0, sum(costs))
    if off <= 0:
        return Cut(coupon, obstacle=Obstacle.FREE_ALREADY)
    shares = zip(vendor_ids, share_out(off, costs), strict=True)
    return Cut(coupon, delivery={vendor_id: share for vendor_id, share in shares if share})


Way = Callable[[Coupon, Sequence[Piece], Mapping[int, int]], Cut]
WAYS: dict[CouponKind, Way] = {
    CouponKind.PERCENT: _percent,
    CouponKind.AMOUNT: _amount,
    CouponKind.DELIVERY: _off_delivery,
}
