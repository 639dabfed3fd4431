"""The desk reads who did what; every act that the code records has words."""

import ast

import pytest
from flask.testing import FlaskClient

from marketplace import audit
from marketplace.trail.words import ACTS
from tests.architecture.tree import modules, tree
from tests.factories.people import a_person, an_administrator, an_officer, come_in
from tests.factories.vendors import BINH_LIEU, a_vendor
from tests.statements import watch_statements


def recorded_acts() -> set[str]:
    """The names under which the code records acts."""
    return {
        str(call.args[0].value)
        for path in modules().values()
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "audit.record"
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_act_has_words_and_every_word_an_act() -> None:
    assert recorded_acts() == set(ACTS)


@pytest.fixture
def desk(client: FlaskClient) -> FlaskClient:
    """An administrator's browser, and three acts."""
    lan, vendor = a_person("Trần Thị Lan"), a_vendor()
    audit.record("vendor suspended", vendor, by=lan, reason="Sai nguồn gốc")
    audit.record("vendor reinstated", vendor, by=lan, reason="Đã <b>xem</b>")
    audit.record("payout requested", lan, by=None)
    return come_in(client, an_administrator())


def rows(client: FlaskClient, narrowed: str = "") -> list[str]:
    body = client.get(f"/desk/audit?{narrowed}").text.partition("<tbody")[2]
    return [str(words) for words in ACTS.values() if str(words) in body]


@pytest.mark.parametrize(
    ("narrowed", "acts"),
    [
        ("", {"Tạm ngừng bán", "Cho bán trở lại", "Yêu cầu chi trả"}),
        ("kind=vendor", {"Tạm ngừng bán", "Cho bán trở lại"}),
        ("action=vendor+suspended", {"Tạm ngừng bán"}),
        ("person=thị+lan", {"Tạm ngừng bán", "Cho bán trở lại"}),
        ("person=%25", set()),
        ("record=99999999999999999999", {"Tạm ngừng bán", "Cho bán trở lại", "Yêu cầu chi trả"}),
        ("record=abc&page=x", {"Tạm ngừng bán", "Cho bán trở lại", "Yêu cầu chi trả"}),
    ],
)
def test_the_trail_is_narrowed(desk: FlaskClient, narrowed: str, acts: set[str]) -> None:
    assert set(rows(desk, narrowed)) == acts


def test_the_trail_tells_why_and_by_whom(desk: FlaskClient) -> None:
    page = desk.get("/desk/audit").text
    assert "Sai nguồn gốc" in page
    assert "Đã &lt;b&gt;xem&lt;/b&gt;" in page
    assert "Trần Thị Lan" in page
    assert "Hệ thống" in page


def test_only_administrators_read_it(client: FlaskClient) -> None:
    come_in(client, an_officer(BINH_LIEU))
    assert client.get("/desk/audit").status_code == 403
    assert "/desk/audit" not in client.get("/desk/vendors").text


def test_a_long_trail_comes_in_pages_with_as_many_statements(client: FlaskClient) -> None:
    administrator = an_administrator()
    asked = []
    for count in (1, 59):
        for _ in range(count):
            audit.record("staff appointed", a_person(), by=a_person())
        come_in(client, administrator)
        with watch_statements() as statements:
            page = client.get("/desk/audit").text
        asked.append(len(statements))
    assert page.partition("<tbody")[2].count('role="row"') == 50
    assert asked[0] == asked[1] <= 15
