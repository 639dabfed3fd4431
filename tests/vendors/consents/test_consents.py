"""Officers who act in a vendor's name: with its consent, seen by it, and no longer than it wants."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import OfficerCommune, User
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.notices.models import Notice
from tests.factories.people import a_person, an_administrator, an_officer, come_in
from tests.factories.vendors import BINH_LIEU, a_member, a_vendor
from vendors.consents import mail, operations
from vendors.consents.operations import give, withdraw
from vendors.consents.queries import done_for, standing_consents
from vendors.models import MemberRole, Vendor

STORY = {"story_vi": "Miến dong làm bằng tay.", "phone": "0912345678"}


@pytest.fixture
def owner(app: Flask) -> User:
    return a_person("Hoàng Thị Mai")


@pytest.fixture
def vendor(owner: User) -> Vendor:
    return a_vendor("HTX Bình Liêu", owner=owner)


@pytest.fixture
def officer(app: Flask) -> User:
    return an_officer(BINH_LIEU)


@pytest.fixture
def helping(client: FlaskClient, vendor: Vendor, owner: User, officer: User) -> FlaskClient:
    """The officer at a browser, acting in the vendor's name."""
    give(vendor, officer.id, ends_on=clock.today(), by=owner)
    come_in(client, officer)
    assert client.post(f"/desk/helping/{vendor.id}").location == "/seller"
    return client


def test_consent_ends_within_a_year(vendor: Vendor, owner: User, officer: User) -> None:
    for day in (clock.today() - timedelta(days=1), clock.today() + operations.LONGEST + timedelta(days=1)):
        with pytest.raises(operations.ConsentDates):
            give(vendor, officer.id, ends_on=day, by=owner)


def test_only_officers_of_the_commune_can_be_chosen(vendor: Vendor, owner: User) -> None:
    for person in (an_officer("06841"), an_administrator(), a_person()):
        with pytest.raises(operations.NoSuchOfficer):
            give(vendor, person.id, ends_on=clock.today(), by=owner)


def test_a_new_consent_takes_the_place_of_the_earlier(vendor: Vendor, owner: User, officer: User) -> None:
    give(vendor, officer.id, ends_on=clock.today(), by=owner)
    later = give(vendor, officer.id, ends_on=clock.today() + timedelta(days=30), by=owner)
    assert standing_consents(vendor) == [later]


def test_it_is_taken_back_once_and_by_its_own_vendor(vendor: Vendor, owner: User, officer: User) -> None:
    consent = give(vendor, officer.id, ends_on=clock.today(), by=owner)
    with pytest.raises(NotFound):
        withdraw(a_vendor(), consent.id, by=owner)
    withdraw(vendor, consent.id, by=owner)
    with pytest.raises(operations.AlreadyWithdrawn):
        withdraw(vendor, consent.id, by=owner)


def test_the_officer_is_told(vendor: Vendor, owner: User, officer: User) -> None:
    consent = give(vendor, officer.id, ends_on=clock.today(), by=owner)
    mail.tell_officer_given(consent.id)
    mail.tell_officer_withdrawn(consent.id)
    told = db.session.scalars(select(Notice.subject).where(Notice.recipient == str(officer.id)).order_by(Notice.id))
    assert list(told) == ["HTX Bình Liêu đồng ý cho bạn làm thay", "HTX Bình Liêu rút lại sự đồng ý"]


def test_without_consent_nobody_acts(client: FlaskClient, vendor: Vendor, officer: User) -> None:
    come_in(client, officer)
    assert client.post(f"/desk/helping/{vendor.id}").status_code == 404
    assert client.get("/seller").location == "/sell"
    come_in(client, an_administrator())
    assert client.post(f"/desk/helping/{vendor.id}").status_code == 404


def test_every_page_says_in_whose_name_the_officer_acts(helping: FlaskClient) -> None:
    for page in ("/seller", "/seller/shop", "/desk", "/", "/account", "/seller/money"):
        assert "Bạn đang làm thay HTX Bình Liêu" in helping.get(page).text, page
    helping.post("/helping/end")
    assert "Bạn đang làm thay" not in helping.get("/desk").text
    assert helping.get("/seller").location == "/sell"


def test_what_an_officer_does_is_in_the_trail_and_the_vendor_reads_it(
    helping: FlaskClient, vendor: Vendor, owner: User, officer: User
) -> None:
    assert helping.post("/seller/shop/story", data=STORY).status_code == 302
    assert helping.post("/seller/shop/story", data=STORY | {"phone": ""}).status_code == 422
    helping.post("/helping/end")
    done = list(db.session.scalars(done_for(vendor)))
    assert [(entry.action, entry.actor_id) for entry in done] == [
        (action, officer.id) for action in ("help ended", "shop story told", "help begun")
    ]
    page = come_in(helping, owner).get("/seller/officers").text
    assert "Sửa câu chuyện gian hàng" in page
    assert officer.full_name in page


def test_what_leaves_no_trace_of_its_own_is_noted_by_its_page(helping: FlaskClient, vendor: Vendor) -> None:
    helping.post("/seller/orders/chosen", data={"act": "accept"})
    [latest] = db.session.scalars(done_for(vendor).limit(1))
    assert latest.action == "helped"
    assert latest.detail["page"].startswith("/seller/orders")


def test_what_members_do_is_done_in_their_own_name(client: FlaskClient, vendor: Vendor) -> None:
    come_in(client, a_member(vendor, role=MemberRole.MANAGER)).post("/seller/shop/story", data=STORY)
    [told] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "shop story told"))
    assert told.on_behalf_of is None


@pytest.mark.parametrize("end", ["withdrawn", "over", "moved", "dismissed"])
def test_when_consent_ends_the_officer_acts_no_more(
    helping: FlaskClient, vendor: Vendor, officer: User, end: str
) -> None:
    assert helping.get("/seller/shop").status_code == 200
    now = clock.now()
    if end == "withdrawn":
        withdraw(vendor, standing_consents(vendor)[0].id, by=officer)
    elif end == "over":
        now += timedelta(days=1)
    elif end == "moved":
        db.session.execute(db.delete(OfficerCommune).where(OfficerCommune.user_id == officer.id))
    else:
        db.session.get_one(User, officer.id).staff_role = None
    db.session.commit()
    with clock.at(now):
        assert helping.get("/seller/shop").location == "/sell"
        assert helping.post("/seller/shop/story", data=STORY).status_code == 404
        assert "Bạn đang làm thay" not in helping.get("/").text


def test_an_owner_gives_and_takes_back_on_the_page(
    client: FlaskClient, vendor: Vendor, owner: User, officer: User
) -> None:
    come_in(client, owner)
    day = (clock.today() + timedelta(days=30)).isoformat()
    assert client.post("/seller/officers", data={"officer": "x", "ends_on": day}).status_code == 422
    assert client.post("/seller/officers", data={"officer": officer.id, "ends_on": "1999-01-01"}).status_code == 422
    assert client.post("/seller/officers", data={"officer": officer.id, "ends_on": day}).status_code == 302
    [consent] = standing_consents(vendor)
    assert "Được làm thay" in client.get("/seller/officers").text
    assert client.post(f"/seller/officers/{consent.id}/withdrawal").status_code == 302
    assert standing_consents(vendor) == []
