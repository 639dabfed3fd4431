"""What the market takes, told to the vendor before it lists and while it sells."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.database import db
from tests.factories.belongings import a_certificate
from tests.factories.commissions import a_rule
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing, a_variant
from tests.factories.orders import a_shop
from tests.factories.people import a_person, an_administrator, come_in
from tests.factories.vendors import a_member
from tests.statements import watch_statements
from vendors.certificates.operations import verify
from vendors.commissions import operations
from vendors.commissions.fees import Fee, goods_of, rules_for
from vendors.commissions.queries import standing_rules, version
from vendors.commissions.rates import FixedPer, Rate
from vendors.commissions.terms import Target, Terms
from vendors.listings.models import Listing
from vendors.models import MemberRole, Vendor

SPACE = "\u00a0"


@pytest.fixture
def vendor(client: FlaskClient) -> Vendor:
    """A vendor whose manager is signed in on the client."""
    vendor = a_shop()
    come_in(client, a_member(vendor, a_person(), role=MemberRole.MANAGER))
    return vendor


def with_five_stars(vendor: Vendor) -> Listing:
    administrator = an_administrator()
    certificate = a_certificate(vendor, administrator)
    certificate.star = 5
    verify(certificate, by=administrator)
    listing = a_listing(vendor, "Miến năm sao", price_dong=200_000)
    listing.certificate_id = certificate.id
    db.session.commit()
    return listing


def plain(page: str) -> str:
    return " ".join(page.replace(SPACE, " ").split())


def test_a_fee_and_what_is_left_are_the_price() -> None:
    fee = Fee("Mọi mặt hàng", Rate(500, 1_000, FixedPer.UNIT), 85_000)
    assert (fee.commission_dong, fee.rest_dong) == (5_250, 79_750)
    assert fee.at(1).rest_dong == 0


def test_the_new_listing_says_what_is_taken(client: FlaskClient, vendor: Vendor) -> None:
    page = plain(client.get("/seller/listings/new").text)
    assert "Ví dụ giá 100.000 ₫. Chợ thu 5 % (Mọi mặt hàng): 5.000 ₫ mỗi gói." in page
    assert "Với giá này bạn nhận khoảng 95.000 ₫, trước thuế nếu có." in page


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("price_dong=85k&category_number=6", "4.250 ₫ mỗi gói. Với giá này bạn nhận khoảng 80.750 ₫"),
        ("price_dong=85k&category_number=3", "2 % + 1.000 ₫ mỗi gói (Trà): 2.700 ₫ mỗi gói"),
        ("price_dong=&category_number=6", "Ví dụ giá 100.000 ₫."),
        ("price_dong=abc&category_number=x", "Ví dụ giá 100.000 ₫."),
        ("price_dong=0&category_number=6", "Ví dụ giá 100.000 ₫."),
        (f"price_dong=85k&listing_id={10**30}", "4.250 ₫ mỗi gói"),
    ],
)
def test_the_fee_follows_what_is_typed(client: FlaskClient, vendor: Vendor, asked: str, told: str) -> None:
    a_rule(Target(category_number=3), Rate(200, 1_000), words="Trà")
    db.session.commit()
    assert told in plain(client.get(f"/seller/money/fees/quote?{asked}").text)


def test_a_listings_own_star_counts(client: FlaskClient, vendor: Vendor) -> None:
    listing = with_five_stars(vendor)
    pack = a_variant(listing, price_dong=300_000, label="Túi 1 kg").id
    db.session.commit()
    page = plain(client.get(f"/seller/listings/{listing.id}").text)
    assert "bạn nhận khoảng 194.000 ₫" in page
    assert "bạn nhận khoảng 291.000 ₫" in page
    assert "Chợ thu 3 % (Hàng OCOP 5 sao)." in page
    quoted = client.get(f"/seller/money/fees/quote?listing_id={listing.id}&price_dong=100k").text
    assert "bạn nhận khoảng 97.000 ₫" in plain(quoted)
    assert "khoảng 291.000 ₫" in plain(client.get(f"/seller/listings/{listing.id}/packs/{pack}").text)
    assert "Ví dụ giá" in client.get(f"/seller/listings/{listing.id}/packs/new").text


def test_anothers_listing_is_not_found(client: FlaskClient, vendor: Vendor) -> None:
    other = a_listing(a_shop("Khác"))
    db.session.commit()
    assert client.get(f"/seller/money/fees/quote?listing_id={other.id}&price_dong=1").status_code == 404


def test_a_vendor_reads_the_rules_that_apply_to_it(client: FlaskClient, vendor: Vendor) -> None:
    hung = an_administrator()
    a_listing(vendor, "Miến thường")
    a_rule(Target(vendor_slug=vendor.slug), Rate(100), words="Riêng nhà", starts_at=clock.now() + timedelta(days=3))
    a_rule(Target(vendor_slug=a_shop("Khác").slug), Rate(1), words="Nhà khác")
    a_rule(Target(category_number=3), Rate(200), words="Trà")
    noodles = a_rule(Target(category_number=6), Rate(450), words="Miến")
    later = Terms("Miến sau", Rate(400), clock.now() + timedelta(days=5))
    operations.change_rule(noodles.id, later, seen=version(), by=hung)
    db.session.commit()
    said = [rule.words for rule in rules_for(vendor, goods_of(vendor))]
    assert said == ["Riêng nhà", "Miến sau", "Miến", "Mọi mặt hàng"]
    page = plain(client.get("/seller/money/fees").text)
    assert "Nhà khác" not in page
    assert "Giá 100.000 ₫: chợ thu 4.500 ₫, bạn nhận 95.500 ₫." in page
    assert "Miến thường" in page
    assert 'href="/seller/money/fees"' in client.get("/seller/money").text


def test_many_goods_have_pages_and_are_found_by_name(client: FlaskClient, vendor: Vendor) -> None:
    for number in range(1, 22):
        a_listing(vendor, f"Chả mực số {number:02}")
    db.session.commit()
    first, second = (client.get(f"/seller/money/fees?page={page}").text for page in (1, 2))
    assert ("Chả mực số 20" in first, "Chả mực số 21" in first) == (True, False)
    assert "Chả mực số 21" in second
    found = client.get("/seller/money/fees?q=cha+21").text
    assert ("Chả mực số 21" in found, "Chả mực số 20" in found) == (True, False)
    assert "Không có mặt hàng nào như vậy" in client.get("/seller/money/fees?q=cua").text


def test_the_page_takes_as_many_statements_for_many_goods(client: FlaskClient, vendor: Vendor) -> None:
    a_listing(vendor)
    db.session.commit()
    client.get("/seller/money/fees")
    with watch_statements() as few:
        client.get("/seller/money/fees")
    for number in range(5):
        a_listing(vendor, f"Miến {number}", category_number=number + 1)
    a_rule(Target(vendor_slug=vendor.slug), Rate(100), words="Riêng nhà")
    db.session.commit()
    with watch_statements() as many:
        client.get("/seller/money/fees")
    assert len(many) == len(few)


def test_an_order_says_its_rule_and_keeps_it(client: FlaskClient, vendor: Vendor) -> None:
    everyone = standing_rules()[-1]
    terms = Terms("Mức thu đông", Rate(400, 2_000, FixedPer.LINE, cap_dong=50_000))
    operations.change_rule(everyone.id, terms, seen=version(), by=an_administrator())
    part = a_part(a_listing(vendor, price_dong=100_000), quantity=3)
    operations.change_rule(standing_rules()[-1].id, Terms("Sau", Rate(1)), seen=version(), by=an_administrator())
    db.session.commit()
    page = plain(client.get(f"/seller/orders/{part.number}").text)
    assert "Hoa hồng 14.000 ₫ · Mức thu đông, 4 % + 2.000 ₫ mỗi dòng hàng, nhiều nhất 50.000 ₫" in page
