"""A vendor sets what it charges for delivery."""

import pytest
from flask import Flask

from marketplace.database import db
from tests.factories.applications import an_approved_application
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_vendor
from tests.statements import watch_statements
from vendors.delivery.models import DeliveryKind, DeliveryZone
from vendors.delivery.operations import DEFAULT_RATES, LastRate, Terms, drop_rate, set_rate, write_default_rates
from vendors.delivery.queries import rate_of, rates_of

HA_LONG, CO_TO = "06652", "07192"
TO_PROVINCE = (DeliveryKind.CARRIER, DeliveryZone.PROVINCE)
TO_COUNTRY = (DeliveryKind.CARRIER, DeliveryZone.COUNTRY)


def test_a_vendor_begins_with_the_usual_rates_and_keeps_its_own(app: Flask) -> None:
    vendor = a_vendor()
    set_rate(vendor, TO_COUNTRY, Terms(50_000), by=a_person())
    write_default_rates(vendor)
    write_default_rates(vendor)
    rates = {(rate.kind, rate.zone): rate.base_dong for rate in rates_of([vendor.id])[vendor.id]}
    assert rates == {way: terms.base_dong for way, terms in DEFAULT_RATES.items()} | {TO_COUNTRY: 50_000}


def test_a_rate_is_replaced(app: Flask) -> None:
    vendor, owner = a_vendor(), a_person()
    for dong in (30_000, 35_000):
        set_rate(vendor, TO_COUNTRY, Terms(dong, free_from_dong=dong * 10), by=owner)
    db.session.expire_all()
    rate = rate_of(vendor, *TO_COUNTRY)
    assert rate
    assert (rate.base_dong, rate.free_from_dong) == (35_000, 350_000)


def test_the_last_rate_stays(app: Flask) -> None:
    vendor, owner = a_vendor(), a_person()
    pickup = (DeliveryKind.PICKUP, DeliveryZone.COUNTRY)
    for way in (TO_COUNTRY, pickup):
        set_rate(vendor, way, Terms(0), by=owner)
    drop_rate(vendor, TO_COUNTRY, by=owner)
    with pytest.raises(LastRate):
        drop_rate(vendor, pickup, by=owner)
    assert rate_of(vendor, *TO_COUNTRY) is None


def test_the_rates_of_many_vendors_take_one_statement(app: Flask) -> None:
    vendors = [a_vendor() for _ in range(3)]
    for vendor in vendors[:2]:
        write_default_rates(vendor)
    with watch_statements() as statements:
        found = rates_of([vendor.id for vendor in vendors])
    assert len(statements) == 1
    assert [len(found[vendor.id]) for vendor in vendors] == [4, 4, 0]
    assert rates_of([]) == {}


def test_prices_for_single_communes_are_set_on_their_page(app: Flask) -> None:
    owner = a_person()
    vendor = an_approved_application("HTX Miến Bình Liêu", owner=owner)
    set_rate(vendor, TO_PROVINCE, Terms(22_000), by=owner)
    browser = come_in(app.test_client(), owner)
    address = "/seller/shop/delivery/carrier/province/communes"
    typed = {f"price_{HA_LONG}": "45k", f"left_out_{CO_TO}": "y"}
    assert browser.post(address, data={f"price_{HA_LONG}": "rẻ"}).status_code == 422
    assert browser.post(address, data=typed).status_code == 302
    assert rate_of(vendor, *TO_PROVINCE).commune_prices == {HA_LONG: 45_000, CO_TO: None}
    assert 'value="45.000"' in browser.get(address).get_data(as_text=True)
