"""The place of an order: a kept address by one touch, a new one kept if wanted, old names answered."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.addresses import operations as addresses
from marketplace.accounts.addresses.queries import addresses_of
from marketplace.accounts.models import User
from marketplace.database import db
from orders.models import Order
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import a_person, come_in
from tests.orders.buyers import Buyer
from vendors.listings.models import Listing

OLD = "Tổ 5, phường Hà Khánh, TP Hạ Long"


@pytest.fixture
def buyer(client: FlaskClient) -> Buyer:
    return Buyer(client)


@pytest.fixture
def listing(client: FlaskClient) -> Listing:
    return a_listing(a_shop("HTX Bình Liêu"), price_dong=85_000)


@pytest.fixture
def lan(client: FlaskClient, listing: Listing) -> User:
    person = a_person("Nguyễn Thị Lan")
    come_in(client, person)
    return person


def keep(person: User, street: str) -> int:
    kept = {"full_name": "Bà Hoa", "phone": "+84912345678", "province_code": "01", "commune_code": "00070"}
    address = addresses.add_address(person, **kept, street=street, default=False)
    db.session.commit()
    return address.id


def test_one_touch_fills_in_a_kept_address_and_orders_nothing(buyer: Buyer, listing: Listing, lan: User) -> None:
    keep(lan, "5 Tràng Tiền")
    other = keep(lan, "9 Lý Thái Tổ")
    buyer.put(listing).check_out()
    page = buyer.place(address=str(other), note="Gọi trước nhé")
    assert page.status_code == 200
    assert 'value="9 Lý Thái Tổ"' in page.text
    assert 'value="Bà Hoa"' in page.text
    assert "Gọi trước nhé" in page.text
    assert db.session.scalars(select(Order)).all() == []


def test_an_address_of_somebody_else_fills_in_nothing_of_it(buyer: Buyer, listing: Listing, lan: User) -> None:
    foreign = keep(a_person(), "Nhà người khác")
    buyer.put(listing).check_out()
    assert "Nhà người khác" not in buyer.place(address=str(foreign)).text


@pytest.mark.parametrize("wanted", [True, False])
def test_a_new_address_is_kept_if_the_buyer_wants(buyer: Buyer, listing: Listing, lan: User, *, wanted: bool) -> None:
    buyer.put(listing).check_out()
    assert buyer.place(**({"keep_address": "y"} if wanted else {})).status_code == 303
    assert [each.street for each in addresses_of(lan)] == (["12 Hàng Bài"] if wanted else [])


def test_a_guest_is_not_asked_to_keep_anything(buyer: Buyer, listing: Listing) -> None:
    page = buyer.put(listing).client.get("/checkout").text
    assert "Lưu địa chỉ này" not in page
    assert buyer.check_out().place(keep_address="y").status_code == 303


def test_an_address_typed_with_old_names_is_answered_without_a_script(buyer: Buyer, listing: Listing) -> None:
    buyer.typed |= {"province": "22", "commune_code": "", "street": OLD}
    page = buyer.put(listing).check_out().page
    assert page is not None
    assert "“Phường Hà Khánh, Thành phố Hạ Long” nay thuộc:" in page.text
    touched = buyer.place(meant="22-06658")
    assert '<option selected value="06658">Phường Cao Xanh</option>' in touched.text
    assert "nay thuộc:" not in touched.text
    buyer.typed["commune_code"] = "06658"
    assert buyer.place().status_code == 303
    [order] = db.session.scalars(select(Order))
    assert (order.commune_code, order.street) == ("06658", OLD)


def test_a_commune_that_the_street_contradicts_is_answered(buyer: Buyer, listing: Listing) -> None:
    buyer.typed |= {"province": "22", "commune_code": "06652", "street": OLD}
    page = buyer.put(listing).check_out().page
    assert page is not None
    assert 'value="22-06658"' in page.text


def test_old_names_are_among_the_choices(buyer: Buyer, listing: Listing) -> None:
    buyer.typed |= {"province": "22", "commune_code": "06658"}
    page = buyer.put(listing).check_out().page
    assert page is not None
    assert page.text.count("<option selected") == 2, "the province and the commune, each by its name of today"
    assert '<option value="31">Hải Dương: nay là Hải Phòng</option>' in page.text
    assert "Phường Hà Khánh, Thành phố Hạ Long: nay là Phường Cao Xanh</option>" in page.text


@pytest.mark.parametrize("meant", ["22", "-", "22-", "22-99999", "99-06658", "x-y", "-" * 500])
def test_a_strange_touch_does_no_harm(buyer: Buyer, listing: Listing, meant: str) -> None:
    buyer.put(listing).check_out()
    assert buyer.place(meant=meant).status_code == 200
    assert db.session.scalars(select(Order)).all() == []


def test_what_is_being_typed_is_answered_by_itself(client: FlaskClient) -> None:
    typed = {"province": "22", "commune_code": "", "street": "phường Hồng Hải, TP Hạ Long"}
    assert "Chọn Phường Hạ Long" in client.post("/places/meant", data=typed).text
    assert client.post("/places/meant", data={**typed, "commune_code": "06688"}).text.strip() == ""
