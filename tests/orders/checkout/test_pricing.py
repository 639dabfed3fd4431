"""What an order would cost: the parts add up to the order, whatever lies in the cart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.places.models import Commune
from orders.carts.contents import CartItem, Trouble, grouped
from orders.checkout.assembly import Agreement, Terms, assemble
from orders.checkout.pricing import Quote, price
from orders.kinds import Holding, PaymentMethod
from orders.taxes.models import TaxRule
from tests.factories.orders import A_MOMENT, SOME_KEY, TO_HANOI
from vendors.commissions.models import CommissionRule
from vendors.commissions.rates import FixedPer, Rate
from vendors.delivery.models import DeliveryKind, DeliveryRate, DeliveryZone
from vendors.listings.models import TaxClass
from vendors.models import TaxStatus, Vendor, VendorStatus

HOAN_KIEM = Commune(code="00070", province_code="01")
TODAY = date(2026, 11, 23)
TAXES = [
    TaxRule(tax_status=TaxStatus.HOUSEHOLD, tax_class=TaxClass.GOODS, vat_basis_points=100, pit_basis_points=50),
    TaxRule(tax_status=TaxStatus.HOUSEHOLD, tax_class=TaxClass.SERVICES, vat_basis_points=500, pit_basis_points=200),
]
RULES = [
    CommissionRule(words="five stars", star=5, rate=Rate(333, fixed_dong=7)),
    CommissionRule(words="everyone", rate=Rate(777, 3, FixedPer.LINE, floor_dong=5, cap_dong=10**6)),
]


def a_vendor(number: int) -> Vendor:
    return Vendor(
        id=number,
        name=f"Vendor {number}",
        status=VendorStatus.APPROVED,
        tax_status=TaxStatus.HOUSEHOLD if number % 2 else TaxStatus.ENTERPRISE,
        commune_code="06838",
        minimum_order_dong=0,
    )


def an_item(
    vendor_id: int,
    number: int,
    *,
    price_dong: int = 1,
    quantity: int = 1,
    tax_class: TaxClass = TaxClass.GOODS,
    **more: int | None,
) -> CartItem:
    return CartItem(
        line_id=number,
        vendor_id=vendor_id,
        vendor_slug="",
        listing_id=number,
        listing_slug="",
        category_number=7,
        ground="rice",
        star=more.get("star"),
        tax_class=tax_class,
        variant_id=number,
        title="Miến dong",
        label="Túi",
        sku=str(number),
        picture_key=None,
        quantity=quantity,
        price_dong=price_dong,
        seen_price_dong=price_dong,
        weight_grams=more.get("weight_grams") or 500,
        available=quantity,
        on_sale=True,
    )


def rate(kind: DeliveryKind, base_dong: int, zone: DeliveryZone = DeliveryZone.COUNTRY) -> DeliveryRate:
    return DeliveryRate(
        commune_prices={},
        kind=kind,
        zone=zone,
        base_dong=base_dong,
        base_grams=1000,
        step_dong=5_000,
        step_grams=500,
        days_least=1,
        days_most=3,
    )


items = st.builds(
    lambda *amounts: amounts,
    st.integers(1, 4),
    st.integers(1, 10**9),
    st.integers(1, 50),
    st.integers(1, 5_000),
    st.sampled_from([None, 3, 4, 5]),
    st.sampled_from(TaxClass),
)


@given(st.lists(items, min_size=1, max_size=12), st.integers(0, 10**6))
def test_the_parts_add_up_to_the_order(
    chosen: list[tuple[int, int, int, int, int | None, TaxClass]], base_dong: int
) -> None:
    lines = [
        an_item(vendor, number, price_dong=dong, quantity=quantity, weight_grams=weight, star=star, tax_class=taxed)
        for number, (vendor, dong, quantity, weight, star, taxed) in enumerate(chosen, start=1)
    ]
    contents = grouped(lines, {number: a_vendor(number) for number in range(1, 5)}, day=TODAY)
    rates = {number: [rate(DeliveryKind.CARRIER, base_dong)] for number in range(1, 5)}
    quote = price(contents, rates, destination=HOAN_KIEM, choices={})
    agreement = Agreement(SOME_KEY, None, TO_HANOI, PaymentMethod.CASH, Holding.AGENT, A_MOMENT)
    order = assemble(quote, agreement, Terms(RULES, TAXES))
    parts = order.vendor_orders
    assert order.total_dong == sum(part.total_dong for part in parts) == order.goods_dong + order.delivery_dong
    assert order.goods_dong == sum(line.line_dong for part in parts for line in part.lines)
    for part in parts:
        assert part.commission_dong == sum(line.commission_dong for line in part.lines)
        assert part.vat_dong == sum(line.vat_dong for line in part.lines) + part.delivery_vat_dong
        assert part.pit_dong == sum(line.pit_dong for line in part.lines) + part.delivery_pit_dong
        withheld = part.commission_dong + part.vat_dong + part.pit_dong
        assert part.earning_dong + withheld == part.goods_dong + part.delivery_dong
        assert part.earning_dong >= 0
        assert bool(part.vat_dong) <= (part.vendor_id % 2 == 1)
        assert 0 <= part.commission_dong <= part.goods_dong
    assert len({line.variant_id for part in parts for line in part.lines}) == len(lines)


def quoted(*rates: DeliveryRate, choice: DeliveryKind | None = None, known: bool = True) -> Quote:
    contents = grouped([an_item(1, 1, price_dong=50_000)], {1: a_vendor(1)}, day=TODAY)
    choices = {1: choice} if choice else {}
    return price(contents, {1: rates}, destination=HOAN_KIEM if known else None, choices=choices)


def test_without_a_place_the_total_is_not_known() -> None:
    quote = quoted(rate(DeliveryKind.CARRIER, 30_000), known=False)
    assert (quote.complete, quote.total_dong, quote.parts[0].unreachable) == (False, 50_000, False)


def test_without_a_choice_it_is_the_cheapest_that_comes_to_the_door() -> None:
    quote = quoted(rate(DeliveryKind.PICKUP, 0), rate(DeliveryKind.CARRIER, 30_000), rate(DeliveryKind.OWN, 20_000))
    assert quote.parts[0].chosen
    assert quote.parts[0].chosen.kind is DeliveryKind.OWN


def test_a_choice_that_is_offered_is_taken() -> None:
    quote = quoted(rate(DeliveryKind.PICKUP, 0), rate(DeliveryKind.CARRIER, 30_000), choice=DeliveryKind.PICKUP)
    assert (quote.complete, quote.delivery_dong) == (True, 0)


def test_a_vendor_that_brings_nothing_there_makes_it_incomplete() -> None:
    quote = quoted(rate(DeliveryKind.CARRIER, 30_000, zone=DeliveryZone.PROVINCE))
    assert (quote.complete, quote.parts[0].unreachable) == (False, True)


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        ({"on_sale": False, "available": 0}, Trouble.GONE),
        ({"available": 0}, Trouble.SOLD_OUT),
        ({"available": 2}, Trouble.SHORT),
        ({"seen_price_dong": 2}, Trouble.REPRICED),
        ({}, None),
    ],
)
def test_the_gravest_trouble_is_told(change: dict[str, int], trouble: Trouble | None) -> None:
    item = an_item(1, 1, quantity=3)
    assert type(item)(**{**vars(item), **change}).trouble is trouble
