"""How a shop shows itself, and on which terms it sells."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.database import db
from marketplace.gateways.wiring import gateways
from marketplace.pictures import rendition_key
from tests.factories.papers import A_PDF, a_picture
from tests.factories.people import a_person, come_in
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


def test_terms_of_sale_are_kept_without_blanks(app: Flask) -> None:
    vendor = a_vendor()
    operations.set_sale_terms(vendor, SaleTerms(150_000, " Đổi trả trong 3 ngày. "), by=a_person())
    assert (vendor.minimum_order_dong, vendor.return_terms) == (150_000, "Đổi trả trong 3 ngày.")


def test_a_shop_tells_when_it_is_open(app: Flask) -> None:
    vendor = a_vendor()
    told = Story("", "", "", phone="+84912345678", email=None, opening_hours=" 7:30–17:00, nghỉ chủ nhật ")
    operations.tell_story(vendor, told, by=a_person())
    assert vendor.opening_hours == "7:30–17:00, nghỉ chủ nhật"


def test_a_shop_rests_on_days_of_the_week_but_not_on_all(app: Flask) -> None:
    vendor = a_vendor()
    rests = Story("", "", "", phone="+84912345678", email=None, rest_weekdays=(7, 6, 7))
    operations.tell_story(vendor, rests, by=a_person())
    db.session.flush()
    assert vendor.rest_weekdays == [6, 7]
    with pytest.raises(operations.NeverOpen):
        operations.tell_story(vendor, replace(rests, rest_weekdays=tuple(range(1, 8))), by=a_person())


def test_buyers_read_when_a_shop_rests(client: FlaskClient) -> None:
    owner = a_person()
    vendor = a_vendor(owner=owner)
    story = {"phone": "0912345678", "email": "shop@example.vn", "rest_weekdays": ["7", "1"]}
    assert come_in(client, owner).post("/seller/shop/story", data=story).status_code == 302
    page = client.get(f"/shop/{vendor.slug}").text
    assert "Thứ Hai, Chủ Nhật" in page
    assert "shop@example.vn" in page
    assert client.post("/seller/shop/story", data=story | {"rest_weekdays": "8"}).status_code == 422
