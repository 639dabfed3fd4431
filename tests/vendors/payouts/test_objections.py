"""Another account rests, its owners are told by other ways than the site, and their objection stops payouts."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.notices.models import Channel, Notice
from marketplace.settings import settings
from tests.factories.money import VIETCOMBANK, a_shop_with_account, an_account, earn
from tests.factories.people import a_person, an_administrator, come_in
from tests.factories.vendors import a_member
from vendors.models import Vendor
from vendors.payouts import due, objections, operations, sending
from vendors.payouts.accounts import current_account, name_account, verify_account
from vendors.payouts.models import PayoutAccount, PayoutStatus
from workers import outbox

FIRST, SECOND = "1023456789", "8801234567"


@pytest.fixture
def vendor(app: Flask) -> Vendor:
    vendor = a_shop_with_account(FIRST)
    vendor.email = "htx@example.vn"
    earn(vendor, 500_000)
    return vendor


@pytest.fixture
def owner(vendor: Vendor) -> User:
    return a_member(vendor, a_person("Hoàng Thị Mai"))


def changed(vendor: Vendor, owner: User) -> PayoutAccount:
    """The account after somebody has changed it, verified by staff at once."""
    account = name_account(vendor, bank_bin=VIETCOMBANK, number=SECOND, holder="Hoàng Thị Mai", by=owner)
    verify_account(vendor, by=an_administrator())
    db.session.flush()
    return account


def test_another_account_rests_for_days_though_it_is_verified(vendor: Vendor, owner: User) -> None:
    changed(vendor, owner)
    rest = timedelta(days=settings().payout_cooling_days)
    with clock.at(clock.now() + rest - timedelta(minutes=1)):
        assert (due.due_vendors(), operations.request_payout(vendor.id)) == ([], None)
    with clock.at(clock.now() + rest):
        assert due.due_vendors() == [vendor.id]
        assert operations.request_payout(vendor.id)


def test_the_first_account_need_not_rest(vendor: Vendor) -> None:
    assert current_account(vendor).cools_until is None
    assert due.due_vendors() == [vendor.id]


def test_owners_and_the_registered_address_are_told_with_the_link(
    client: FlaskClient, vendor: Vendor, owner: User
) -> None:
    account = changed(vendor, owner)
    outbox.drain()
    told = db.session.scalars(select(Notice).where(Notice.key == f"payout-account-named/{account.id}")).all()
    assert {(notice.channel, notice.recipient) for notice in told} >= {
        (Channel.APP, str(owner.id)),
        (Channel.MAIL, owner.email),
        (Channel.MAIL, "htx@example.vn"),
    }
    link = f"/payout-accounts/{objections.objection_token(account)}".rsplit(".", 2)[0]
    assert all(link in notice.text for notice in told)


def test_whoever_has_the_link_stops_payouts_signed_in_or_not(client: FlaskClient, vendor: Vendor, owner: User) -> None:
    account = changed(vendor, owner)
    boss, address = an_administrator(), f"/payout-accounts/{objections.objection_token(account)}"
    assert "Tôi không đổi tài khoản này" in client.get(address).text
    db.session.expire_all()
    assert account.objected_at is None  # looking changes nothing
    assert SECOND not in client.get(address).text
    for _ in range(2):
        assert "Đã dừng mọi khoản chi" in client.post(address).text
    with clock.at(clock.now() + timedelta(days=10)):
        assert due.due_vendors() == []
    outbox.drain()
    keys = db.session.scalars(select(Notice.key).where(Notice.user_id == boss.id)).all()
    assert keys.count(f"payout-account-objected/{account.id}") == 2  # in the app, and by mail
    assert "Chủ gian hàng báo không đổi tài khoản" in come_in(client, boss).get("/desk/payouts").text


@pytest.mark.parametrize("token", ["x", "MQ.aaaa.bbbb", ""])
def test_a_forged_link_is_no_page(client: FlaskClient, token: str) -> None:
    assert client.get(f"/payout-accounts/{token}").status_code == 404
    assert client.post(f"/payout-accounts/{token}").status_code in (404, 405)


def test_an_old_link_is_no_page_any_more(client: FlaskClient, vendor: Vendor) -> None:
    token = objections.objection_token(current_account(vendor))
    assert client.get(f"/payout-accounts/{token}").status_code == 200
    objections.LINK_DAYS, kept = -1, objections.LINK_DAYS
    try:
        assert client.get(f"/payout-accounts/{token}").status_code == 404
    finally:
        objections.LINK_DAYS = kept


def test_an_account_that_is_right_is_paid_to_again(client: FlaskClient, vendor: Vendor, owner: User) -> None:
    account = changed(vendor, owner)
    objections.object_to(account)
    come_in(client, an_administrator())
    answer = f"/desk/payouts/accounts/{account.id}/objection"
    assert client.post(answer, data={"answer": "keep"}).status_code == 302
    assert client.post(answer, data={"answer": "keep"}).status_code == 404
    with clock.at(clock.now() + timedelta(days=settings().payout_cooling_days)):
        assert due.due_vendors() == [vendor.id]


def test_a_wrong_account_is_dropped_and_what_waited_for_it_goes_to_the_one_before(
    client: FlaskClient, vendor: Vendor, owner: User
) -> None:
    account = an_account(vendor, SECOND)
    payout = operations.request_payout(vendor.id)
    assert payout
    objections.object_to(account)
    assert not sending.begin_sending(payout.id)
    assert payout.status is PayoutStatus.REQUESTED

    come_in(client, an_administrator())
    assert client.post(f"/desk/payouts/accounts/{account.id}/objection", data={"answer": "drop"}).status_code == 302

    db.session.expire_all()
    assert payout.status is PayoutStatus.FAILED
    assert (current_account(vendor).number, account.verified_at) == (FIRST, None)
    assert audit.findings() == []
    again = operations.request_payout(vendor.id)
    assert again
    assert (again.amount_dong, again.account_id) == (475_000, current_account(vendor).id)
    assert audit.findings() == []


def test_an_account_that_has_gone_cannot_be_objected_to(vendor: Vendor, owner: User) -> None:
    first = current_account(vendor)
    changed(vendor, owner)
    with pytest.raises(objections.NothingToObject):
        objections.object_to(first)
    with pytest.raises(objections.NothingToObject):
        objections.uphold_account(current_account(vendor), by=owner)
