"""Buying once more: what is still on sale goes into the cart, what is not is named."""

from orders.carts.session import TOKEN
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.people import a_person, come_in
from vendors.listings.models import ListingStatus


def test_what_is_gone_is_named_and_the_rest_lies_in_the_cart(client, app) -> None:
    shop, lan = a_shop(), a_person()
    kept, gone = a_listing(shop, "Mực khô", price_dong=90_000), a_listing(shop, "Trà hoa vàng")
    order = an_order(kept, gone, quantity=3, buyer=lan)
    gone.status = ListingStatus.PAUSED
    come_in(client, lan)
    page = client.post(f"/orders/{order.number}/repetition", follow_redirects=True).text
    assert "Không còn bán: Trà hoa vàng." in page
    assert "270.000" in page


def test_a_guest_buys_again_behind_the_key_and_a_stranger_does_not(client, app) -> None:
    order = an_order(a_listing(a_shop(), "Mực khô"))
    assert client.post(f"/orders/{order.number}/repetition").status_code == 404
    with client.session_transaction() as session:
        assert TOKEN not in session
    page = client.post(f"/orders/{order.number}/repetition?key={order.access_token}", follow_redirects=True).text
    assert "Mực khô" in page
