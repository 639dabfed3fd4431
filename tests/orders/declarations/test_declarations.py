"""A month's tax is prepared, filed and paid once; what comes later falls into the next month; the books agree."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.ledger import audit as books
from marketplace.ledger.chart import AccountKind, market
from marketplace.ledger.queries import balance
from orders.declarations import operations, queries
from orders.declarations.amounts import Amounts
from orders.declarations.errors import (
    AlreadyFiled,
    EarlierMonthOpen,
    FiguresChanged,
    MonthNotOver,
    NotFiled,
    ReferenceMissing,
    YearNotFiled,
)
from orders.declarations.models import DeclarationState, TaxDeclaration, TaxDeclarationLine, due_on, next_month
from orders.kinds import PaymentMethod, VendorOrderStatus
from tests.effort import IS_SOAK
from tests.factories.fulfilment import STEPS, a_part, owner_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import an_administrator
from tests.factories.taxes import a_household, sold, taken_back
from tests.rollback import rolled_back
from tests.statements import watch_statements

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)


def on(month: int, day: int, hour: int = 5, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.fixture
def hung(app: Flask) -> User:
    return an_administrator()


def prepared(month: date, by: User, *, at: datetime) -> TaxDeclaration:
    with clock.at(at):
        return operations.prepare(month, by=by)


def filed(month: date, by: User, *, at: datetime) -> TaxDeclaration:
    declaration = prepared(month, by, at=at)
    with clock.at(at):
        operations.file(declaration, by=by)
    return declaration


def paid(month: date, by: User, *, at: datetime) -> TaxDeclaration:
    declaration = filed(month, by, at=at)
    if declaration.due_dong:
        with clock.at(at):
            operations.pay(declaration, treasury_reference="NS 0012", by=by)
    return declaration


def wrong() -> list[str]:
    """What the audit finds, but for files that no worker made here."""
    return [words for words in books.findings() if "its files are not made" not in words]


def said(declaration: TaxDeclaration) -> dict[str, Amounts]:
    return {line.name: queries.amounts_of(line) for line in queries.lines_of(declaration)}


def test_a_month_is_what_was_delivered_in_it(hung: User) -> None:
    lan, company = a_household("Hộ Lan"), a_shop("HTX Miến")
    sold(lan, 500_000, at=on(10, 31, 16))
    sold(lan, 400_000, at=on(10, 31, 17))
    sold(company, 900_000, at=on(10, 5))
    sold(lan, 100_000, at=on(10, 6), method=PaymentMethod.CASH)
    october = paid(OCTOBER, hung, at=on(11, 2))
    assert said(october) == {"Hộ Lan": Amounts(600_000, 0, 6_000, 0, 3_000, 0)}
    assert (october.state, october.due_dong) == (DeclarationState.PAID, 9_000)
    assert balance(market(AccountKind.TAX_TO_REMIT)) == 6_000
    november = prepared(NOVEMBER, hung, at=on(12, 1))
    assert said(november) == {"Hộ Lan": Amounts(400_000, 0, 4_000, 0, 2_000, 0)}
    assert wrong() == []


def test_what_comes_back_is_netted_in_the_month_in_which_it_comes_back(hung: User) -> None:
    lan = a_household()
    part = sold(lan, 500_000, at=on(10, 20))
    october = paid(OCTOBER, hung, at=on(11, 2))
    assert october.due_dong == 7_500
    taken_back(part, 1, at=on(11, 5))
    sold(lan, 100_000, at=on(11, 6))
    november = paid(NOVEMBER, hung, at=on(12, 2))
    assert said(november) == {lan.name: Amounts(100_000, 500_000, 1_000, 5_000, 500, 2_500)}
    assert (november.vat_dong, november.pit_dong, november.due_dong) == (-4_000, -2_000, 0)
    assert november.state is DeclarationState.PAID
    sold(lan, 600_000, at=on(12, 3))
    december = paid(DECEMBER, hung, at=on(1, 3, year=2027))
    assert (december.carried_vat_dong, december.carried_pit_dong) == (-4_000, -2_000)
    assert (december.due_vat_dong, december.due_pit_dong) == (2_000, 1_000)
    assert balance(market(AccountKind.TAX_TO_REMIT)) == 0
    assert wrong() == []


def test_what_was_taken_off_before_delivery_was_never_sold(hung: User) -> None:
    lan = a_household()
    with clock.at(on(10, 5)):
        wanted = a_listing(lan, price_dong=100_000)
        part = a_part(wanted, method=PaymentMethod.TRANSFER, status=VendorOrderStatus.ACCEPTED, quantity=3)
    taken_back(part, 1, at=on(10, 6))
    with clock.at(on(10, 7)):
        for _status, act in STEPS[1:]:
            act(part, owner_of(part))
    assert said(prepared(OCTOBER, hung, at=on(11, 1))) == {lan.name: Amounts(200_000, 0, 2_000, 0, 1_000, 0)}
    assert part.credited_goods_dong == 100_000


def test_what_comes_late_for_a_filed_month_falls_into_the_next(hung: User) -> None:
    lan = a_household()
    sold(lan, 500_000, at=on(10, 20))
    october = filed(OCTOBER, hung, at=on(11, 2))
    sold(lan, 300_000, at=on(10, 31))
    november = prepared(NOVEMBER, hung, at=on(12, 2))
    assert said(november) == {lan.name: Amounts(300_000, 0, 3_000, 0, 1_500, 0)}
    assert said(october) == {lan.name: Amounts(500_000, 0, 5_000, 0, 2_500, 0)}


def test_the_steps_have_an_order(hung: User) -> None:
    lan = a_household()
    sold(lan, 500_000, at=on(10, 20))
    sold(lan, 500_000, at=on(11, 20))
    with pytest.raises(MonthNotOver):
        prepared(NOVEMBER, hung, at=on(11, 30, 16))
    with pytest.raises(EarlierMonthOpen):
        prepared(NOVEMBER, hung, at=on(11, 30, 17))
    october = prepared(OCTOBER, hung, at=on(11, 1))
    with pytest.raises(EarlierMonthOpen):
        prepared(NOVEMBER, hung, at=on(12, 1))
    with pytest.raises(NotFiled):
        operations.pay(october, treasury_reference="NS 1", by=hung)
    sold(lan, 1_000, at=on(10, 30))
    with pytest.raises(FiguresChanged):
        operations.file(october, by=hung)
    october = filed(OCTOBER, hung, at=on(11, 3))
    with pytest.raises(AlreadyFiled):
        prepared(OCTOBER, hung, at=on(11, 4))
    with pytest.raises(AlreadyFiled):
        operations.file(october, by=hung)
    with pytest.raises(ReferenceMissing):
        operations.pay(october, treasury_reference="  ", by=hung)
    operations.pay(october, treasury_reference="NS 1", by=hung)
    with pytest.raises(NotFiled):
        operations.pay(october, treasury_reference="NS 2", by=hung)
    assert wrong() == []


def test_what_is_filed_is_frozen_in_its_document_and_in_the_database(hung: User) -> None:
    lan = a_household()
    sold(lan, 500_000, at=on(10, 20))
    october = filed(OCTOBER, hung, at=on(11, 2))
    lan.name, lan.tax_code = "Tên mới", "1"
    db.session.flush()
    document = queries.declaration_of(OCTOBER).document
    assert document.figures["tables"][0]["rows"][0]["tax_code"] == "8012345678"
    assert document.figures["lead"]["amount_dong"] == 7_500
    line = TaxDeclarationLine.__table__
    for change in (update(line).values(sold_dong=1), delete(line)):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(change.where(line.c.declaration_id == october.id))


def test_a_year_is_certified_when_its_december_is_filed(hung: User) -> None:
    lan = a_household()
    sold(lan, 500_000, at=on(11, 20))
    part = sold(lan, 200_000, at=on(12, 1))
    paid(NOVEMBER, hung, at=on(12, 2))
    with pytest.raises(YearNotFiled):
        operations.certify(lan, 2026)
    taken_back(part, 1, at=on(12, 9))
    sold(lan, 300_000, at=on(12, 10))
    filed(DECEMBER, hung, at=on(1, 2, year=2027))
    with clock.at(on(1, 3, year=2027)):
        document = operations.certify(lan, 2026)
        assert operations.certify(lan, 2026).id == document.id
    assert document.owner_id == lan.id
    assert document.figures["lead"]["amount_dong"] == 12_000
    assert [row["month"] for row in document.figures["tables"][0]["rows"]] == ["11/2026", "12/2026"]


def test_months_wait_until_they_are_paid(hung: User) -> None:
    sold(a_household(), 500_000, at=on(10, 20))
    with clock.at(on(10, 31)):
        assert queries.months_waiting() == []
    with clock.at(on(11, 5)):
        [october] = queries.months_waiting()
        assert (october.first, october.due_on, october.is_near, october.is_late) == (
            OCTOBER,
            date(2026, 11, 20),
            False,
            False,
        )
    with clock.at(on(11, 14)):
        assert queries.months_waiting()[0].is_near
    with clock.at(on(11, 21)):
        assert queries.months_waiting()[0].is_late
        assert queries.waiting_count() == 1
    with clock.at(on(1, 21, year=2027)):
        assert queries.waiting_count() == len(queries.months_waiting()) == 3
    paid(OCTOBER, hung, at=on(11, 22))
    with clock.at(on(11, 22)):
        assert queries.months_waiting() == []
        assert queries.waiting_count() == 0


@pytest.mark.parametrize(
    ("month", "after", "due"),
    [(date(2026, 12, 1), date(2027, 1, 1), date(2027, 1, 20)), (date(2028, 1, 1), date(2028, 2, 1), date(2028, 2, 20))],
)
def test_days(month: date, after: date, due: date) -> None:
    assert (next_month(month), due_on(month)) == (after, due)


def test_a_month_of_many_vendors_takes_as_many_statements_as_one(hung: User) -> None:
    sold(a_household("Một"), 500_000, at=on(10, 20))
    with watch_statements() as few:
        prepared(OCTOBER, hung, at=on(11, 2))
    for name in ("Hai", "Ba", "Bốn"):
        sold(a_household(name), 500_000, at=on(10, 21))
    with watch_statements() as many:
        october = prepared(OCTOBER, hung, at=on(11, 3))
    assert len(many) <= len(few) + 1
    assert len(said(october)) == 4


Step = tuple[int, int, int]
steps = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 10**7), st.integers(0, 3)), min_size=1, max_size=5)


@pytest.mark.longer
@hypothesis_settings(max_examples=100 if IS_SOAK else 4, deadline=None)
@given(steps)
def test_all_that_was_withheld_is_declared_once(whole_app: Flask, lives: list[Step]) -> None:
    """Sales of three months, some returned some months later: every month filed, all adds up to the ledger."""
    with rolled_back(whole_app):
        hung, lan = an_administrator(), a_household()
        happenings = []
        for place, (month, price, later) in enumerate(lives):
            part = sold(lan, price, at=on(month, 10 + place))
            if later and later + month <= 4:
                happenings.append((month + later, part))
        for month, part in happenings:
            taken_back(part, 1, at=on(month, 20))
        months = range(min(month for month, _, _ in lives), 5)
        declared = [paid(date(2026, month, 1), hung, at=on(month + 1, 2)) for month in months]
        whole = sum((amounts for each in declared for amounts in said(each).values()), Amounts())
        assert whole.vat_dong + whole.pit_dong == sum(each.due_dong for each in declared) + balance(
            market(AccountKind.TAX_TO_REMIT)
        )
        assert wrong() == []
