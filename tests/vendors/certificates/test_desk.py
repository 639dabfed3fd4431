"""The desk's certificates, over HTTP."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.database import db
from tests.factories.papers import A_PDF
from tests.factories.people import a_person, an_administrator, an_officer, come_in
from tests.factories.vendors import BINH_LIEU, a_member, a_vendor
from tests.statements import watch_statements
from vendors.certificates.models import Certificate
from vendors.certificates.operations import Award, register
from vendors.certificates.queries import valid_on
from vendors.models import Vendor


def a_certificate(vendor: Vendor, number: str = "22-1", product: str = "Miến dong Bình Liêu") -> Certificate:
    award = Award(number=number, product_name=product, star=4, issuer="UBND tỉnh", issued_on=date(2026, 3, 1))
    return register(vendor, award, by=a_person(), scan=A_PDF)


def test_staff_verifies_and_withdraws_with_a_reason(client: FlaskClient) -> None:
    vendor = a_vendor()
    owner, certificate = a_member(vendor), a_certificate(vendor)
    url = f"/desk/certificates/{certificate.id}"
    come_in(client, an_administrator())
    assert "Miến dong Bình Liêu" in client.get("/desk/certificates").text
    assert client.get(f"{url}/scan").data == A_PDF
    client.post(f"{url}/verification")
    db.session.expire_all()
    assert valid_on(certificate, clock.today())
    assert "Miến dong Bình Liêu" not in client.get("/desk/certificates").text
    answer = client.post(f"{url}/withdrawal", data={"reason": " "})
    assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)
    client.post(f"{url}/withdrawal", data={"reason": "Ngừng sản xuất"})
    db.session.expire_all()
    assert not valid_on(certificate, clock.today())
    answer = client.post(f"{url}/withdrawal", data={"reason": "Lần nữa"})
    assert (answer.status_code, "đã bị thu hồi" in answer.text) == (422, True)
    come_in(client, owner)
    assert "Ngừng sản xuất" in client.get("/seller/certificates").text


def test_officers_see_those_of_their_communes_and_change_nothing(client: FlaskClient) -> None:
    certificate = a_certificate(a_vendor())
    url = f"/desk/certificates/{certificate.id}"
    come_in(client, an_officer(BINH_LIEU))
    assert "Xác nhận là thật" not in client.get(url).text
    assert client.post(f"{url}/verification").status_code == 403
    come_in(client, an_officer("06841"))
    assert [client.get(address).status_code for address in (url, f"{url}/scan")] == [404, 404]
    assert "Miến dong" not in client.get("/desk/certificates?standing=all").text


def test_the_list_asks_the_database_as_often_for_many(client: FlaskClient) -> None:
    administrator = an_administrator()
    asked = []
    for count in (1, 8):
        for number in range(count):
            a_certificate(a_vendor(), number=f"22-{count}-{number}")
        come_in(client, administrator)
        with watch_statements() as statements:
            page = client.get("/desk/certificates?standing=all").text
        asked.append(len(statements))
    assert page.partition("<tbody")[2].count('role="row"') == 9
    assert asked[0] == asked[1] <= 14


@pytest.mark.parametrize("standing", ["valid", "expiring", "expired", "withdrawn", "nonsense", ""])
def test_every_standing_can_be_asked_for(client: FlaskClient, standing: str) -> None:
    come_in(client, an_administrator())
    assert client.get(f"/desk/certificates?standing={standing}").status_code == 200
