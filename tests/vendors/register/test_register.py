"""The desk finds vendors, suspends and reinstates them."""

import pytest
from flask.testing import FlaskClient

from marketplace.database import db
from tests.factories.people import an_administrator, an_officer, come_in
from tests.factories.vendors import BINH_LIEU, a_vendor
from vendors.models import VendorKind, VendorStatus


@pytest.fixture
def desk(client: FlaskClient) -> FlaskClient:
    """An administrator's browser, and three vendors."""
    a_vendor("HTX Miến dong Bình Liêu")
    a_vendor("Cơ sở Tâm Hương", kind=VendorKind.HOUSEHOLD, status=VendorStatus.SUBMITTED)
    a_vendor("Công ty Đông Bắc", kind=VendorKind.COMPANY, status=VendorStatus.SUSPENDED, commune_code="06841")
    return come_in(client, an_administrator())


def found(client: FlaskClient, narrowed: str = "") -> list[str]:
    page = client.get(f"/desk/vendors?{narrowed}").text
    names = ("HTX Miến dong Bình Liêu", "Cơ sở Tâm Hương", "Công ty Đông Bắc")
    return [name.split()[0] for name in names if name in page]


@pytest.mark.parametrize(
    ("narrowed", "names"),
    [
        ("", ["HTX", "Cơ", "Công"]),
        ("q=mien+dong", ["HTX"]),
        ("q=Đông", ["HTX", "Công"]),
        ("q=tâm hương", ["Cơ"]),
        ("status=suspended", ["Công"]),
        ("kind=household", ["Cơ"]),
        ("kind=household&status=suspended", []),
        ("status=nonsense&kind=x", ["HTX", "Cơ", "Công"]),
        ("q=%25_", ["HTX", "Cơ", "Công"]),
        ("page=-4", ["HTX", "Cơ", "Công"]),
    ],
)
def test_vendors_are_found_by_name_state_and_kind(desk: FlaskClient, narrowed: str, names: list[str]) -> None:
    assert sorted(found(desk, narrowed)) == sorted(names)


def test_an_officer_finds_those_of_the_communes_only(desk: FlaskClient) -> None:
    come_in(desk, an_officer("06841"))
    assert found(desk) == ["Công"]


def test_a_suspension_needs_its_reason_and_shows_it(client: FlaskClient) -> None:
    vendor = a_vendor()
    come_in(client, an_administrator())
    url = f"/desk/vendors/{vendor.id}"
    answer = client.post(f"{url}/suspension", data={"reason": ""})
    assert (answer.status_code, "Hãy ghi lý do" in answer.text) == (422, True)
    assert client.post(f"{url}/suspension", data={"reason": "Sai nguồn gốc"}).location == url
    page = client.get(url).text
    assert "Sai nguồn gốc" in page
    answer = client.post(f"{url}/suspension", data={"reason": "Lần nữa"})
    assert (answer.status_code, "“Tạm ngừng bán”, có thể người khác" in answer.text) == (422, True)
    db.session.expire_all()
    assert vendor.status is VendorStatus.SUSPENDED


def test_there_is_nothing_to_verify_without_an_account(client: FlaskClient) -> None:
    vendor = a_vendor(commune_code=BINH_LIEU)
    come_in(client, an_administrator())
    answer = client.post(f"/desk/vendors/{vendor.id}/account")
    assert (answer.status_code, "Chưa có tài khoản ngân hàng" in answer.text) == (409, True)
