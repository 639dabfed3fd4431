"""The pages on which money goes straight to a vendor, and back, as a buyer, a seller and the desk see them."""

from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from orders.direct import operations as direct
from orders.fulfilment.endings import cancel
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.payments.models import Refund
from tests.browsing import BOTH, flaws, open_window
from tests.factories.fulfilment import owner_of, parts_of
from tests.factories.holding import a_direct_part, held
from tests.factories.listings import a_listing
from tests.factories.money import a_shop_with_account
from tests.factories.orders import a_shop, an_order
from tests.factories.people import an_administrator, come_in
from vendors.dues.operations import issue_dues

NO_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"/>'
"""In place of photos that these shops do not have."""


def signed_in(app: Flask, person: User) -> dict[str, str]:
    """The cookie of a person who has come in."""
    client = come_in(app.test_client(), person)
    cookie = client.get_cookie("session")
    assert cookie is not None
    return {"name": "session", "value": cookie.value}


def look(browser: Browser, site: str, addresses: list[str], cookie: dict[str, str] | None) -> list[str]:
    """Open each page on a phone and on a desk; give what is wrong with them."""
    wrong = []
    with open_window(browser, site) as page:
        page.route("**/media/**", lambda route: route.fulfill(content_type="image/svg+xml", body=NO_PICTURE))
        if cookie:
            page.context.add_cookies([{**cookie, "url": site}])
        for address in addresses:
            page.goto(address)
            wrong += [f"{address}: {flaw}" for flaw in flaws(page, *BOTH)]
    return wrong


def test_every_page_is_fit_for_hands_and_eyes(market: Flask, chromium: Browser, site: str) -> None:
    vendor = a_shop_with_account()
    listing, cash = a_listing(vendor, price_dong=250_000), a_listing(a_shop("Hộ Cảnh"), price_dong=120_000)
    with held("direct"):
        order = an_order(listing, cash, method=PaymentMethod.TRANSFER)
        ended = an_order(listing, method=PaymentMethod.TRANSFER)
    direct.claim(parts_of(ended)[0])
    cancel(parts_of(ended)[0], by=None)
    claimed = a_direct_part(received=False, vendor=vendor)
    direct.claim(claimed)
    a_direct_part(status=VendorOrderStatus.DELIVERED, vendor=vendor)
    invoice = issue_dues(vendor.id)
    refund = db.session.scalars(select(Refund).where(Refund.order_id == ended.id)).one()
    keeper, part = owner_of(claimed), parts_of(order)[0]
    buyers = [f"/orders/{each.number}?key={each.access_token}" for each in (order, ended)]
    sellers = [f"/seller/orders/{each.number}" for each in (part, claimed)]
    sellers += ["/seller/money/refunds", f"/seller/money/refunds/{refund.reference}"]
    sellers += ["/seller/money", "/seller/money/dues", f"/seller/money/dues/{invoice.reference}", "/seller/orders"]
    desks = ["/desk/direct", f"/desk/direct/{refund.reference}", "/desk/dues", f"/desk/dues/{invoice.reference}"]
    as_seller, as_staff = signed_in(market, keeper), signed_in(market, an_administrator())
    db.session.commit()
    with held("direct"):
        assert look(chromium, site, buyers, None) == []
        assert look(chromium, site, sellers, as_seller) == []
        assert look(chromium, site, desks, as_staff) == []
    with held("partner"):
        assert look(chromium, site, ["/desk/partner"], as_staff) == []
