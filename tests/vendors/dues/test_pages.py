"""Invoices on the vendor's phone and at the desk."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.notices.models import Channel, Notice
from tests.factories.money import a_shop_with_account, earn_cash
from tests.factories.people import an_administrator, come_in
from tests.vendors.dues.test_operations import COMMISSION, an_invoice, pay
from vendors.dues import operations as dues
from vendors.dues.models import DuesInvoice, DuesStatus
from vendors.models import Member, Vendor
from workers.outbox import drain

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def vendor() -> Vendor:
    return a_shop_with_account()


def owner(vendor: Vendor) -> User:
    return db.session.scalars(select(User).join(Member).where(Member.vendor_id == vendor.id)).first()


def letters() -> list[str]:
    written = select(Notice.subject).where(Notice.key.like("dues-%"), Notice.channel == Channel.APP)
    return list(db.session.scalars(written.order_by(Notice.id)))


def test_the_vendor_reads_what_it_owes_and_how_to_pay(client: FlaskClient, vendor: Vendor) -> None:
    invoice = an_invoice(vendor)
    earn_cash(vendor, 100_000)
    come_in(client, owner(vendor))
    listed = client.get("/seller/money/dues").text
    assert invoice.reference in listed
    assert "5.000\xa0₫" in listed
    page = client.get(f"/seller/money/dues/{invoice.reference}").text
    assert "vietqr" in page
    assert page.count(invoice.reference) >= 2
    assert "Hoa hồng của chợ" in page
    pay(invoice.reference, COMMISSION)
    assert "vietqr" not in client.get(f"/seller/money/dues/{invoice.reference}").text


def test_the_document_is_handed_out_to_its_vendor_only(client: FlaskClient, vendor: Vendor) -> None:
    invoice = an_invoice(vendor)
    drain()
    come_in(client, owner(vendor))
    assert client.get(f"/seller/money/dues/{invoice.reference}.pdf").data.startswith(b"%PDF")
    assert client.get(f"/seller/money/dues/{invoice.reference}.xlsx").data.startswith(b"PK")
    come_in(client, owner(a_shop_with_account()))
    assert client.get(f"/seller/money/dues/{invoice.reference}.pdf").status_code == 404


def test_it_is_told_reminded_and_thanked(client: FlaskClient, vendor: Vendor) -> None:
    invoice = an_invoice(vendor)
    drain()
    pay(invoice.reference, COMMISSION)
    drain()
    assert [subject.split(":")[0] for subject in letters()] == [
        f"Giấy báo phí tháng {invoice.month:%m/%Y}",
        f"Giấy báo phí tháng {invoice.month:%m/%Y} đã trả đủ",
    ]


def test_the_desk_invoices_withdraws_and_pays_credit_back(client: FlaskClient, vendor: Vendor) -> None:
    earn_cash(vendor, 500_000)
    come_in(client, an_administrator())
    assert "Lập giấy cho 1 nhà" in client.get("/desk/dues").text
    client.post("/desk/dues")
    drain()
    invoice = db.session.scalars(select(DuesInvoice)).one()
    assert invoice.reference in client.get("/desk/dues").text
    assert client.post(f"/desk/dues/{invoice.reference}", data={"reason": ""}).status_code == 422
    client.post(f"/desk/dues/{invoice.reference}", data={"reason": "Sai tháng"})
    db.session.refresh(invoice)
    assert invoice.status is DuesStatus.WITHDRAWN
    assert "Sai tháng" in client.get(f"/desk/dues/{invoice.reference}").text
    again = dues.issue_dues(vendor.id)
    pay(again.reference, COMMISSION + 7_000)
    db.session.commit()
    assert "7.000\xa0₫" in client.get("/desk/dues").text
    assert "7.000\xa0₫" in client.post(f"/desk/dues/credits/{vendor.id}", follow_redirects=True).text
