"""Money straight to the vendor over HTTP: the buyer's word, the vendor's word, the refund between them."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.database import db
from marketplace.ledger import audit
from marketplace.notices.models import Channel, Notice
from orders.direct.models import DirectStatus, RefundStep, StepKind
from orders.direct.queries import payment_of
from orders.kinds import VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.payments.models import RefundStatus
from tests.factories.fulfilment import owner_of
from tests.factories.holding import a_direct_part, refunds_of
from tests.factories.people import an_administrator, come_in
from workers.outbox import drain

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def part() -> VendorOrder:
    return a_direct_part(received=False)


def order_of(part: VendorOrder) -> Order:
    return db.session.get_one(Order, part.order_id)


def as_buyer(client: FlaskClient, part: VendorOrder, where: str = "", **data: str) -> str:
    """Read the guest's order page, or post to an address below it, and give the page that follows."""
    order = order_of(part)
    db.session.commit()
    address = f"/orders/{order.number}{where}?key={order.access_token}"
    answer = client.post(address, data=data, follow_redirects=True) if where else client.get(address)
    return answer.text


def letters() -> list[str]:
    drain()
    told = select(Notice.key).where(Notice.channel == Channel.APP).order_by(Notice.id)
    return [key.split("/")[0] for key in db.session.scalars(told)]


def test_from_the_code_to_the_acceptance(client: FlaskClient, part: VendorOrder) -> None:
    page = as_buyer(client, part)
    assert part.number.replace("-", "") in page
    assert "Tôi đã chuyển" in page
    for _ in range(2):
        page = as_buyer(client, part, f"/parts/{part.number}/transfer")
    assert "Chờ nhà sản xuất xem tiền" in page
    come_in(client, owner_of(part))
    assert "Khách báo đã chuyển" in client.get(f"/seller/orders/{part.number}").text
    refused = client.post(f"/seller/orders/{part.number}/acceptance", follow_redirects=True).text
    assert "trước khi nhận đơn" in refused
    client.post(f"/seller/orders/{part.number}/missing-transfer")
    assert "Nhà sản xuất chưa thấy tiền" in as_buyer(client, part)
    come_in(client, owner_of(part))
    client.post(f"/seller/orders/{part.number}/transfer")
    client.post(f"/seller/orders/{part.number}/acceptance")
    db.session.refresh(part)
    assert part.status is VendorOrderStatus.ACCEPTED
    told = letters()
    assert {"direct-awaited", "direct-claimed"} <= set(told)
    assert audit.findings() == []


def test_from_the_refund_to_the_buyers_word(client: FlaskClient, part: VendorOrder) -> None:
    as_buyer(client, part, f"/parts/{part.number}/transfer")
    as_buyer(client, part, f"/parts/{part.number}/cancellation")
    [refund] = refunds_of(part)
    below = f"/refunds/{refund.reference}"
    as_buyer(client, part, f"{below}/cash")
    come_in(client, owner_of(part))
    assert client.post(f"/seller/money{below}", data={"words": ""}).status_code == 422
    client.post(f"/seller/money{below}", data={"words": "Tiền mặt"})
    assert "Tôi chưa nhận được" in as_buyer(client, part)
    as_buyer(client, part, f"{below}/objection", words="Chưa ai gọi")
    db.session.refresh(refund)
    assert (refund.status, refund.failure) == (RefundStatus.FAILED, "Chưa ai gọi")
    come_in(client, owner_of(part))
    assert "Chưa ai gọi" in client.get(f"/seller/money{below}").text
    client.post(f"/seller/money{below}", data={"words": "FT26328"})
    as_buyer(client, part, f"{below}/receipt")
    db.session.refresh(refund)
    assert refund.status is RefundStatus.DONE
    assert payment_of(part).status is DirectStatus.GIVEN_BACK
    kinds = [step.kind for step in db.session.scalars(select(RefundStep).order_by(RefundStep.id))]
    assert kinds == [
        StepKind.IN_CASH,
        StepKind.GIVEN_BACK,
        StepKind.OBJECTED,
        StepKind.GIVEN_BACK,
        StepKind.CONFIRMED,
    ]
    assert letters().count("vendor-refund-step") == 3
    assert audit.findings() == []


def test_the_desk_hears_both_and_closes(client: FlaskClient, part: VendorOrder) -> None:
    as_buyer(client, part, f"/parts/{part.number}/transfer")
    as_buyer(client, part, f"/parts/{part.number}/cancellation")
    [refund] = refunds_of(part)
    come_in(client, owner_of(part))
    client.post(f"/seller/money/refunds/{refund.reference}/objection", data={"words": "Không thấy tiền vào"})
    come_in(client, an_administrator())
    assert refund.reference in client.get("/desk/direct").text
    assert "Không thấy tiền vào" in client.get(f"/desk/direct/{refund.reference}").text
    assert client.post(f"/desk/direct/{refund.reference}", data={"words": ""}).status_code == 422
    client.post(f"/desk/direct/{refund.reference}", data={"words": "Khách chưa chuyển"})
    db.session.refresh(refund)
    assert refund.status is RefundStatus.DONE
    assert payment_of(part).status is DirectStatus.VOID
    assert audit.findings() == []
