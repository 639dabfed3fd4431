"""What a change would mean is computed by the database as the order computes it, in a constant number of statements."""

from datetime import timedelta
from typing import Any

from flask import Flask
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, FromClause, String, cast, func, insert, select, true

from marketplace import clock
from marketplace.database import Base, db
from orders.commissions import preview
from orders.commissions.preview import Effect, tried
from orders.fulfilment.endings import cancel
from orders.models import Order, OrderLine, VendorOrder
from tests.factories.commissions import a_rule
from tests.factories.fulfilment import parts_of
from tests.factories.listings import a_listing, a_variant
from tests.factories.orders import a_shop, an_order
from tests.factories.people import an_administrator
from tests.statements import watch_statements
from tests.vendors.commissions.test_rates import rates
from vendors.commissions.models import CommissionRule
from vendors.commissions.queries import version
from vendors.commissions.rates import Rate, commission_of
from vendors.commissions.terms import Target

FOUR = Target(star=4)


def test_only_what_matches_changes(app: Flask) -> None:
    noodles, cake = a_shop("Miến"), a_shop("Bánh")
    an_order(a_listing(noodles, price_dong=100_000), quantity=2)
    an_order(a_listing(cake, price_dong=40_000))
    looked = tried(lambda: a_rule(Target(vendor_slug=noodles.slug), Rate(1_000)), starts_at=None)
    assert (looked.orders.lines, looked.orders.changed, looked.orders.vendors) == (2, 1, 1)
    assert (looked.orders.before_dong, looked.orders.after_dong) == (12_000, 22_000)
    assert [(each.name, each.changed, each.before_dong, each.after_dong) for each in looked.orders.most] == [
        ("Miến", 1, 10_000, 20_000)
    ]
    assert (looked.goods.lines, looked.goods.changed) == (2, 1)
    assert (looked.goods.before_dong, looked.goods.after_dong) == (7_000, 12_000)


def test_what_is_tried_is_taken_back(app: Flask) -> None:
    seen = version()
    tried(lambda: a_rule(FOUR, Rate(1)), starts_at=None)
    assert version() == seen
    assert db.session.scalar(select(CommissionRule).where(CommissionRule.star == 4)) is None


def test_only_the_last_month_counts_and_not_what_ended(app: Flask) -> None:
    listing = a_listing(a_shop())
    with clock.at(clock.now() - timedelta(days=31)):
        an_order(listing)
    order = an_order(listing)
    cancel(parts_of(order)[0], by=an_administrator(), reason="Khách đổi ý")
    looked = tried(lambda: a_rule(FOUR, Rate(1)), starts_at=None)
    assert looked.orders == Effect()
    assert looked.goods.lines == 1


def test_a_change_to_come_is_looked_at_from_its_day(app: Flask) -> None:
    shop = a_shop()
    a_listing(shop, price_dong=100_000)
    later = clock.now() + timedelta(days=5)
    looked = tried(lambda: a_rule(Target(vendor_slug=shop.slug), Rate(0), starts_at=later), starts_at=later)
    assert (looked.goods.before_dong, looked.goods.after_dong) == (5_000, 0)


@hypothesis_settings(max_examples=40, deadline=None)
@given(rates(), st.integers(1, 2**53), st.integers(1, 10_000))
def test_the_database_computes_as_the_order_does(whole_app: Flask, rate: Rate, line_dong: int, quantity: int) -> None:
    terms = {name: getattr(rate, name) for name in preview.TERMS}
    kinds = {name: String if name == "fixed_per" else BigInteger for name in terms}
    with whole_app.app_context():
        rule = select(*(cast(value, kinds[name]).label(f"old_{name}") for name, value in terms.items())).subquery()
        line = select(cast(line_dong, BigInteger).label("line_dong"), cast(quantity, BigInteger).label("quantity"))
        beside = line.subquery()
        query = select(preview._taken(rule, beside, "old")).select_from(rule.join(beside, true()))
        taken = db.session.scalar(query)
    assert taken == commission_of(rate, line_dong=line_dong, quantity=quantity)


def _copies(model: type[Base], source_id: int, beside: FromClause, **changed: Any) -> list[int]:
    """Rows like this one but for what is changed, as many as stand `beside` it; their numbers."""
    table = model.__table__
    same = {each.name: each for each in table.c if each.name not in changed and each.name != "id"}
    rows = (
        select(*same.values(), *changed.values()).select_from(table.join(beside, true())).where(table.c.id == source_id)
    )
    return list(db.session.scalars(insert(table).from_select([*same, *changed], rows).returning(table.c.id)))


def test_ten_thousand_lines_take_as_many_statements_as_one(app: Flask) -> None:
    listing = a_listing(a_shop(), price_dong=100_000)
    with watch_statements() as few:
        tried(lambda: a_rule(Target(category_number=6), Rate(400)), starts_at=None)
    part = parts_of(an_order(listing))[0]
    line_id = db.session.scalars(select(OrderLine.id).where(OrderLine.vendor_order_id == part.id)).one()
    _copy_line(line_id, _copies_of_part(part, 100), [a_variant(listing, stock=0).id for _ in range(100)])
    with watch_statements() as many:
        looked = tried(lambda: a_rule(Target(category_number=6), Rate(400)), starts_at=None)
    assert len(many) == len(few)
    assert (looked.orders.lines, looked.orders.changed) == (10_001, 10_001)
    assert looked.orders.before_dong - looked.orders.after_dong == 10_001 * 1_000


def _copies_of_part(part: VendorOrder, count: int) -> list[int]:
    numbers = func.generate_series(1, count).table_valued("n", name="numbers").render_derived()
    name = func.concat("COPY-", numbers.c.n)
    key = {"number": name, "access_token": name, "checkout_key": func.gen_random_uuid()}
    orders = (
        func.unnest(_copies(Order, part.order_id, numbers, **key)).table_valued("id", name="orders").render_derived()
    )
    return _copies(VendorOrder, part.id, orders, order_id=orders.c.id, number=func.concat("COPY-", orders.c.id))


def _copy_line(line_id: int, part_ids: list[int], variant_ids: list[int]) -> None:
    parts = func.unnest(part_ids).table_valued("id", name="parts").render_derived()
    variants = func.unnest(variant_ids).table_valued("id", name="variants").render_derived()
    pairs = select(parts.c.id.label("part_id"), variants.c.id.label("variant_id")).join(variants, true()).subquery()
    _copies(OrderLine, line_id, pairs, vendor_order_id=pairs.c.part_id, variant_id=pairs.c.variant_id)
