"""Addresses with names of before 1 July 2025 are understood, and others are left alone."""

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from marketplace.places.gazetteer import HOME_PROVINCE_CODE, commune_rows, old_unit_rows
from marketplace.places.reading import NOTHING, Reading, bare, read

TODAY = {str(row["code"]): str(row["full_name"]) for row in commune_rows()}


def places(reading: Reading) -> set[str]:
    return {TODAY[code] for code in reading.codes}


@pytest.mark.parametrize(
    ("address", "today", "old"),
    [
        ("Tổ 5, phường Hà Khánh, TP Hạ Long", {"Phường Cao Xanh"}, "Phường Hà Khánh, Thành phố Hạ Long"),
        ("to 5 phuong ha khanh tp ha long quang ninh", {"Phường Cao Xanh"}, "Phường Hà Khánh, Thành phố Hạ Long"),
        ("Số 3, P.Hồng Hải, TP.Hạ Long, Quảng Ninh", {"Phường Hạ Long"}, "Phường Hồng Hải, Thành phố Hạ Long"),
        ("Thôn 4, xã Hạ Long, huyện Vân Đồn", {"Đặc khu Vân Đồn"}, "Xã Hạ Long, Huyện Vân Đồn"),
        ("Khu 1, thị trấn Cái Rồng, Vân Đồn", {"Đặc khu Vân Đồn"}, "Thị trấn Cái Rồng, Huyện Vân Đồn"),
        ("Phường Phương Nam, Uông Bí", {"Phường Yên Tử"}, "Phường Phương Nam, Thành phố Uông Bí"),
        ("Thanh Sơn, Uông Bí", {"Phường Uông Bí"}, "Phường Thanh Sơn, Thành phố Uông Bí"),
        ("xã Thanh Sơn, huyện Ba Chẽ", {"Xã Ba Chẽ"}, "Xã Thanh Sơn, Huyện Ba Chẽ"),
        ("12 đường Hạ Long, phường Bãi Cháy, thành phố Hạ Long", {"Phường Bãi Cháy"}, ""),
        ("huyện Cô Tô", {"Đặc khu Cô Tô"}, "Huyện Cô Tô"),
        ("TX Quảng Yên, phường Cộng Hòa", {"Phường Hiệp Hòa"}, "Phường Cộng Hòa, Thị xã Quảng Yên"),
        ("phường Hoành Bồ - Hạ Long", {"Phường Hoành Bồ"}, ""),
    ],
)
def test_old_names_lead_to_the_communes_of_today(address: str, today: set[str], old: str) -> None:
    assert (places(read(address)), read(address).old_name) == (today, old)


def test_a_district_alone_gives_all_that_became_of_it() -> None:
    assert places(read("Huyện Bình Liêu")) == {"Xã Bình Liêu", "Xã Hoành Mô", "Xã Lục Hồn"}
    assert "Phường Hạ Long" in places(read("số 8, Hạ Long, Quảng Ninh"))


def test_a_name_borne_twice_gives_both_and_its_kind_or_district_one() -> None:
    assert places(read("Hải Hòa", province_code="22")) == {"Xã Hải Hòa", "Phường Móng Cái 1"}
    assert places(read("phường Hải Hòa", province_code="22")) == {"Phường Móng Cái 1"}


@pytest.mark.parametrize(
    "address",
    [
        "",
        "12 Hàng Bài",
        "Số 1 đường Hạ Long",
        "12 Lê Lợi, phường Bạch Đằng",
        "phường Bạch Đằng, thành phố Hải Dương",
        "xã Hòa Bình, tỉnh Vĩnh Long",
        ", ; / ( ) - – ..",
    ],
)
def test_what_names_no_place_of_the_home_province_is_left_alone(address: str) -> None:
    assert read(address) == NOTHING


def test_nothing_is_read_for_another_province() -> None:
    assert read("phường Bạch Đằng", province_code="01") == NOTHING
    assert places(read("phường Bạch Đằng", province_code="22")) == {"Phường Hồng Gai"}


def test_every_old_unit_is_found_by_its_name_and_district() -> None:
    for row in old_unit_rows():
        assert row["commune_code"] in read(f"Tổ 1, {row['full_name']}, {row['district']}").codes


@given(st.text(max_size=500), st.sampled_from(["", HOME_PROVINCE_CODE, "01"]))
@trying(max_examples=60)
def test_whatever_is_typed_is_read_without_harm(address: str, province: str) -> None:
    assert set(read(address, province_code=province).codes) <= set(TODAY)


def test_a_name_without_its_kind() -> None:
    assert [bare(name) for name in ("Thị xã Quảng Yên", "TP. Hạ Long", "Phường")] == [
        "quang yen",
        "ha long",
        "phuong",
    ]
