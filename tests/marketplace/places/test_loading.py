"""Places in the database, and reading them."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from marketplace.database import db
from marketplace.places import queries
from marketplace.places.models import Commune, OldUnit, Province
from marketplace.places.operations import Loaded, load_places
from tests.statements import watch_statements

pytestmark = pytest.mark.usefixtures("app")


def test_loading_again_changes_nothing_and_takes_three_statements():
    versions = select(func.sum(func.length(Commune.name)), func.max(db.text("xmin::text::bigint"))).select_from(Commune)
    before = db.session.execute(versions).one()
    with watch_statements() as seen:
        assert load_places() == Loaded(provinces=34, communes=3321, old_units=182)
    assert len(seen) == 3
    assert db.session.execute(versions).one() == before


def test_loading_mends_what_was_changed():
    db.session.execute(update(Commune).where(Commune.code == "06673").values(name="Bãi Khác", former_district=None))
    load_places()
    mended = db.session.execute(select(Commune.name, Commune.former_district).where(Commune.code == "06673")).one()
    assert mended == ("Bãi Cháy", "Hạ Long")


def test_loading_brings_back_what_is_missing():
    db.session.query(OldUnit).delete()
    load_places()
    assert db.session.scalar(select(func.count(OldUnit.id))) == 182


def test_a_point_cannot_be_half():
    with pytest.raises(IntegrityError, match="point_is_whole"):
        db.session.execute(update(Commune).where(Commune.code == "06673").values(latitude=None))


def test_provinces_stand_in_the_order_of_a_dictionary():
    names = [province.name for province in queries.provinces()]
    assert len(names) == 34
    assert names[:6] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng"]


def test_home_communes_stand_in_the_order_of_a_dictionary():
    names = [commune.name for commune in queries.quang_ninh_communes()]
    assert len(names) == 54
    assert names[0] == "An Sinh"
    assert names.index("Cửa Ông") < names.index("Đầm Hà") < names.index("Hà An") < names.index("Yên Tử")


def test_a_commune_is_found_through_its_province_only():
    found = queries.find_commune("22", "06673")
    assert found
    assert (found.full_name, found.province.full_name) == ("Phường Bãi Cháy", "Tỉnh Quảng Ninh")
    assert queries.find_commune("01", "06673") is None
    assert queries.find_commune("22", "99999") is None
    assert queries.find_commune("", "") is None


def test_a_home_commune_is_found_by_its_address_word():
    found = queries.quang_ninh_commune("co-to")
    assert found
    assert (found.name_in("vi"), found.name_in("fr")) == ("Đặc khu Cô Tô", "Co To Special Zone")
    assert queries.quang_ninh_commune("ba-dinh") is None


def test_an_old_ward_leads_to_the_commune_of_today():
    (old,) = queries.old_units_named("dong rui")
    assert (old.full_name, old.district, old.commune.full_name) == ("Xã Đồng Rui", "Huyện Tiên Yên", "Xã Hải Lạng")
    assert queries.old_units_named("Tân An")[0].commune.full_name == "Phường Hà An"
    assert queries.old_units_named("nowhere") == []


def test_a_name_borne_twice_gives_both():
    districts = {old.district for old in queries.old_units_named("Thanh Sơn")}
    assert districts == {"Thành phố Uông Bí", "Huyện Ba Chẽ"}


def test_options_for_a_form(client: FlaskClient):
    page = client.get("/places/communes?province=22")
    assert page.status_code == 200
    today, _group, before = page.text.partition("<optgroup")
    assert today.count("<option") == 55
    assert '<option value="06658">Phường Hà Khánh, Thành phố Hạ Long: nay là Phường Cao Xanh</option>' in before
    assert "Phường Bãi Cháy: nay" not in before
    assert '<option value="06673">Phường Bãi Cháy</option>' in page.text
    assert page.text.index("An Sinh") < page.text.index("Đầm Hà")


def test_options_are_kept_by_every_cache(client: FlaskClient):
    page = client.get("/places/communes?province=22")
    assert page.headers["Cache-Control"] == "public, max-age=86400"
    assert "Accept" in page.headers["Vary"]
    assert "Set-Cookie" not in page.headers
    again = client.get("/places/communes?province=22", headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.text) == (304, "")


def test_a_program_gets_a_list(client: FlaskClient):
    answer = client.get("/places/communes?province=22", headers={"Accept": "application/json"})
    assert answer.json is not None
    assert len(answer.json) == 54
    assert answer.json[0] == {"code": "07090", "name": "Phường An Sinh", "slug": "an-sinh"}


def test_no_province_gives_the_empty_choice_only(client: FlaskClient):
    assert client.get("/places/communes").text.count("<option") == 1


@pytest.mark.parametrize("province", ["99", "22'--", "Quảng Ninh", "0" * 500])
def test_an_unknown_province_is_not_found(client: FlaskClient, province):
    assert client.get("/places/communes", query_string={"province": province}).status_code == 404


def test_communes_take_one_statement(client: FlaskClient):
    with watch_statements() as seen:
        client.get("/places/communes?province=01")
    assert len(seen) == 1


def test_the_command_says_what_it_did(app):
    answer = app.test_cli_runner().invoke(args=["places", "load"])
    assert answer.exit_code == 0, answer.output
    assert "34 provinces, 3,321 communes, 182 old units" in answer.output
    assert db.session.scalar(select(func.count()).select_from(Province)) == 34
