"""Whatever stands in a file, it is read, told or refused; nothing breaks and nothing is made up."""

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from marketplace.spreadsheets import Sheet, as_csv, as_xlsx
from marketplace.tables import UnreadableTable
from tests.garbage import STRANGE
from vendors.imports.columns import BY_KEY, FILLED_IN
from vendors.imports.knowing import words_known
from vendors.imports.reading import read_goods
from vendors.imports.values import read_line

KEYS = [column.key for column in FILLED_IN]
NUMBERS = st.sampled_from(["0", "-1", "85k", "1e9", "1.5", "١٢", "6", "9" * 30, "1.000"])
CELL = st.sampled_from(STRANGE) | NUMBERS | st.text(st.characters(codec="utf-8"), max_size=40)
pytestmark = pytest.mark.usefixtures("app")


@given(st.binary(max_size=400))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_bytes_are_goods_or_refused(raw: bytes) -> None:
    try:
        goods = read_goods(raw)
    except UnreadableTable:
        return
    assert goods.lines


@given(
    st.lists(st.lists(CELL, min_size=len(KEYS), max_size=len(KEYS)), min_size=1, max_size=4),
    st.sampled_from([as_csv, as_xlsx]),
)
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_cells_are_understood_or_told_by_their_column(
    rows: list[list[str]], write: Callable[[Sheet], bytes]
) -> None:
    heads = [BY_KEY[key].vi for key in KEYS]
    try:
        goods = read_goods(write(Sheet("Hàng", heads, rows)))
    except UnreadableTable:
        return
    words = words_known()
    for line in goods.lines:
        read, problems = read_line(line.cells, words, vendor_id=1)
        assert {key for key, _words in problems} <= set(KEYS)
        assert not set(read.of_listing) & {key for key, _words in problems}
        assert "\x00" not in json.dumps(line.cells)
