"""A cart of 500 lines, as carts that were joined at login may be: shown, priced and ordered; one more is refused."""

from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from marketplace.database import db
from orders.carts.models import Cart, CartLine
from orders.models import OrderLine
from tests.factories.listings import a_listing, a_variant
from tests.factories.orders import a_shop, first_variant_of
from tests.orders.buyers import Buyer
from tests.statements import watch_statements
from vendors.listings.models import Listing

LINES = 500


@pytest.fixture
def buyer(client: FlaskClient) -> Buyer:
    buyer = Buyer(client)
    listing = a_listing(a_shop("HTX Bình Liêu"), price_dong=1_000, weight_grams=1)
    buyer.put(listing)
    [cart] = db.session.scalars(select(Cart))
    fill(cart, listing)
    return buyer


def fill(cart: Cart, listing: Listing) -> None:
    variants = [a_variant(listing, price_dong=1_000, weight_grams=1).id for _ in range(LINES - 1)]
    db.session.execute(insert(CartLine), [line(cart, variant_id) for variant_id in variants])
    db.session.commit()


def line(cart: Cart, variant_id: int) -> dict[str, int]:
    return {"cart_id": cart.id, "variant_id": variant_id, "quantity": 1, "seen_price_dong": 1_000}


def ordered() -> Sequence[int]:
    return db.session.scalars(select(OrderLine.id)).all()


def test_a_cart_of_500_lines_is_shown_priced_and_ordered(buyer: Buyer) -> None:
    one_more = first_variant_of(a_listing(a_shop("Tâm Hương"))).id
    db.session.commit()
    refused = buyer.client.post("/cart/lines", data={"variant_id": one_more, "quantity": 1}, follow_redirects=True)
    assert "Giỏ đã có 200 món." in refused.text
    with watch_statements() as seen:
        page = buyer.client.get("/cart")
    assert page.status_code == 200
    assert len(seen) < 20, "as many as for one line"
    buyer.check_out()
    assert "500.000\xa0₫" in buyer.page.text
    assert buyer.place().status_code == 303
    assert len(ordered()) == LINES
