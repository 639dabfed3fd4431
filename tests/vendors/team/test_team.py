"""Who joins a vendor's team and who leaves it."""

import pytest
from flask import Flask

from marketplace.accounts.models import User
from marketplace.accounts.operations import NoLogin
from marketplace.database import db
from marketplace.errors import NotFound
from tests.factories.people import a_person
from tests.factories.vendors import a_vendor
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


def test_a_person_joins_by_phone_or_by_mail(vendor: Vendor, owner: User) -> None:
    by_phone, by_mail = a_person("Lan"), a_person("Minh")
    by_phone.phone, by_mail.email = "+84987654321", "minh@example.vn"
    operations.add_member(vendor, "0987 654 321", MemberRole.PACKER, by=owner)
    operations.add_member(vendor, "Minh@Example.vn", MemberRole.ACCOUNTANT, by=owner)
    assert [(member.user.full_name, member.role) for member in members_of(vendor)[1:]] == [
        ("Lan", MemberRole.PACKER),
        ("Minh", MemberRole.ACCOUNTANT),
    ]


@pytest.mark.parametrize(
    ("login", "refusal"),
    [("0911 111 111", operations.NoSuchPerson), ("nobody@example.vn", operations.NoSuchPerson), ("Lan", NoLogin)],
)
def test_only_people_with_an_account_join(vendor: Vendor, owner: User, login: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        operations.add_member(vendor, login, MemberRole.PACKER, by=owner)


def test_nobody_joins_twice(vendor: Vendor, owner: User) -> None:
    with pytest.raises(operations.AlreadyMember):
        operations.add_member(vendor, owner.email or "", MemberRole.PACKER, by=owner)


def test_the_last_owner_cannot_leave(vendor: Vendor, owner: User) -> None:
    with pytest.raises(operations.LastOwner):
        operations.remove_member(vendor, the_owner(vendor), by=owner)
    with pytest.raises(operations.LastOwner):
        operations.change_role(vendor, the_owner(vendor), MemberRole.PACKER, by=owner)
    assert the_owner(vendor).role is MemberRole.OWNER


def test_an_owner_leaves_when_another_stays(vendor: Vendor, owner: User) -> None:
    other = operations.add_member(vendor, a_person().email or "", MemberRole.MANAGER, by=owner)
    operations.change_role(vendor, other, MemberRole.OWNER, by=owner)
    operations.remove_member(vendor, the_owner(vendor), by=owner)
    db.session.flush()
    assert members_of(vendor) == [other]


def test_a_member_is_found_through_the_vendor(vendor: Vendor) -> None:
    with pytest.raises(NotFound):
        member_of(a_vendor(), the_owner(vendor).id)
