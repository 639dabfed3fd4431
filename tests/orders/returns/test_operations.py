"""Complaints: who may ask what until when, each way they end, and the money that follows."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, of_vendor
from marketplace.ledger.queries import balance
from orders.fulfilment import releasing
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import OrderLine, VendorOrder
from orders.payments.models import Refund
from orders.returns import deciding, operations
from orders.returns.errors import (
    MoreThanDelivered,
    NotDelivered,
    NothingChosen,
    OneIsOpen,
    TooLate,
    TooManyPhotos,
    UnusablePhoto,
    WordsMissing,
)
from orders.returns.models import ReturnCase, ReturnReason, ReturnState, ReturnStep, ReturnWish
from orders.returns.operations import Complaint
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_listing, the_stock
from tests.factories.money import a_shop_with_account
from tests.factories.papers import a_picture
from tests.factories.people import an_administrator
from vendors.listings.models import Variant

pytestmark = pytest.mark.usefixtures("app")
R = ReturnState
TWO_JARS_DONG = 500_000


@pytest.fixture(autouse=True)
def right_in_the_end(app: Flask) -> Iterator[None]:
    """The books are right after every test."""
    yield
    assert audit.findings() == []


@pytest.fixture
def part() -> VendorOrder:
    """Two jars for 250,000 each, paid by transfer and delivered today."""
    listing = a_listing(a_shop_with_account(), price_dong=TWO_JARS_DONG // 2)
    return a_part(listing, status=VendorOrderStatus.DELIVERED, method=PaymentMethod.TRANSFER, quantity=2)


def line_of(part: VendorOrder) -> OrderLine:
    return db.session.scalars(select(OrderLine).where(OrderLine.vendor_order_id == part.id)).one()


def a_complaint(part: VendorOrder, quantity: int = 1, **changed: object) -> Complaint:
    told = {"reason": ReturnReason.DAMAGED, "wish": ReturnWish.REFUND, "words": "Hũ bị vỡ nắp", "photos": ()}
    return Complaint(quantities={line_of(part).id: quantity}, **{**told, **changed})


def asked(part: VendorOrder, quantity: int = 1, **changed: object) -> ReturnCase:
    return operations.ask(part, a_complaint(part, quantity, **changed), by=None)


def refunds(part: VendorOrder) -> list[int]:
    return list(db.session.scalars(select(Refund.amount_dong).where(Refund.order_id == part.order_id)))


def in_days(days: int) -> object:
    return clock.at(clock.now() + timedelta(days=days, minutes=1))


def test_a_refund_at_once_gives_one_jar_back(part: VendorOrder) -> None:
    case = asked(part)
    operations.agree_to_refund(case, by=owner_of(part), words="Xin lỗi bạn", goods_first=False)
    assert (case.state, case.due_at) == (R.REFUNDED, None)
    assert refunds(part) == [TWO_JARS_DONG // 2]
    assert line_of(part).credited_quantity == 1


def test_all_of_it_goes_back_with_its_delivery(part: VendorOrder) -> None:
    case = asked(part, 2)
    operations.agree_to_refund(case, by=owner_of(part), words="Xin lỗi bạn", goods_first=False)
    assert refunds(part) == [part.total_dong]


def test_who_changed_their_mind_pays_the_delivery(part: VendorOrder) -> None:
    case = asked(part, 2, reason=ReturnReason.UNWANTED)
    operations.agree_to_refund(case, by=owner_of(part), words="Được ạ", goods_first=False)
    assert refunds(part) == [part.goods_dong]


def test_goods_first_then_the_money_and_the_shelf(part: VendorOrder) -> None:
    case = asked(part)
    variant = db.session.get_one(Variant, line_of(part).variant_id)
    before = the_stock(variant).on_hand
    operations.agree_to_refund(case, by=owner_of(part), words="Gửi lại giúp shop", goods_first=True)
    assert (case.state, refunds(part)) == (R.AWAITING_GOODS, [])
    operations.have_goods_back(case, by=owner_of(part), restock=True)
    assert (case.state, refunds(part)) == (R.REFUNDED, [TWO_JARS_DONG // 2])
    assert the_stock(variant).on_hand == before + 1


def test_other_goods_are_sent(part: VendorOrder) -> None:
    case = asked(part, wish=ReturnWish.REPLACEMENT)
    operations.agree_to_replace(case, by=owner_of(part), words="Mai gửi hũ khác")
    operations.have_replacement(case, by=None)
    assert (case.state, refunds(part)) == (R.REPLACED, [])


def test_a_refusal_can_be_contested_and_the_market_grants_part_of_it(part: VendorOrder) -> None:
    case = asked(part, 2)
    operations.refuse(case, by=owner_of(part), words="Hàng gửi đi còn nguyên")
    operations.contest(case, by=None, words="Có ảnh lúc mở hộp")
    quantities = {line_of(part).id: 1}
    deciding.grant(case, quantities, delivery=False, restock=False, words="Một hũ", by=an_administrator())
    assert (case.state, refunds(part)) == (R.REFUNDED, [TWO_JARS_DONG // 2])


def test_the_market_may_leave_it_as_it_is(part: VendorOrder) -> None:
    case = asked(part)
    operations.refuse(case, by=owner_of(part), words="Không đúng")
    operations.contest(case, by=None, words="Đúng mà")
    deciding.reject(case, words="Ảnh không cho thấy hư hỏng", by=an_administrator())
    assert (case.state, refunds(part)) == (R.REJECTED, [])


def test_the_earning_is_held_until_it_is_settled(part: VendorOrder) -> None:
    case = asked(part)
    with in_days(5):
        assert releasing.release([part.id]) == 0
        operations.withdraw(case, by=None)
        assert releasing.release([part.id]) == 1
    assert balance(of_vendor(AccountKind.VENDOR_PENDING, part.vendor_id)) == 0


def test_after_the_hold_the_vendor_owes_what_is_given_back(part: VendorOrder) -> None:
    with in_days(4):
        releasing.release([part.id])
        case = asked(part)
        operations.agree_to_refund(case, by=owner_of(part), words="Xin lỗi", goods_first=False)
    assert balance(of_vendor(AccountKind.VENDOR_DEBT, part.vendor_id)) > 0


@pytest.mark.parametrize(
    ("days", "before", "after"),
    [
        (3, R.ASKED, R.DISPUTED),
        (14, R.AWAITING_GOODS, R.DISPUTED),
        (14, R.REPLACING, R.DISPUTED),
        (3, R.REFUSED, R.REJECTED),
    ],
)
def test_whose_clock_runs_out_moves_on(part: VendorOrder, days: int, before: R, after: R) -> None:
    case, owner = asked(part), owner_of(part)
    if before is R.AWAITING_GOODS:
        operations.agree_to_refund(case, by=owner, words="Gửi lại", goods_first=True)
    elif before is R.REPLACING:
        operations.agree_to_replace(case, by=owner, words="Gửi hũ khác")
    elif before is R.REFUSED:
        operations.refuse(case, by=owner, words="Không")
    deciding.lapse(case.id)
    assert (case.state, deciding.overdue()) == (before, [])
    with in_days(days):
        assert deciding.overdue() == [case.id]
        deciding.lapse(case.id)
        deciding.lapse(case.id)
    assert case.state is after


def test_each_step_is_told_once_in_the_history(part: VendorOrder) -> None:
    case = asked(part)
    operations.refuse(case, by=owner_of(part), words="Không")
    operations.withdraw(case, by=None)
    steps = db.session.scalars(select(ReturnStep).where(ReturnStep.case_id == case.id).order_by(ReturnStep.id)).all()
    assert [(step.side.value, step.state.value) for step in steps] == [
        ("buyer", "asked"),
        ("vendor", "refused"),
        ("buyer", "withdrawn"),
    ]


@pytest.mark.parametrize(
    ("changed", "quantity", "refusal"),
    [
        ({}, 3, MoreThanDelivered),
        ({}, -1, MoreThanDelivered),
        ({}, 0, NothingChosen),
        ({"words": "  "}, 1, WordsMissing),
        ({"photos": [b"x"] * 9}, 1, TooManyPhotos),
        ({"photos": [b"<svg xmlns='http://www.w3.org/2000/svg'/>"]}, 1, UnusablePhoto),
    ],
)
def test_what_cannot_be_asked(
    part: VendorOrder, changed: dict[str, object], quantity: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        asked(part, quantity, **changed)


def test_a_line_of_another_order_is_none_of_it(part: VendorOrder) -> None:
    other = a_part(a_listing(a_shop_with_account()), status=VendorOrderStatus.DELIVERED)
    told = Complaint({line_of(other).id: 1}, ReturnReason.DAMAGED, ReturnWish.REFUND, "Vỡ")
    with pytest.raises(MoreThanDelivered):
        operations.ask(part, told, by=None)


def test_only_what_has_arrived() -> None:
    under_way = a_part(a_listing(a_shop_with_account()), status=VendorOrderStatus.SHIPPED)
    with pytest.raises(NotDelivered):
        asked(under_way)


def test_one_at_a_time_and_another_one_after_it(part: VendorOrder) -> None:
    case = asked(part)
    with pytest.raises(OneIsOpen):
        asked(part)
    operations.withdraw(case, by=None)
    assert asked(part).is_open


@pytest.mark.parametrize(("reason", "days"), [(ReturnReason.DAMAGED, 7), (ReturnReason.NOT_AS_TOLD, 30)])
def test_the_law_gives_more_days_when_the_seller_told_wrong(part: VendorOrder, reason: ReturnReason, days: int) -> None:
    with in_days(days), pytest.raises(TooLate):
        asked(part, reason=reason)
    with in_days(days - 1):
        assert asked(part, reason=reason).is_open


def test_who_comes_second_is_told(part: VendorOrder) -> None:
    case = asked(part)
    operations.withdraw(case, by=None)
    with pytest.raises(MoveNotAllowed):
        operations.refuse(case, by=owner_of(part), words="Không")


def test_photos_are_kept_once_without_what_they_carry(part: VendorOrder) -> None:
    case = asked(part, photos=[a_picture(), a_picture()])
    assert [photo.key.startswith("private/returns/") for photo in case.photos] == [True]
