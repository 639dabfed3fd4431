"""What stands on a document adds up, or it cannot be written."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from marketplace.documents.paper import Column, ColumnKind, Paper, Sum, Table

DONG = some.integers(min_value=-(2**53), max_value=2**53)
COLUMNS = (Column("order", "Đơn"), Column("net", "Còn lại", ColumnKind.DONG))


@given(some.lists(DONG), DONG)
def test_a_table_is_written_only_with_its_true_total(amounts: list[int], total: int) -> None:
    rows = tuple({"order": "QN", "net": amount} for amount in amounts)
    assert Table("Từng đơn", COLUMNS, rows, {"net": sum(amounts)}).total == {"net": sum(amounts)}
    if total != sum(amounts):
        with pytest.raises(ValueError, match="do not add up"):
            Table("Từng đơn", COLUMNS, rows, {"net": total})


@given(some.lists(DONG, min_size=1))
def test_sums_add_up_to_the_amount_that_matters(amounts: list[int]) -> None:
    sums = tuple(Sum("Khoản", amount) for amount in amounts)
    assert Paper("Sao kê", Sum("Đã chuyển", sum(amounts)), sums=sums)
    with pytest.raises(ValueError, match="do not add up"):
        Paper("Sao kê", Sum("Đã chuyển", sum(amounts) + 1), sums=sums)


@pytest.mark.parametrize("row", [{"order": "QN"}, {"order": 1, "net": 1}, {"order": "QN", "net": "1"}])
def test_a_cell_is_of_the_kind_of_its_column(row: dict[str, str | int]) -> None:
    with pytest.raises(ValueError, match="does not hold"):
        Table("Từng đơn", COLUMNS, (row,))


@given(some.text(), DONG)
def test_a_paper_comes_back_from_json_as_it_was(words: str, amount: int) -> None:
    table = Table(words, COLUMNS, ({"order": words, "net": amount},), {"net": amount})
    kept = Paper(words, Sum(words, amount), facts=((words, words),), tables=(table,), notes=(words,)).as_json()
    assert json.loads(json.dumps(kept)) == kept
