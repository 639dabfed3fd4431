"""The public list of certificates in force."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.database import db
from tests.factories.people import a_person, an_administrator
from tests.factories.vendors import BINH_LIEU, a_vendor
from tests.statements import watch_statements
from vendors.certificates import operations
from vendors.certificates.models import Certificate
from vendors.models import Vendor
from vendors.onboarding.operations import suspend

CAM_PHA = "06778"


def certified(name: str, product: str, star: int = 4, *, commune: str = BINH_LIEU, days: int = 30) -> Certificate:
    vendor = a_vendor(name, commune_code=commune)
    number = f"{vendor.id}-{star}"
    issued = clock.today() - timedelta(days=days)
    award = operations.Award(number=number, product_name=product, star=star, issuer="UBND tỉnh", issued_on=issued)
    made = operations.register(vendor, award, by=a_person(), scan=None)
    operations.verify(made, by=an_administrator())
    db.session.commit()
    return made


def listed(client: FlaskClient, question: str = "") -> list[str]:
    page = client.get(f"/certificates{question}")
    assert page.status_code == 200
    return re.findall(r'href="/certificates/\d+">([^<]+)</a>', page.text)


def test_what_is_in_force_is_listed_most_stars_first(client: FlaskClient) -> None:
    certified("HTX Bình Liêu", "Miến dong", 4)
    certified("Trà Ba Chẽ", "Trà hoa vàng", 5)
    certified("Hết hạn", "Rượu mơ", 5, days=40 * 31)
    stopped = db.session.get_one(Vendor, certified("Tạm dừng", "Mật ong", 3).vendor_id)
    suspend(stopped, by=an_administrator(), reason="Giấy giả")
    operations.withdraw(certified("Thu hồi", "Chả mực", 4), reason="Sai hồ sơ", by=an_administrator())
    db.session.commit()
    assert listed(client) == ["Trà hoa vàng", "Miến dong"]


def test_by_star_and_by_commune(client: FlaskClient) -> None:
    certified("HTX Bình Liêu", "Miến dong", 4)
    certified("Trà Ba Chẽ", "Trà hoa vàng", 5)
    certified("Chả mực", "Chả mực", 4, commune=CAM_PHA)
    assert listed(client, "?star=4") == ["Chả mực", "Miến dong"]
    assert listed(client, "?star=4&commune=binh-lieu") == ["Miến dong"]
    assert listed(client, "?star=3") == []


@pytest.mark.parametrize(
    "question", ["?star=9", "?star=x", "?commune=khong-co", "?page=-1", "?star=5e9&commune=%F0%9F%A6%91"]
)
def test_a_filter_that_names_nothing_is_none(client: FlaskClient, question: str) -> None:
    certified("HTX Bình Liêu", "Miến dong")
    assert listed(client, question) == ["Miến dong"]


def test_many_are_read_as_few(client: FlaskClient) -> None:
    certified("HTX 0", "Miến dong")
    with watch_statements() as few:
        listed(client)
    for number in range(1, 6):
        certified(f"HTX {number}", f"Miến {number}")
    with watch_statements() as many:
        assert len(listed(client)) == 6
    assert len(many) == len(few)
