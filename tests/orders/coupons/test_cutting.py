"""What coupons take off: whole đồng, never more than a line has room for, and every đồng once."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from orders.coupons.cutting import Piece, Standing, cuts, room_of
from orders.coupons.models import Coupon, CouponKind
from orders.coupons.obstacles import Obstacle

TODAY = date(2026, 11, 23)


def a_coupon(number: int = 1, *, vendor_id: int | None = None, **more: object) -> Coupon:
    terms: dict[str, object] = {
        "kind": CouponKind.PERCENT,
        "basis_points": 1_000,
        "first_day": TODAY,
        "last_day": TODAY,
        "least_order_dong": 0,
        "first_order_only": False,
        "listing_ids": [],
        "category_numbers": [],
        "vendor_ids": [],
        "uses": 0,
        "cost_dong": 0,
        **more,
    }
    return Coupon(id=number, vendor_id=vendor_id, code=f"MA{number:04}", printed=f"MA{number:04}", **terms)


def a_piece(number: int, line_dong: int, *, vendor_id: int = 1, room_dong: int | None = None) -> Piece:
    room = line_dong // 2 if room_dong is None else room_dong
    return Piece(number, number, vendor_id, 6, line_dong, room)


def cut(coupon: Coupon, *pieces: Piece, delivery: dict[int, int] | None = None, **standing: object) -> object:
    return cuts([Standing(coupon, **standing)], pieces, delivery or {}, today=TODAY)[0]


def test_a_share_is_divided_over_the_lines() -> None:
    assert cut(a_coupon(), a_piece(1, 100_001), a_piece(2, 50_000)).goods == {1: 10_000, 2: 5_000}


def test_a_share_stops_at_its_cap() -> None:
    assert cut(a_coupon(most_dong=7_000), a_piece(1, 100_000)).off_dong == 7_000


def test_goods_reduced_today_give_only_what_the_law_leaves() -> None:
    """From 100.000 to 60.000: no more than 10.000 can still be taken off."""
    room = room_of(price_dong=60_000, regular_dong=100_000, quantity=2)
    assert room == 20_000
    assert cut(a_coupon(basis_points=5_000), a_piece(1, 120_000, room_dong=room)).off_dong == 20_000
    assert cut(a_coupon(), a_piece(1, 50_000, room_dong=0)).obstacle is Obstacle.NO_ROOM


def test_delivery_is_paid_up_to_an_amount() -> None:
    coupon = a_coupon(kind=CouponKind.DELIVERY, basis_points=None, most_dong=25_000)
    pieces = a_piece(1, 90_000), a_piece(2, 90_000, vendor_id=2)
    assert cut(coupon, *pieces, delivery={1: 30_000, 2: 10_000}).delivery == {1: 18_750, 2: 6_250}
    assert cut(coupon, *pieces).obstacle is Obstacle.NO_DESTINATION
    assert cut(coupon, *pieces, delivery={1: 0, 2: 0}).obstacle is Obstacle.FREE_ALREADY


def test_why_not() -> None:
    pieces = (a_piece(1, 100_000),)
    told = {
        Obstacle.ENDED: cut(a_coupon(ended_at=TODAY), *pieces),
        Obstacle.PAUSED: cut(a_coupon(paused_at=TODAY), *pieces),
        Obstacle.EXPIRED: cut(a_coupon(last_day=date(2026, 11, 22)), *pieces),
        Obstacle.TOO_EARLY: cut(a_coupon(first_day=date(2026, 11, 24)), *pieces),
        Obstacle.USED_UP: cut(a_coupon(most_uses=3, uses=3), *pieces),
        Obstacle.USED_BY_BUYER: cut(a_coupon(most_uses_each=1), *pieces, uses_by_buyer=1),
        Obstacle.NOT_FIRST_ORDER: cut(a_coupon(first_order_only=True), *pieces, has_ordered=True),
        Obstacle.NOTHING_FITS: cut(a_coupon(vendor_id=2), *pieces),
        Obstacle.TOO_LITTLE: cut(a_coupon(least_order_dong=100_001), *pieces),
    }
    assert {expected: made.obstacle for expected, made in told.items()} == {each: each for each in told}
    assert cut(a_coupon(budget_dong=9_999), *pieces).obstacle is Obstacle.USED_UP
    assert cut(a_coupon(listing_ids=[2]), *pieces).obstacle is Obstacle.NOTHING_FITS
    assert cut(a_coupon(category_numbers=[6]), *pieces).off_dong == 10_000


def test_a_vendors_coupon_comes_before_the_markets() -> None:
    """The market pays a tenth of what is left."""
    coupons = [a_coupon(1), a_coupon(2, vendor_id=1, basis_points=2_000)]
    vendors, markets = cuts([Standing(each) for each in coupons], [a_piece(1, 100_000)], {}, today=TODAY)
    assert (vendors.off_dong, markets.off_dong) == (20_000, 8_000)


KINDS = st.sampled_from(CouponKind)
LINES = st.lists(
    st.tuples(st.integers(1, 900_000), st.integers(1, 900_000), st.integers(1, 9), st.integers(1, 3)),
    min_size=1,
    max_size=6,
)


@given(lines=LINES, kinds=st.tuples(KINDS, KINDS), most=st.integers(1, 10**6), share=st.integers(1, 5_000))
def test_no_line_gives_more_than_it_may(
    lines: list[tuple[int, int, int, int]], kinds: tuple[CouponKind, CouponKind], most: int, share: int
) -> None:
    pieces = []
    for number, (price, regular, quantity, vendor_id) in enumerate(lines):
        room = room_of(price_dong=min(price, regular), regular_dong=regular, quantity=quantity)
        pieces.append(a_piece(number, min(price, regular) * quantity, vendor_id=vendor_id, room_dong=room))
    delivery = {vendor_id: 30_001 for _, _, _, vendor_id in lines}
    coupons = [
        a_coupon(number, vendor_id=owner, kind=kind, most_dong=most, basis_points=share)
        for number, (owner, kind) in enumerate(zip((1, None), kinds, strict=True), start=1)
    ]
    made = cuts([Standing(each) for each in coupons], pieces, delivery, today=TODAY)
    for piece, (_, regular, quantity, _) in zip(pieces, lines, strict=True):
        off = sum(each.goods.get(piece.variant_id, 0) for each in made)
        assert 0 <= off <= piece.room_dong
        assert not off or 2 * (piece.line_dong - off) >= regular * quantity
    assert all(sum(each.delivery.get(vendor, 0) for each in made) <= dong for vendor, dong in delivery.items())
    assert all(each.off_dong <= most for each in made)
