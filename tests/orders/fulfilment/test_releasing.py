"""Many holds that are over at once: each part's own earning, and as few statements as for one."""

from marketplace import clock
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, of_vendor
from marketplace.ledger.queries import balance
from orders.fulfilment import releasing
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import VendorOrder
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.statements import watch_statements
from vendors.models import Vendor

METHODS = (PaymentMethod.TRANSFER, PaymentMethod.CASH)


def delivered(shop: Vendor, count: int) -> list[VendorOrder]:
    listing = a_listing(shop, price_dong=100_000, stock=100)
    made = [
        a_part(listing, status=VendorOrderStatus.DELIVERED, method=METHODS[number % 3 == 0]) for number in range(count)
    ]
    db.session.flush()
    return made


def statements_for(shop: Vendor, parts: list[VendorOrder]) -> int:
    db.session.expire_all()
    with clock.at(max(part.release_at for part in parts)), watch_statements() as sent:
        assert releasing.release_holds(shop.id) == len(parts)
    return len(sent)


def test_the_statements_do_not_grow_with_the_parts(app) -> None:
    one, many = a_shop("Nhà một"), a_shop("Nhà nhiều")
    first = statements_for(one, delivered(one, 2))
    parts = delivered(many, 12)
    assert statements_for(many, parts) == first
    earned = sum(part.earning_dong for number, part in enumerate(parts) if number % 3)
    assert balance(of_vendor(AccountKind.VENDOR_PAYABLE, many.id)) == earned
    assert audit.findings() == []


def test_only_what_is_due_is_released_and_once(app) -> None:
    shop = a_shop()
    early, late = delivered(shop, 2)
    with clock.at(late.release_at):
        assert releasing.release([early.id, late.id, early.id]) == 2
        assert releasing.release([early.id, late.id]) == 0
    assert early.status is late.status is VendorOrderStatus.COMPLETED


def test_before_the_hold_is_over_nothing_is(app) -> None:
    shop = a_shop()
    [part] = delivered(shop, 1)
    assert releasing.vendors_with_holds_over() == []
    assert releasing.release([part.id]) == 0
    assert part.status is VendorOrderStatus.DELIVERED
