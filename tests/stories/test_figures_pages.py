"""The pages of a shop's figures, as hands and eyes meet them."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import delete

from marketplace import clock
from marketplace.accounts.operations import sign_up
from marketplace.database import db
from tests.browsing import BOTH, flaws, open_window
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.vendors import a_member
from tests.stories.test_money_pages import PASSWORD, come_in
from vendors.listings.models import Photo

SELLER = "hoang.thi.mai@example.vn"

pytestmark = pytest.mark.browser


@pytest.fixture
def sales(market: Flask) -> None:
    shop = a_shop("Hộ Hoàng Thị Mai, chả mực Hạ Long")
    a_member(shop, sign_up(SELLER, full_name="Hoàng Thị Mai", password=PASSWORD))
    dear = a_listing(shop, "Chả mực giã tay Hạ Long hộp quà biếu một ký", price_dong=450_000, stock=90)
    plain = a_listing(shop, "Mực một nắng", price_dong=180_000, stock=90)
    db.session.execute(delete(Photo))  # the factory's has no file behind it
    for days_ago, quantity in ((0, 2), (1, 1), (3, 4), (6, 2), (13, 1), (15, 3), (20, 1), (27, 2)):
        with clock.at(clock.now() - timedelta(days=days_ago)):
            a_part(dear if quantity % 2 else plain, quantity=quantity)
    db.session.commit()


def test_the_figures_read_well(sales: None, site: str, chromium: Browser) -> None:
    with open_window(chromium, site) as page:
        come_in(page, SELLER)
        for by in ("day", "week", "month"):
            page.goto(f"/seller/figures?by={by}")
            assert flaws(page, *BOTH) == []
        page.get_by_text("Xem bảng số").click()
        assert page.get_by_role("row").last.is_visible()
        assert flaws(page, *BOTH) == []
