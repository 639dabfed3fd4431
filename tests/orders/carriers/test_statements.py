"""Cash that carriers took: reconciled once with their statement, charged to whom it concerns, brought to the bank."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.carriers.protocol import ParcelStage
from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, market, of_carrier, of_vendor
from marketplace.ledger.queries import balance
from orders.carriers import answers, statements
from orders.carriers.models import Answer, CarrierStatement, Finding
from orders.carriers.statements import AlreadyAccepted, KnownStatement, OtherStatement
from orders.credits.operations import credit
from orders.fulfilment import operations
from orders.fulfilment.cash import Cash, CashState, cash_of
from orders.fulfilment.operations import take_back, turn_back
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import OrderLine, VendorOrder
from orders.payments import notices, remittances
from orders.payments.models import BankNotice, NoticeOutcome
from tests.factories.carriers import (
    TRANSFER_FEE,
    Told,
    a_file,
    a_parcel,
    a_statement,
    hear,
    rows_of,
    the_carrier,
    told,
)
from tests.factories.fulfilment import a_part, owner_of
from tests.factories.listings import a_listing
from tests.factories.money import a_shop_with_account, release
from tests.factories.orders import a_shop
from tests.factories.payments import a_movement
from tests.factories.people import an_administrator
from tests.statements import watch_statements
from vendors.payouts import operations as payouts

S = VendorOrderStatus
A_CARRIERS_FEE = 20_000
EARNING = 475_000
"""Of goods of 500.000, less the market's 5 %."""


@pytest.fixture
def desk(app: Flask) -> User:
    return an_administrator()


def with_carrier() -> int:
    return balance(of_carrier(the_carrier().id))


def state_of(part: VendorOrder) -> CashState:
    return of(part).state


def of(part: VendorOrder) -> Cash | None:
    loaded = select(VendorOrder).where(VendorOrder.id == part.id).options(joinedload(VendorOrder.order))
    return cash_of(db.session.scalars(loaded.execution_options(populate_existing=True)).one())


def money_comes(amount_dong: int, content: str) -> BankNotice:
    movement = a_movement(amount_dong, content)
    notices.receive(movement)
    notice = db.session.scalars(select(BankNotice).order_by(BankNotice.id.desc()).limit(1)).one()
    notices.act_on(notice.id)
    db.session.flush()
    return notice


def findings_of(statement: CarrierStatement) -> list[Finding | None]:
    return [row.finding for row in rows_of(statement)]


def test_cash_is_reconciled_brought_and_paid_on_less_the_carriage(app: Flask) -> None:
    """500.000 taken, 20.000 carriage, 5.500 for the transfer: the market gets 474.500, the vendor 455.000."""
    vendor = a_shop_with_account()
    part = a_parcel(vendor=vendor)
    assert (with_carrier(), state_of(part)) == (500_000, CashState.COLLECTED)
    statement = a_statement(told(part))
    assert (statement.net_dong, findings_of(statement)) == (474_500, [Finding.EXACT])
    assert (with_carrier(), state_of(part)) == (474_500, CashState.RECONCILED)
    assert of(part).comes_dong == EARNING - A_CARRIERS_FEE

    notice = money_comes(474_500, f"GHN chuyen tien COD {statement.reference}")
    assert notice.outcome is NoticeOutcome.SETTLEMENT
    assert (with_carrier(), state_of(part)) == (0, CashState.PAID)
    assert balance(market(AccountKind.DELIVERY)) == -TRANSFER_FEE

    release(part)
    assert payouts.request_payout(vendor.id).amount_dong == EARNING - A_CARRIERS_FEE
    assert audit.findings() == []


def test_an_earning_waits_for_the_cash_however_long_the_hold_is_over(app: Flask) -> None:
    part = a_parcel()
    release(part)
    assert part.status is S.DELIVERED
    a_statement(told(part))
    release(part)
    assert part.status is S.COMPLETED
    assert audit.findings() == []


def test_a_paid_parcel_waits_for_no_cash_and_is_charged_its_carriage(app: Flask) -> None:
    vendor = a_shop_with_account()
    part = a_parcel(vendor=vendor, method=PaymentMethod.TRANSFER)
    release(part)
    assert part.status is S.COMPLETED
    statement = a_statement(Told(part.tracking_code, 0, 30_000), Told("GHNOTHER", 100_000))
    assert findings_of(statement) == [Finding.FEE_ONLY, Finding.UNKNOWN]
    assert balance(of_vendor(AccountKind.VENDOR_DEBT, vendor.id)) == 30_000
    assert audit.findings() == []


def test_a_parcel_that_came_back_costs_its_fee_and_nothing_else(app: Flask) -> None:
    sold, part = a_parcel(), a_parcel(delivered=False)
    turn_back(part, by=None, reason="Khách không nghe máy")
    take_back(part, by=None)
    statement = a_statement(told(sold), Told(part.tracking_code, 0, 15_000))
    assert findings_of(statement) == [Finding.EXACT, Finding.FEE_ONLY]
    assert balance(of_vendor(AccountKind.VENDOR_DEBT, part.vendor_id)) == 15_000
    assert of(part) is None
    assert audit.findings() == []


@pytest.mark.parametrize(("answer", "left"), [(Answer.CLAIMED, 50_000), (Answer.BORNE, 0)])
def test_too_little_is_claimed_or_borne(desk: User, answer: Answer, left: int) -> None:
    part = a_parcel()
    statement = a_statement(told(part, more=-50_000))
    [row] = rows_of(statement)
    assert (row.finding, row.settled_at, state_of(part)) == (Finding.LESS, None, CashState.DISPUTED)
    assert audit.findings() == []

    answers.answer(row.id, answer, by=desk)
    money_comes(statement.net_dong, statement.reference)
    assert (with_carrier(), state_of(part)) == (left, CashState.PAID)
    release(part)
    assert part.status is S.COMPLETED
    assert audit.findings() == []


def test_what_was_claimed_is_made_up_by_a_later_statement(desk: User) -> None:
    part = a_parcel()
    [row] = rows_of(a_statement(told(part, more=-50_000)))
    answers.answer(row.id, Answer.CLAIMED, by=desk)
    later = a_statement(Told(part.tracking_code, 50_000, 0), transfer_fee=0)
    assert findings_of(later) == [Finding.MADE_UP]
    again = a_statement(Told(part.tracking_code, 50_000, 0), transfer_fee=0)
    assert findings_of(again) == [Finding.TWICE]
    assert audit.findings() == []


def test_too_much_is_set_aside_until_the_carrier_takes_it_back(desk: User) -> None:
    part = a_parcel()
    statement = a_statement(told(part, more=30_000))
    [row] = rows_of(statement)
    answers.answer(row.id, Answer.SET_ASIDE, by=desk)
    assert balance(market(AccountKind.UNMATCHED)) == 30_000
    assert part.cash_remitted_at is not None
    assert audit.findings() == []
    answers.give_up(row.id, by=desk)
    assert balance(market(AccountKind.UNMATCHED)) == 0
    assert with_carrier() == statement.net_dong - 30_000
    assert audit.findings() == []
    with pytest.raises(answers.NotOffered):
        answers.give_up(row.id, by=desk)


def test_an_unknown_parcel_is_given_to_its_part(desk: User) -> None:
    """The vendor had mistyped the code."""
    part = a_parcel(code="GHNTYPO")
    statement = a_statement(Told("GHNRIGHT", 500_000))
    [row] = rows_of(statement)
    assert row.finding is Finding.UNKNOWN
    with pytest.raises(answers.NoSuchParcel):
        answers.name_part(row.id, a_parcel(carrier="ghtk").number, by=desk)
    answers.name_part(row.id, part.number.lower(), by=desk)
    assert findings_of(statement) == [Finding.EXACT]
    assert (part.tracking_code, part.cash_remitted_at is not None) == ("GHNRIGHT", True)
    assert audit.findings() == []


def test_cash_for_a_parcel_that_is_still_on_its_way_says_that_it_arrived(desk: User) -> None:
    part = a_parcel(delivered=False)
    statement = a_statement(told(part))
    [row] = rows_of(statement)
    assert row.finding is Finding.UNDELIVERED
    money_comes(statement.net_dong, statement.reference)
    assert audit.findings() == []
    answers.deliver(row.id, by=desk)
    assert findings_of(statement) == [Finding.EXACT]
    assert (part.status, with_carrier()) == (S.DELIVERED, 0)
    assert audit.findings() == []


def test_a_part_delivered_meanwhile_agrees_when_it_is_looked_at_again(desk: User) -> None:
    part = a_parcel(delivered=False)
    statement = a_statement(told(part))
    [row] = rows_of(statement)
    with pytest.raises(answers.NotOffered):
        answers.answer(row.id, Answer.CLAIMED, by=desk)
    from_carrier = a_parcel(delivered=False)
    with pytest.raises(answers.NotOffered):
        answers.name_part(row.id, from_carrier.number, by=desk)
    answers.deliver(row.id, by=desk)
    with pytest.raises(answers.NotOffered):
        answers.deliver(row.id, by=desk)


def test_money_comes_whole_although_a_row_waits(desk: User) -> None:
    statement = a_statement(told(a_parcel()), told(a_parcel(), more=-1), Told("GHNSTRANGE", 70_000))
    notice = money_comes(statement.net_dong, f"CT {statement.reference[:4]} {statement.reference[4:]}")
    assert (notice.outcome, with_carrier()) == (NoticeOutcome.SETTLEMENT, 1)
    assert audit.findings() == []
    answers.answer(rows_of(statement)[1].id, Answer.BORNE, by=desk)
    strange = rows_of(statement)[2]
    answers.answer(strange.id, Answer.SET_ASIDE, by=desk)
    with pytest.raises(answers.CarrierHasLess):
        answers.give_up(strange.id, by=desk)
    a_parcel()
    answers.give_up(strange.id, by=desk)
    assert with_carrier() == 430_000
    assert audit.findings() == []


def test_money_of_another_sum_is_placed_by_a_person(desk: User) -> None:
    statement = a_statement(told(a_parcel()))
    part_of_it = money_comes(400_000, "tien cod ngay 23")
    too_much = money_comes(statement.net_dong + 1, statement.reference)
    assert {part_of_it.outcome, too_much.outcome} == {NoticeOutcome.UNMATCHED}
    remittances.place(part_of_it.id, statement.id, by=desk)
    assert statement.owed_dong == 74_500
    with pytest.raises(remittances.NotThisMoney):
        remittances.place(too_much.id, statement.id, by=desk)
    with pytest.raises(remittances.NotThisMoney):
        remittances.place(part_of_it.id, statement.id, by=desk)
    assert audit.findings() == []


def test_the_same_file_is_taken_in_once_and_a_corrected_one_after_the_first_is_discarded(desk: User) -> None:
    part, carrier = a_parcel(), the_carrier()
    raw = a_file(told(part), reference="GHNCOD777")
    statement = statements.take(carrier, raw, by=desk)
    with pytest.raises(KnownStatement):
        statements.take(carrier, raw, by=desk)
    corrected = a_file(told(part, fee=1_000), reference="GHN-COD 777")
    with pytest.raises(OtherStatement):
        statements.take(carrier, corrected, by=desk)
    statements.discard(statement.id, by=desk)
    again = statements.take(carrier, corrected, by=desk)
    statements.accept(again.id, by=desk)
    for act in (statements.accept, statements.discard):
        with pytest.raises(AlreadyAccepted):
            act(again.id, by=desk)
    assert audit.findings() == []


def test_nothing_is_booked_before_a_person_accepts(app: Flask) -> None:
    part = a_parcel()
    statement = a_statement(told(part), accepted=False)
    notice = money_comes(statement.net_dong, statement.reference)
    assert (with_carrier(), part.cash_remitted_at, notice.outcome) == (500_000, None, NoticeOutcome.UNMATCHED)
    assert audit.findings() == []
    statements.accept(statement.id, by=an_administrator())
    assert (with_carrier(), notice.outcome) == (0, NoticeOutcome.SETTLEMENT)
    assert audit.findings() == []


def test_money_that_came_before_the_statement_is_found_when_it_is_accepted(app: Flask) -> None:
    part = a_parcel()
    notice = money_comes(474_500, "GHN chuyen tien COD, bang ke GHN-COD 778")
    assert notice.outcome is NoticeOutcome.UNMATCHED
    statement = a_statement(told(part), reference="GHNCOD778")
    assert (notice.outcome, notice.carrier_statement_id) == (NoticeOutcome.SETTLEMENT, statement.id)
    assert audit.findings() == []


@pytest.mark.parametrize("delivered", [True, False])
def test_a_part_credited_before_or_after_delivery_brings_what_was_taken(desk: User, *, delivered: bool) -> None:
    listing = a_listing(a_shop(carrier_dong=0), price_dong=100_000)
    part = a_part(listing, status=S.PACKED, quantity=5)
    line = db.session.scalars(select(OrderLine).where(OrderLine.vendor_order_id == part.id)).one()
    if not delivered:
        credit(part, quantities={line.id: 1}, delivery=False, reason="Vỡ một gói", by=desk)
    operations.ship(part, by=owner_of(part), tracking_code="GHNCREDIT", market_carrier=the_carrier())
    operations.deliver(part, by=None)
    if delivered:
        credit(part, quantities={line.id: 1}, delivery=False, reason="Vỡ một gói", by=desk)
    statement = a_statement(Told("GHNCREDIT", 500_000 if delivered else 400_000))
    assert findings_of(statement) == [Finding.EXACT]
    assert audit.findings() == []


def test_a_row_settles_itself_when_its_carrier_says_that_it_arrived(app: Flask) -> None:
    part = a_parcel(delivered=False)
    statement = a_statement(told(part))
    hear(part, ParcelStage.DELIVERED)
    answers.look_again_at(part.id)
    assert findings_of(statement) == [Finding.EXACT]
    assert part.cash_remitted_at is not None
    assert audit.findings() == []


def test_many_rows_take_as_many_statements_as_few(app: Flask) -> None:
    vendor, desk, counts = a_shop_with_account(), an_administrator(), []
    for rows in (1, 2, 12):
        parcels = [a_parcel(vendor=vendor, dong=10_000 + place) for place in range(rows)]
        statement = a_statement(*(told(part, fee=1) for part in parcels), accepted=False)
        with watch_statements() as watched:
            statements.accept(statement.id, by=desk)
            db.session.flush()
        counts.append(len(watched))
    assert counts[1] == counts[2]
    assert audit.findings() == []


@pytest.mark.parametrize("dong", [1_001, 999_999_999])
def test_amounts_of_any_size_are_kept_to_the_dong(app: Flask, dong: int) -> None:
    part: VendorOrder = a_parcel(dong=dong)
    statement = a_statement(told(part, fee=1), transfer_fee=0)
    assert statement.net_dong == dong - 1
    money_comes(statement.net_dong, statement.reference)
    assert with_carrier() == 0
    assert owner_of(part)
    assert audit.findings() == []
