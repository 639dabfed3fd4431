"""The vendor's money on its phone, and payouts and accounts at the desk."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.notices.models import Notice
from marketplace.settings import settings
from tests.factories.money import VIETCOMBANK, a_shop_with_account, an_account, earn, earn_cash
from tests.factories.people import a_person, an_administrator, an_officer, come_in
from tests.factories.vendors import BINH_LIEU, a_member
from tests.statements import watch_statements
from vendors.models import MemberRole, Vendor
from vendors.payouts import due, operations
from vendors.payouts.accounts import current_account
from workers import outbox

TYPED = {"bank_bin": VIETCOMBANK, "number": "8801 234 567", "holder": "Hoàng Thị Mai"}


@pytest.fixture
def vendor(app: Flask) -> Vendor:
    return a_shop_with_account()


@pytest.fixture
def owner(vendor: Vendor) -> User:
    return a_member(vendor, a_person("Hoàng Thị Mai"))


def test_the_vendor_sees_where_its_money_is(client: FlaskClient, vendor: Vendor, owner: User) -> None:
    earn(vendor, 1_000_000)
    earn(vendor, 400_000, released=False)
    operations.request_payout(vendor.id)
    earn(vendor, 600_000)
    earn_cash(vendor, 200_000)
    page = come_in(client, owner).get("/seller/money").text
    for amount in ("560.000", "380.000", "950.000", "10.000"):  # next time, held, on the way, owed
        assert f"{amount}\xa0₫" in page
    assert "••••••6789" in page
    assert "1023456789" not in page


def test_the_money_page_takes_the_same_statements_for_few_and_many(
    client: FlaskClient, vendor: Vendor, owner: User
) -> None:
    counts = []
    for sold in (1, 5):
        earn(vendor, *[300_000] * sold)
        operations.request_payout(vendor.id)
        come_in(client, owner)
        with watch_statements() as statements:
            assert client.get("/seller/money").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 15, "one of them, once a day: whether the rules were changed"


def test_a_statement_adds_up_and_is_the_vendors_own(client: FlaskClient, vendor: Vendor, owner: User) -> None:
    earn(vendor, 300_000, 200_000)
    payout = operations.request_payout(vendor.id)
    assert payout
    page = come_in(client, owner).get(f"/seller/money/payouts/{payout.reference}").text
    for amount in ("<span>285.000</span>", "<span>190.000</span>", "475.000\xa0₫"):
        assert amount in page
    stranger = a_member(a_shop_with_account(), a_person())
    assert come_in(client, stranger).get(f"/seller/money/payouts/{payout.reference}").status_code == 404


@pytest.mark.parametrize(
    ("role", "money", "account"),
    [
        (MemberRole.OWNER, 200, 200),
        (MemberRole.MANAGER, 200, 403),
        (MemberRole.ACCOUNTANT, 200, 403),
        (MemberRole.PACKER, 403, 403),
    ],
)
def test_who_sees_the_money_and_who_names_the_account(
    client: FlaskClient, vendor: Vendor, *, role: MemberRole, money: int, account: int
) -> None:
    come_in(client, a_member(vendor, a_person(), role=role))
    assert client.get("/seller/money").status_code == money
    assert client.get("/seller/money/account").status_code == account
    assert client.post("/seller/money/account", data=TYPED).status_code == (302 if account == 200 else 403)
    assert ("/seller/money/account" in client.get("/seller/money").text) == (account == 200)


def test_another_account_is_told_of_and_waits_for_the_desk(client: FlaskClient, vendor: Vendor, owner: User) -> None:
    earn(vendor, 500_000)
    boss = an_administrator()
    assert come_in(client, owner).post("/seller/money/account", data=TYPED).status_code == 302
    assert "Tài khoản nhận tiền đang chờ chợ xác nhận" in client.get("/seller/money").text
    db.session.expire_all()
    account = current_account(vendor)
    assert (account.number, account.verified_at) == ("8801234567", None)
    assert due.due_vendors() == []
    outbox.drain()
    told = db.session.scalars(select(Notice).where(Notice.key.startswith("payout-account"))).all()
    assert {(notice.user_id, notice.link) for notice in told} >= {
        (owner.id, "/seller/money/account"),
        (boss.id, "/desk/payouts"),
    }
    assert "8801234567" not in "".join(notice.text + notice.html for notice in told)

    desk = come_in(client, boss).get("/desk/payouts").text
    assert "HOANG THI MAI · 8801234567" in desk
    assert client.post(f"/desk/payouts/accounts/{account.id}/verification").status_code == 302
    db.session.expire_all()
    assert account.verified_at is not None
    assert due.due_vendors() == []
    with clock.at(clock.now() + timedelta(days=settings().payout_cooling_days)):
        assert due.due_vendors() == [vendor.id]
    [entry] = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "payout account verified", AuditEntry.actor_id == boss.id)
    )
    assert entry.subject_id == vendor.id


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"bank_bin": ""}, "Hãy điền mục này."),
        ({"bank_bin": "000000"}, "field-error"),
        ({"number": "12"}, "Số tài khoản gồm 4 đến 19 chữ số."),
        ({"number": "x" * 50}, "field-error"),
        ({"holder": "…"}, "Hãy ghi tên chủ tài khoản"),
        ({"holder": ""}, "Hãy điền mục này."),
    ],
)
def test_what_was_typed_is_kept_beside_what_is_wrong(
    client: FlaskClient, vendor: Vendor, owner: User, *, wrong: dict[str, str], words: str
) -> None:
    answer = come_in(client, owner).post("/seller/money/account", data=TYPED | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    for name in ("number", "holder"):
        assert (TYPED | wrong)[name] in answer.text
    db.session.expire_all()
    assert current_account(vendor).number == "1023456789"


def test_an_account_changed_since_the_look_is_not_verified(client: FlaskClient, vendor: Vendor) -> None:
    seen = an_account(vendor, "5555555555", verified=False)
    meanwhile = an_account(vendor, "6666666666", verified=False)
    come_in(client, an_administrator())
    assert client.post(f"/desk/payouts/accounts/{seen.id}/verification").status_code == 404
    answer = client.post(f"/desk/vendors/{vendor.id}/account", data={"account_id": seen.id})
    assert answer.status_code == 409
    db.session.expire_all()
    assert meanwhile.verified_at is None


def test_the_desk_asks_for_payouts_and_reads_them(client: FlaskClient, vendor: Vendor) -> None:
    earn(vendor, 500_000)
    come_in(client, an_administrator())
    assert "Lập lệnh chi cho 1 nhà" in client.get("/desk/payouts").text
    started = client.post("/desk/payouts/runs")
    assert started.status_code == 302
    assert "0/1" in client.get(started.location).text
    outbox.drain()
    assert "1/1" in client.get(started.location).text
    page = client.get("/desk/payouts?status=requested").text
    assert vendor.name in page
    payout = db.session.scalars(operations.select(operations.Payout)).one()
    page = client.get(f"/desk/payouts/{payout.reference}").text
    assert "HOANG THI MAI" in page
    assert "1023456789" in page
    assert client.get("/desk/payouts?status=failed").status_code == 200
    assert client.get("/desk/payouts?status=nonsense").status_code == 200
    assert client.get("/desk/payouts/CT22222222").status_code == 404


def test_payouts_are_for_administrators(client: FlaskClient, vendor: Vendor, owner: User) -> None:
    account = an_account(vendor, "5555555555", verified=False)
    for person in (owner, an_officer(BINH_LIEU)):
        come_in(client, person)
        assert client.get("/desk/payouts").status_code == 403
        assert client.post("/desk/payouts/runs").status_code == 403
        assert client.post(f"/desk/payouts/accounts/{account.id}/verification").status_code == 403
