"""Answering from the letter: one member, one part, until the answer or its time; and nothing else."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.extensions import limiter
from orders.answering.links import answer_link
from orders.direct import operations as direct
from orders.direct.operations import MoneyNotSeen
from orders.fulfilment import operations
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import StatusChange, VendorOrder
from tests.factories.applications import an_approved_application
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.holding import held
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_member
from vendors.models import Member, MemberRole, Vendor
from wsgi import create_app

S = VendorOrderStatus


@pytest.fixture
def part(app) -> VendorOrder:
    return a_part(a_listing(a_shop("HTX Chả mực Đại Thành"), "Chả mực Hạ Long"))


@pytest.fixture
def packer(part) -> User:
    return a_member(db.session.get_one(Vendor, part.vendor_id), a_person("Vũ Văn Bình"), role=MemberRole.PACKER)


@pytest.fixture
def link(part, packer) -> str:
    made = answer_link(part, packer)
    db.session.commit()
    return made


def status_of(part: VendorOrder) -> VendorOrderStatus:
    db.session.expire_all()
    return db.session.get_one(VendorOrder, part.id).status


def test_the_page_shows_the_goods_and_nothing_of_the_buyer(client: FlaskClient, part, link) -> None:
    page = client.get(link).text
    assert "Chả mực Hạ Long" in page
    assert "Nhận đơn" in page
    assert all(secret not in page for secret in ("Trần Thu Hà", "0987 654 321", "12 Hàng Bài", "Hoàn Kiếm"))
    assert status_of(part) is S.PLACED


def test_a_member_accepts_without_signing_in_and_the_trail_says_who(client, part, packer, link) -> None:
    assert client.post(f"{link}/acceptance").location == link
    assert status_of(part) is S.ACCEPTED
    last = select(StatusChange.by_id).where(StatusChange.vendor_order_id == part.id).order_by(StatusChange.id.desc())
    assert db.session.scalar(last.limit(1)) == packer.id
    told = select(AuditEntry.actor_id).where(AuditEntry.action == "order answered by link")
    assert db.session.scalars(told).all() == [packer.id]
    page = client.get(link).text
    assert "Đơn này đã được nhận" in page
    assert "/acceptance" not in page


def test_a_member_refuses_with_a_reason(client, part, link) -> None:
    answer = client.post(f"{link}/refusal", data={"reason": " "})
    assert (answer.status_code, status_of(part)) == (422, S.PLACED)
    assert 'aria-invalid="true"' in answer.text
    assert client.post(f"{link}/refusal", data={"reason": "Biển động"}).location == link
    assert status_of(part) is S.REFUSED
    assert "đã được từ chối" in client.get(link).text


def test_the_link_opens_nothing_else(client, part, link) -> None:
    client.post(f"{link}/acceptance")
    assert client.get(f"/seller/orders/{part.number}").status_code == 302
    assert client.post(f"{link}/packing").status_code == 404


@pytest.mark.parametrize("verb", ["acceptance", "refusal"])
def test_an_answered_order_is_not_answered_again(client, part, link, verb) -> None:
    operations.accept(part, by=owner_of(part))
    db.session.commit()
    assert client.post(f"{link}/{verb}", data={"reason": "Đổi ý"}).status_code == 303
    assert status_of(part) is S.ACCEPTED


def test_it_ends_when_the_time_to_answer_is_over(client, part, link) -> None:
    with clock.at(part.reply_by + timedelta(seconds=1)):
        assert "Đã quá giờ" in client.get(link).text
        client.post(f"{link}/acceptance")
    assert status_of(part) is S.PLACED


def leaves(person: User) -> None:
    db.session.execute(delete(Member).where(Member.user_id == person.id))


def keeps_books_now(person: User) -> None:
    db.session.scalars(select(Member).where(Member.user_id == person.id)).one().role = MemberRole.ACCOUNTANT


def is_suspended(person: User) -> None:
    person.active = False


def has_a_new_password(person: User) -> None:
    person.session_version += 1


@pytest.mark.parametrize("change", [leaves, keeps_books_now, is_suspended, has_a_new_password])
def test_it_ends_with_the_members_right_to_answer(client, part, link, change) -> None:
    change(db.session.scalars(select(User).where(User.full_name == "Vũ Văn Bình")).one())
    db.session.commit()
    for answer in (client.get(link), client.post(f"{link}/acceptance")):
        assert answer.status_code == 404
        assert "Liên kết này không còn dùng được" in answer.text
        assert "Chả mực" not in answer.text
    assert status_of(part) is S.PLACED


@pytest.mark.parametrize("token", ["x", "WzEsMSwxXQ.abc", "W10.", "../seller"])
def test_a_forged_link_is_none(client, part, token) -> None:
    assert client.get(f"/o/{token}").status_code == 404
    assert client.post(f"/o/{token}/acceptance").status_code == 404


def test_money_that_has_not_come_is_told(client, app) -> None:
    with held("direct"):
        part = a_part(a_listing(an_approved_application("HTX Lan")), method=PaymentMethod.TRANSFER, paid=False)
    link = answer_link(part, owner_of(part))
    direct.claim(part)
    db.session.commit()
    answer = client.post(f"{link}/acceptance")
    assert answer.status_code == 409
    assert str(MoneyNotSeen.sentence) in answer.text
    assert status_of(part) is S.PLACED


def test_who_tries_too_often_waits(settings, link) -> None:
    strict = create_app(settings.model_copy(update={"rate_limits": True}))
    try:
        visitor = strict.test_client()
        answers = [visitor.get("/o/forged").status_code for _ in range(61)]
        assert answers[-1] == 429
        assert set(answers[:60]) == {404}
    finally:
        with strict.app_context():
            limiter.reset()
            db.engine.dispose()
        limiter.enabled = False


def test_another_who_is_signed_in_still_acts_as_the_member_of_the_link(client, part, packer, link) -> None:
    come_in(client, a_person("Người Khác")).post(f"{link}/acceptance")
    change = select(StatusChange.by_id).where(StatusChange.to_status == S.ACCEPTED)
    assert db.session.scalar(change) == packer.id
