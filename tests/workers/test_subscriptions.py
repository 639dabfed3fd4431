"""The page of reactions says each thing once."""

import ast
from collections import Counter

from config import ROOT
from workers import subscriptions


def test_each_fact_stands_on_the_page_once() -> None:
    """A dictionary keeps the last of two lines, and the reactions of the first are never told."""
    page = ast.parse((ROOT / "workers" / "subscriptions.py").read_text(encoding="utf-8"))
    [table] = [node for node in ast.walk(page) if isinstance(node, ast.Dict)]
    names = Counter(ast.unparse(key) for key in table.keys if key)
    assert [name for name, times in names.items() if times > 1] == []
    told = [fact for fact in subscriptions.SUBSCRIPTIONS if not fact.__module__.startswith("tests.")]
    assert len(names) == len(told)
