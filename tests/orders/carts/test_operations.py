"""Carts: merged, capped, swept."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.errors import Invalid, NotFound
from orders.carts import operations
from orders.carts.contents import Trouble
from orders.carts.models import Cart, CartLine
from orders.carts.queries import contents, count_of
from tests.factories.listings import a_listing, a_variant, the_stock
from tests.factories.orders import a_cart, a_shop, first_variant_of
from tests.factories.people import a_person
from vendors.stock import operations as stock

pytestmark = pytest.mark.usefixtures("app")


def quantities(cart: Cart) -> list[int]:
    lines = select(CartLine).where(CartLine.cart_id == cart.id).order_by(CartLine.id)
    return [line.quantity for line in db.session.scalars(lines.execution_options(populate_existing=True))]


def test_a_person_has_one_cart() -> None:
    lan = a_person()
    assert operations.open_cart(user=lan) is operations.open_cart(user=lan)


def test_merging_adds_up_to_the_most_of_a_kind() -> None:
    lan, listing = a_person(), a_listing()
    mine, guests = a_cart(listing, quantity=6_000, user=lan), a_cart(listing, quantity=6_000)
    assert operations.cart_of(lan, guests.token) is mine
    assert quantities(mine) == [operations.MOST_OF_A_KIND]
    assert db.session.scalars(select(Cart)).all() == [mine]


def test_adding_again_stays_within_the_most_of_a_kind() -> None:
    listing = a_listing()
    cart = a_cart(listing, quantity=operations.MOST_OF_A_KIND)
    operations.add(cart, first_variant_of(listing).id, 5)
    assert quantities(cart) == [operations.MOST_OF_A_KIND]


def test_the_head_counts_what_merging_will_give() -> None:
    lan, first, second = a_person(), a_listing(), a_listing()
    a_cart(first, user=lan)
    guests = a_cart(first, second)
    assert count_of(lan, guests.token) == 2
    assert count_of(None, guests.token) == 2
    assert count_of(lan, None) == 1
    assert count_of(None, None) == 0


def test_a_cart_holds_only_so_many_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MOST_LINES", 2)
    cart = a_cart(a_listing(), a_listing())
    with pytest.raises(Invalid, match="2 món"), db.session.begin_nested():
        operations.add(cart, first_variant_of(a_listing()).id, 1)
    assert quantities(cart) == [1, 1]


def test_a_line_of_another_cart_cannot_be_changed() -> None:
    mine, other = a_cart(a_listing()), a_cart(a_listing())
    [line] = db.session.scalars(select(CartLine).where(CartLine.cart_id == other.id))
    with pytest.raises(NotFound):
        operations.set_quantity(mine, line.id, 2)
    with pytest.raises(NotFound):
        operations.agree_to_price(mine, line.id, 1)


def test_old_guest_carts_are_swept_and_peoples_are_kept() -> None:
    long_ago = clock.now() - timedelta(days=operations.GUEST_CART_DAYS + 1)
    with clock.at(long_ago):
        a_cart(a_listing())
        kept = a_cart(a_listing(), user=a_person())
    fresh = a_cart(a_listing())
    assert operations.sweep_guest_carts() == 1
    assert set(db.session.scalars(select(Cart.id))) == {kept.id, fresh.id}


def test_what_is_held_past_its_end_can_be_had_again() -> None:
    """A sweeper that is late never makes a buyer wait."""
    listing = a_listing(stock=1)
    variant = first_variant_of(listing)
    stock.reserve({variant.id: 1}, held_for={variant.id: "other"}, ends_at=clock.now() + timedelta(hours=1))
    cart = a_cart(listing)
    [group] = contents(cart).groups
    assert group.items[0].trouble is Trouble.SOLD_OUT
    with clock.at(clock.now() + timedelta(hours=2)):
        [group] = contents(cart).groups
        assert group.items[0].trouble is None
    assert the_stock(variant).reserved == 1


def test_groups_stand_in_the_order_in_which_they_came() -> None:
    first, second = a_shop("Tâm Hương"), a_shop("HTX Bình Liêu")
    one, two, three = a_listing(first), a_listing(second), a_listing(first)
    found = contents(a_cart(one, two, three))
    assert [group.vendor.name for group in found.groups] == ["Tâm Hương", "HTX Bình Liêu"]
    assert [item.listing_id for item in found.groups[0].items] == [one.id, three.id]


def test_titles_are_in_the_readers_language_where_there_is_one() -> None:
    listing = a_listing()
    listing.title_en = "Canna noodles"
    cart = a_cart(listing)
    assert contents(cart, language="en").groups[0].items[0].title == "Canna noodles"
    assert contents(cart, language="fr").groups[0].items[0].title == "Miến dong Bình Liêu"


def test_a_part_can_be_too_large_for_one_order(app: Flask) -> None:
    listing = a_listing(stock=0)
    heavy = a_variant(listing, weight_grams=1_000_000, stock=10)
    cart = a_cart()
    operations.add(cart, heavy.id, 3)
    with app.test_request_context():
        [group] = contents(cart).groups
        assert (group.ready, len(group.obstacles)) == (False, 1)
