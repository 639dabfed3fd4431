"""The build of what browsers load, run on a copy of what it reads."""

import gzip
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT

SCRIPTS_AT_MOST_BYTES = 60_000


class House:
    """A copy of the pages and their parts, with packages shared, in which the build may be run."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.built = place / "marketplace" / "static" / "built"
        shutil.copytree(ROOT / "assets", place / "assets", ignore=shutil.ignore_patterns("node_modules", ".lock"))
        shutil.copytree(ROOT / "templates", place / "templates")
        (place / "assets" / "node_modules").symlink_to(ROOT / "assets" / "node_modules")

    def build(self) -> str:
        command = [sys.executable, str(self.place / "assets" / "build.py")]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def name_of(self, asset: str) -> str:
        name: str = json.loads((self.built / "manifest.json").read_text(encoding="utf-8"))["files"][asset]
        return name

    def text_of(self, asset: str) -> str:
        return (self.built / self.name_of(asset)).read_text(encoding="utf-8")

    def write_page(self, words: str) -> None:
        (self.place / "templates" / "new.html").write_text(words, encoding="utf-8")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = House(tmp_path_factory.mktemp("house"))
    assert "files in" in house.build()
    return house


def test_nothing_is_done_when_nothing_changed(house: House) -> None:
    house.build()
    before = {path.name: path.stat().st_mtime_ns for path in house.built.iterdir()}
    assert "nothing changed" in house.build()
    assert {path.name: path.stat().st_mtime_ns for path in house.built.iterdir()} == before


def test_a_class_in_a_new_page_reaches_the_style_sheet_under_a_new_name(house: House) -> None:
    before = house.name_of("app.css")
    assert ".mt-\\[123px\\]" not in house.text_of("app.css")
    house.write_page('<p class="mt-[123px]">')
    house.build()
    assert ".mt-\\[123px\\]" in house.text_of("app.css")
    assert house.name_of("app.css") != before
    assert (house.built / before).exists(), "a page read just before the build still finds its style sheet"


def test_a_lost_file_is_built_again(house: House) -> None:
    (house.built / house.name_of("icons.svg")).unlink()
    house.build()
    assert '<symbol id="cart"' in house.text_of("icons.svg")


def test_fonts_come_in_the_subsets_that_vietnamese_needs_and_wait_for_nothing(house: House) -> None:
    sheet = house.text_of("app.css")
    assert sheet.count("@font-face") == 6
    assert sheet.count("font-display:swap") + sheet.count("font-display: swap") == 6
    assert house.name_of("be-vietnam-pro-vietnamese-600-normal.woff2") in sheet
    assert "U+1EA0-1EF9" in sheet


def test_the_style_sheet_fetches_nothing_from_elsewhere(house: House) -> None:
    sheet = house.text_of("app.css")
    assert "@import" not in sheet
    assert re.findall(r"url\([^)]*(?://|data:)", sheet) == []


def test_scripts_stay_small_and_never_evaluate_text(house: House) -> None:
    script = house.text_of("app.js")
    assert len(gzip.compress(script.encode())) < SCRIPTS_AT_MOST_BYTES
    assert "allowEval=!1" in script.replace(" ", "")


def test_a_failed_build_says_why_and_keeps_what_was_there(house: House) -> None:
    before = house.name_of("app.css")
    broken = house.place / "assets" / "css" / "ground.css"
    kept = broken.read_text(encoding="utf-8")
    broken.write_text("p { @apply no-such-class; }", encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError) as failure:
        house.build()
    broken.write_text(kept, encoding="utf-8")
    assert "no-such-class" in failure.value.stderr
    assert house.name_of("app.css") == before


def test_the_lock_file_names_no_address() -> None:
    lock = (ROOT / "assets" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
