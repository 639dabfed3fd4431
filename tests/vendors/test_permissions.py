"""The table of who may do what, as the documents show it."""

import re

import pytest

from config import ROOT
from vendors.models import MemberRole
from vendors.permissions import GRANTS, Capacity, Right, may
from vendors.words import CAPACITY_NAMES, RIGHT_NAMES

ROW = re.compile(r"^\| `(\w+)` \|[^|]*\|(.+)\|$", re.MULTILINE)


def documented() -> dict[str, list[str]]:
    """The rights in docs/roles.md, each with its marks in the order of the capacities."""
    rows = ROW.findall((ROOT / "docs" / "roles.md").read_text(encoding="utf-8"))
    return {name: [mark.strip() for mark in marks.split("|")] for name, marks in rows}


def test_the_document_shows_the_table() -> None:
    granted = {right.value: ["yes" if may(each, right) else "" for each in Capacity] for right in Right}
    assert documented() == granted


def test_every_role_is_a_capacity_with_a_name() -> None:
    assert {role.value for role in MemberRole} == {each.value for each in Capacity} - {"officer"}
    assert set(CAPACITY_NAMES) == set(Capacity)
    assert set(RIGHT_NAMES) == set(Right) == set(GRANTS)


@pytest.mark.parametrize("right", list(Right))
def test_owners_may_do_everything(right: Right) -> None:
    assert may(Capacity.OWNER, right)


@pytest.mark.parametrize(
    "right",
    [Right.SEE_MONEY, Right.MOVE_MONEY, Right.NAME_ACCOUNT, Right.MANAGE_TEAM, Right.ALLOW_HELP, Right.TAKE_DATA],
)
def test_officers_touch_neither_money_nor_people(right: Right) -> None:
    assert not may(Capacity.OFFICER, right)
