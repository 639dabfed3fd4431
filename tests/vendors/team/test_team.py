"""Roles in a vendor's team, and who leaves it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts.models import User
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.errors import NotFound
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_member, a_vendor
from vendors.models import Member, MemberRole, Vendor
from vendors.team import operations
from vendors.team.queries import member_of, members_of


@pytest.fixture
def owner(app: Flask) -> User:
    return a_person()


@pytest.fixture
def vendor(owner: User) -> Vendor:
    return a_vendor(owner=owner)


def the_owner(vendor: Vendor) -> Member:
    return members_of(vendor)[0]


def the_main_part(client: FlaskClient, address: str) -> str:
    return client.get(address).text.partition("<main")[2]


def test_the_last_owner_cannot_leave(vendor: Vendor, owner: User) -> None:
    with pytest.raises(operations.LastOwner):
        operations.remove_member(vendor, the_owner(vendor), by=owner)
    with pytest.raises(operations.LastOwner):
        operations.change_role(vendor, the_owner(vendor), MemberRole.PACKER, by=owner)
    assert the_owner(vendor).role is MemberRole.OWNER


def test_an_owner_leaves_when_another_stays(vendor: Vendor, owner: User) -> None:
    a_member(vendor, role=MemberRole.MANAGER)
    other = members_of(vendor)[1]
    operations.change_role(vendor, other, MemberRole.OWNER, by=owner)
    operations.remove_member(vendor, the_owner(vendor), by=owner)
    db.session.flush()
    assert members_of(vendor) == [other]
    assert db.session.scalars(db.select(AuditEntry.action).order_by(AuditEntry.id.desc())).first() == "member left"


def test_a_member_is_found_through_the_vendor(vendor: Vendor) -> None:
    with pytest.raises(NotFound):
        member_of(a_vendor(), the_owner(vendor).id)


def test_a_packer_sees_who_is_in_the_team_and_leaves_it(client: FlaskClient, vendor: Vendor, owner: User) -> None:
    packer = come_in(client, a_member(vendor, role=MemberRole.PACKER))
    page = the_main_part(packer, "/seller/team")
    assert owner.full_name in page
    assert (owner.email or "") not in page
    assert "Mời thêm người" not in page
    assert packer.post("/seller/team/leaving").location == "/account"
    assert packer.get("/seller").location == "/sell"


def test_the_last_owner_is_told_why_it_cannot_leave(client: FlaskClient, vendor: Vendor, owner: User) -> None:
    answer = come_in(client, owner).post("/seller/team/leaving")
    assert answer.status_code == 409
    assert "phải luôn có ít nhất một chủ" in answer.text


@pytest.mark.parametrize(
    ("role", "offered", "kept_back"),
    [
        (MemberRole.PACKER, {"/seller/orders", "/seller/listings"}, {"/seller/money", "/seller/shop/story"}),
        (MemberRole.ACCOUNTANT, {"/seller/money", "/seller/exports"}, {"/seller/listings/new", "/seller/officers"}),
        (MemberRole.MANAGER, {"/seller/money", "/seller/shop/story"}, {"/seller/application/account"}),
        (MemberRole.OWNER, {"/seller/money", "/seller/application/account", "/seller/officers"}, set()),
    ],
)
def test_only_what_a_role_may_open_is_offered_to_it(
    client: FlaskClient, vendor: Vendor, *, role: MemberRole, offered: set[str], kept_back: set[str]
) -> None:
    come_in(client, a_member(vendor, role=role))
    pages = "".join(client.get(page).text for page in ("/seller/shop", "/seller/listings", "/seller/money"))
    assert [page for page in offered if f'"{page}"' not in pages] == []
    assert [page for page in kept_back if f'"{page}"' in pages] == []


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/seller/stock", "/seller/stock"),
        ("/seller/orders/QN-1-1", "/seller/orders"),
        ("/seller/listings/17", "/seller/listings"),
        ("/seller/team", "/seller/team"),
        ("/seller/money/account", "/seller"),
        ("/desk", "/seller"),
        ("//evil.example", "/seller"),
        ("", "/seller"),
    ],
)
def test_the_switcher_keeps_the_kind_of_page_where_it_can(client: FlaskClient, here: str, there: str) -> None:
    person = a_person()
    a_vendor("Nhà một", owner=person)
    second = a_vendor("Nhà hai")
    a_member(second, person, role=MemberRole.PACKER)
    come_in(client, person)
    assert client.post("/seller/switch", data={"vendor": second.id, "page": here}).location == there
