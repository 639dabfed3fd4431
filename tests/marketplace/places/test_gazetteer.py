"""What the data files of places say."""

import unicodedata
from collections import Counter

import pytest

from marketplace.places.gazetteer import (
    DATA,
    HOME_PROVINCE_CODE,
    commune_rows,
    old_unit_rows,
    province_rows,
    without_marks,
)
from marketplace.text import slug

COMMUNES = commune_rows()
AT_HOME = [row for row in COMMUNES if row["province_code"] == HOME_PROVINCE_CODE]


def test_the_country_has_34_provinces_and_3321_communes():
    assert len(province_rows()) == 34
    assert Counter(row["kind"] for row in COMMUNES) == {"xã": 2621, "phường": 687, "đặc khu": 13}


def test_quang_ninh_has_30_wards_22_communes_and_2_special_zones():
    assert Counter(row["kind"] for row in AT_HOME) == {"phường": 30, "xã": 22, "đặc khu": 2}


def test_every_commune_lies_in_a_known_province():
    assert {row["province_code"] for row in COMMUNES} == {row["code"] for row in province_rows()}


def test_codes_are_unique_and_of_the_official_length():
    codes = [str(row["code"]) for row in COMMUNES]
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {5}


def test_address_words_are_unique_within_a_province():
    uses = Counter((row["province_code"], row["slug"]) for row in COMMUNES)
    assert uses.most_common(1)[0][1] == 1


def test_address_words_of_the_home_province_carry_no_number_but_their_own():
    assert {row["slug"] for row in AT_HOME} >= {"bai-chay", "van-don", "co-to", "binh-lieu", "mong-cai-2"}
    assert not [row["slug"] for row in AT_HOME if str(row["code"]) in str(row["slug"])]


def test_names_that_make_one_word_are_told_apart_by_kind_or_code():
    uses = Counter((row["province_code"], row["name_fold"]) for row in COMMUNES)
    longer = [row for row in COMMUNES if row["slug"] != slug(str(row["name"]))]
    assert {uses[row["province_code"], row["name_fold"]] for row in longer} <= {2, 3}
    assert len(longer) == sum(number for number in uses.values() if number > 1)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.name)
def test_files_are_in_normal_form_without_stray_space(path):
    text = path.read_text(encoding="utf-8")
    assert unicodedata.normalize("NFC", text) == text
    assert "  " not in text
    assert " ," not in text


def test_home_communes_have_an_old_district_and_a_point_in_the_province():
    assert len({row["former_district"] for row in AT_HOME}) == 13
    for row in AT_HOME:
        assert 20.7 < float(str(row["latitude"])) < 21.7
        assert 106.4 < float(str(row["longitude"])) < 108.1


def test_communes_elsewhere_have_neither():
    elsewhere = [row for row in COMMUNES if row["province_code"] != HOME_PROVINCE_CODE]
    assert {(row["former_district"], row["latitude"]) for row in elsewhere} == {(None, None)}


def test_old_units_lead_to_all_home_communes():
    assert len(old_unit_rows()) == 182
    assert {row["commune_code"] for row in old_unit_rows()} == {row["code"] for row in AT_HOME}


def test_names_for_readers_of_other_languages():
    names = {row["code"]: row["name_en"] for row in AT_HOME}
    assert names["06673"] == "Bai Chay Ward"
    assert names["06994"] == "Van Don Special Zone"
    assert names["06946"] == "Duong Hoa Commune"
    assert without_marks("Đắk Lắk và M'Drắk") == "Dak Lak va M'Drak"
