"""How a shop shows itself, and on which terms it sells."""

from datetime import timedelta

import pytest
from flask import Flask

from marketplace import clock
from marketplace.gateways.wiring import gateways
from marketplace.pictures import rendition_key
from tests.factories.papers import A_PDF, a_picture
from tests.factories.people import a_person
from tests.factories.vendors import a_vendor
from vendors.shop import operations
from vendors.shop.operations import PictureKind, SaleTerms, Story


def test_a_logo_is_kept_in_every_width(app: Flask) -> None:
    vendor, owner = a_vendor(), a_person()
    operations.set_picture(vendor, PictureKind.LOGO, a_picture(), by=owner)
    operations.set_picture(vendor, PictureKind.BANNER, a_picture(900, 300), by=owner)
    assert vendor.logo_key
    assert vendor.logo_key != vendor.banner_key
    assert gateways().files.exists(rendition_key(vendor.logo_key, 320))
    operations.remove_picture(vendor, PictureKind.LOGO, by=owner)
    assert vendor.logo_key is None


@pytest.mark.parametrize("raw", [b"", b"not a picture", A_PDF])
def test_what_is_no_picture_is_refused_beside_its_field(app: Flask, raw: bytes) -> None:
    with pytest.raises(operations.UnusablePicture) as refused:
        operations.set_picture(a_vendor(), PictureKind.BANNER, raw, by=a_person())
    assert refused.value.field == "banner"


@pytest.mark.parametrize(("first", "last"), [(0, None), (None, 0), (2, 1), (-3, -1)])
def test_a_holiday_has_two_days_in_order(app: Flask, first: int | None, last: int | None) -> None:
    days = [None if ahead is None else clock.today() + timedelta(ahead) for ahead in (first, last)]
    with pytest.raises(operations.HolidayDates):
        operations.set_sale_terms(a_vendor(), SaleTerms(0, "", *days), by=a_person())


def test_a_running_holiday_can_be_shortened(app: Flask) -> None:
    vendor, today = a_vendor(), clock.today()
    terms = SaleTerms(150_000, " Đổi trả trong 3 ngày. ", today - timedelta(3), today)
    operations.set_sale_terms(vendor, terms, by=a_person())
    assert (vendor.minimum_order_dong, vendor.return_terms) == (150_000, "Đổi trả trong 3 ngày.")
    assert vendor.holiday_until == today


def test_a_shop_tells_when_it_is_open(app: Flask) -> None:
    vendor = a_vendor()
    told = Story("", "", "", phone="+84912345678", email=None, opening_hours=" 7:30–17:00, nghỉ chủ nhật ")
    operations.tell_story(vendor, told, by=a_person())
    assert vendor.opening_hours == "7:30–17:00, nghỉ chủ nhật"
