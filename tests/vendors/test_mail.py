"""What vendors and staff are told of a vendor's own life."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.notices.models import Channel, Notice
from tests.factories.applications import a_submitted_application, an_approved_application
from tests.factories.people import a_person, an_administrator, an_officer
from tests.factories.vendors import BINH_LIEU, a_member
from vendors import mail
from vendors.models import MemberRole
from vendors.onboarding import operations


@pytest.fixture
def owner(app: Flask) -> User:
    person = a_person("Hoàng Thị Mai")
    person.email = "mai@example.vn"
    return person


def notices(user: User) -> list[Notice]:
    db.session.flush()
    return list(db.session.scalars(select(Notice).where(Notice.user_id == user.id).order_by(Notice.id)))


def test_staff_hears_of_a_new_application_in_the_app(owner: User) -> None:
    vendor = a_submitted_application("Cơ sở Tâm Hương", owner=owner)
    told = [an_administrator(), an_officer(BINH_LIEU)]
    others = [an_officer("06841"), a_person()]
    mail.tell_staff_submitted(vendor.id)
    for person in told:
        (notice,) = notices(person)
        assert (notice.channel, notice.link) == (Channel.APP, f"/desk/applications/{vendor.id}")
        assert "Cơ sở Tâm Hương" in notice.subject
    assert [notices(person) for person in others] == [[], []]


@pytest.mark.parametrize(
    ("act", "tell", "subject"),
    [
        (operations.return_with_notes, mail.tell_vendor_returned, "cần bổ sung"),
        (operations.reject, mail.tell_vendor_rejected, "không được duyệt"),
        (operations.suspend, mail.tell_vendor_suspended, "tạm ngừng bán"),
    ],
)
def test_owners_are_told_the_reason_in_the_app_and_by_mail(
    owner: User, act: Callable[..., None], tell: Callable[[int], None], subject: str
) -> None:
    suspended = act is operations.suspend
    vendor = an_approved_application(owner=owner) if suspended else a_submitted_application(owner=owner)
    packer = a_member(vendor, role=MemberRole.PACKER)
    act(vendor, by=an_administrator(), reason="Giấy chụp bị mờ <trang 2>")
    tell(vendor.id)
    app, post = notices(owner)
    assert (app.channel, post.channel, post.recipient) == (Channel.APP, Channel.MAIL, "mai@example.vn")
    assert subject in app.subject
    assert "Giấy chụp bị mờ <trang 2>" in app.text
    assert "Giấy chụp bị mờ &lt;trang 2&gt;" in post.html
    assert notices(packer) == []


def test_approval_and_reinstatement_are_told_once_each(owner: User) -> None:
    administrator = an_administrator()
    vendor = an_approved_application(owner=owner)
    mail.tell_vendor_approved(vendor.id)
    mail.tell_vendor_approved(vendor.id)
    operations.suspend(vendor, by=administrator, reason="Kiểm tra")
    operations.reinstate(vendor, by=administrator, reason="Đã kiểm tra xong")
    mail.tell_vendor_reinstated(vendor.id)
    subjects = [notice.subject for notice in notices(owner) if notice.channel is Channel.APP]
    assert ["được bán hàng" in subjects[0], "bán trở lại" in subjects[1], len(subjects)] == [True, True, 2]


def test_a_second_return_is_told_again(owner: User) -> None:
    administrator, vendor = an_administrator(), a_submitted_application(owner=owner)
    for _ in range(2):
        operations.return_with_notes(vendor, by=administrator, reason="Thiếu giấy")
        mail.tell_vendor_returned(vendor.id)
        operations.submit(vendor, by=owner)
    assert len(notices(owner)) == 4
