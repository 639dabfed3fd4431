"""What vendors are told of their payouts."""

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.money import format_dong
from marketplace.notices.models import Channel, Notice
from orders.kinds import PaymentMethod
from tests.factories.applications import an_approved_application
from tests.factories.belongings import a_payout_for
from tests.factories.fulfilment import parts_of
from tests.factories.listings import a_listing
from tests.factories.orders import an_order
from tests.factories.people import a_person
from tests.factories.vendors import a_member
from vendors.models import MemberRole, Vendor
from vendors.payouts import mail
from vendors.payouts.models import PayoutStatus


@pytest.fixture
def payout(app):
    vendor = an_approved_application("HTX Chả mực Đại Thành", owner=a_person("Hoàng Thị Mai"))
    order = an_order(a_listing(vendor, stock=100), quantity=5, method=PaymentMethod.TRANSFER)
    return a_payout_for(parts_of(order)[0])


def letters() -> list[Notice]:
    return list(db.session.scalars(select(Notice).where(Notice.channel == Channel.MAIL).order_by(Notice.id)))


def test_an_arrived_payout_is_told_to_those_who_look_after_money(payout) -> None:
    vendor = db.session.get_one(Vendor, payout.vendor_id)
    accountant = a_member(vendor, a_person("Đỗ Thị Nga"), role=MemberRole.ACCOUNTANT)
    packer = a_member(vendor, a_person("Vũ Văn Bình"), role=MemberRole.PACKER)
    mail.tell_vendor_paid(payout.id)
    mail.tell_vendor_paid(payout.id)
    told = letters()
    assert {letter.recipient for letter in told} >= {accountant.email}
    assert packer.email not in {letter.recipient for letter in told}
    assert len(told) == 2
    assert format_dong(payout.amount_dong) in told[0].subject
    assert told[0].link == f"/seller/money/payouts/{payout.reference}"


def test_a_refused_payout_is_told_with_its_reason(payout) -> None:
    payout.status, payout.failed_at = PayoutStatus.FAILED, clock.now()
    payout.failure = "Sai tên chủ tài khoản"
    mail.tell_vendor_unpaid(payout.id)
    assert "Sai tên chủ tài khoản" in letters()[0].text
