"""What it costs to bring a parcel somewhere."""

from hypothesis import given
from hypothesis import strategies as st

from marketplace.places.gazetteer import HOME_PROVINCE_CODE
from vendors.delivery.models import DeliveryKind, DeliveryRate, DeliveryZone
from vendors.delivery.operations import DEFAULT_RATES, Terms
from vendors.delivery.pricing import Offer, offers, price, zone_between

BINH_LIEU, HA_LONG, HANOI = "06838", "06652", "00004"
MOST_DONG, MOST_GRAMS = 10_000_000, 100_000


def rate(
    kind: DeliveryKind, zone: DeliveryZone, *, prices: dict[str, int | None] | None = None, **terms: int | None
) -> DeliveryRate:
    return DeliveryRate(kind=kind, zone=zone, commune_prices=dict(prices or {}), **(vars(Terms(20_000)) | terms))


def offered(
    rates: list[DeliveryRate], *, commune: str = HA_LONG, grams: int = 1000, dong: int = 100_000
) -> list[Offer]:
    return offers(
        rates,
        vendor_commune=BINH_LIEU,
        destination_commune=commune,
        destination_province="01" if commune == HANOI else HOME_PROVINCE_CODE,
        weight_grams=grams,
        goods_dong=dong,
    )


terms = st.fixed_dictionaries(
    {
        "base_dong": st.integers(0, MOST_DONG),
        "base_grams": st.integers(1, MOST_GRAMS),
        "step_dong": st.integers(0, MOST_DONG),
        "step_grams": st.integers(1, MOST_GRAMS),
        "free_from_dong": st.none() | st.integers(0, MOST_DONG),
    }
)
grams = st.integers(0, MOST_GRAMS)
goods = st.integers(0, MOST_DONG)


def test_how_far_it_is() -> None:
    assert zone_between(BINH_LIEU, BINH_LIEU, HOME_PROVINCE_CODE) is DeliveryZone.COMMUNE
    assert zone_between(BINH_LIEU, HA_LONG, HOME_PROVINCE_CODE) is DeliveryZone.PROVINCE
    assert zone_between(BINH_LIEU, HANOI, "01") is DeliveryZone.COUNTRY


def test_a_step_begun_is_charged() -> None:
    to_country = rate(DeliveryKind.CARRIER, DeliveryZone.COUNTRY, base_dong=32_000, step_dong=5_000)
    prices = [price(to_country, weight_grams=grams, goods_dong=0) for grams in (1, 1000, 1001, 1500, 1501)]
    assert prices == [32_000, 32_000, 37_000, 37_000, 42_000]


def test_enough_goods_travel_free() -> None:
    free = rate(DeliveryKind.CARRIER, DeliveryZone.PROVINCE, free_from_dong=300_000)
    assert [offer.free for dong in (299_999, 300_000) for offer in offered([free], dong=dong)] == [False, True]


def test_the_rate_of_the_zone_counts_before_a_wider_one() -> None:
    near = rate(DeliveryKind.CARRIER, DeliveryZone.COMMUNE, base_dong=9_000)
    far = rate(DeliveryKind.CARRIER, DeliveryZone.COUNTRY, base_dong=30_000)
    for rates in ([near, far], [far, near]):
        assert [offered(rates, commune=commune)[0].price_dong for commune in (BINH_LIEU, HA_LONG, HANOI)] == [
            9_000,
            30_000,
            30_000,
        ]


def test_what_does_not_reach_is_not_offered() -> None:
    assert offered([rate(DeliveryKind.OWN, DeliveryZone.PROVINCE)], commune=HANOI) == []


def test_the_cheapest_comes_first() -> None:
    rates = [rate(kind, zone, **vars(terms)) for (kind, zone), terms in DEFAULT_RATES.items()]
    assert [offer.kind for offer in offered(rates)] == [DeliveryKind.PICKUP, DeliveryKind.CARRIER]


@given(terms, grams, grams, goods)
def test_more_weight_never_costs_less(terms: dict[str, int | None], one: int, other: int, dong: int) -> None:
    of_rate = rate(DeliveryKind.CARRIER, DeliveryZone.COUNTRY, **terms)
    light, heavy = sorted((one, other))
    assert price(of_rate, weight_grams=light, goods_dong=dong) <= price(of_rate, weight_grams=heavy, goods_dong=dong)


@given(terms, grams, goods, goods)
def test_more_goods_never_cost_more_delivery(terms: dict[str, int | None], grams: int, one: int, other: int) -> None:
    of_rate = rate(DeliveryKind.CARRIER, DeliveryZone.COUNTRY, **terms)
    few, many = sorted((one, other))
    assert price(of_rate, weight_grams=grams, goods_dong=few) >= price(of_rate, weight_grams=grams, goods_dong=many)


@given(st.dictionaries(st.tuples(st.sampled_from(DeliveryKind), st.sampled_from(DeliveryZone)), terms), grams, goods)
def test_each_way_is_offered_once_and_ordered(
    by_way: dict[tuple[DeliveryKind, DeliveryZone], dict[str, int | None]], grams: int, dong: int
) -> None:
    found = offered([rate(*way, **terms) for way, terms in by_way.items()], grams=grams, dong=dong)
    assert {offer.kind for offer in found} == {kind for kind, zone in by_way if zone is not DeliveryZone.COMMUNE}
    assert len(found) == len({offer.kind for offer in found})
    assert [offer.price_dong for offer in found] == sorted(offer.price_dong for offer in found)
    assert all(offer.free == (offer.price_dong == 0) and offer.price_dong >= 0 for offer in found)


def test_a_commune_may_have_its_own_price() -> None:
    to_province = rate(DeliveryKind.CARRIER, DeliveryZone.PROVINCE, prices={HA_LONG: 45_000}, step_dong=2_000)
    assert [offer.price_dong for offer in offered([to_province], grams=1_001)] == [47_000]


def test_a_commune_that_is_left_out_is_not_reached_by_a_wider_rate_either() -> None:
    left_out = rate(DeliveryKind.CARRIER, DeliveryZone.PROVINCE, prices={HA_LONG: None})
    wider = rate(DeliveryKind.CARRIER, DeliveryZone.COUNTRY)
    own = rate(DeliveryKind.OWN, DeliveryZone.PROVINCE)
    assert [offer.kind for offer in offered([left_out, wider, own])] == [DeliveryKind.OWN]
    assert [offer.kind for offer in offered([left_out, wider], commune=HANOI)] == [DeliveryKind.CARRIER]
