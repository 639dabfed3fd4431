"""Pages carry no code and no style of their own, so that the content policy can forbid both."""

import re

import pytest

from tests.architecture.tree import ROOT, shown

PAGES = sorted(
    path for path in (ROOT / "templates").rglob("*.html") if path.relative_to(ROOT / "templates").parts[0] != "mail"
)
FORBIDDEN = {
    "script without src": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/(ld\+)?json\")[^>]*>"),
    "style element": re.compile(r"<style\b"),
    "style attribute": re.compile(r"\sstyle\s*=\s*[\"'{]"),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"'{]"),
    "address that is code": re.compile(r"[\"']\s*javascript:", re.IGNORECASE),
    "htmx that evaluates": re.compile(r"\shx-(on[:-]|vals\s*=\s*[\"']js:)"),
    "unescaped value": re.compile(r"\|\s*safe\b"),
}


def problems(text: str) -> list[str]:
    without_comments = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    return [words for words, pattern in FORBIDDEN.items() if pattern.search(without_comments)]


def test_pages_carry_no_code_and_no_style() -> None:
    assert {shown(page): found for page in PAGES if (found := problems(page.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<script src="a.js" defer></script>', []),
        ('<script type="application/ld+json">{}</script>', []),
        ("<script>alert(1)</script>", ["script without src"]),
        ('<p style="color: red">', ["style attribute"]),
        ('<button onclick="go()">', ["event attribute"]),
        ('<a href="javascript:go()">', ["address that is code"]),
        ("{{ words | safe }}", ["unescaped value"]),
    ],
)
def test_each_kind_is_seen(text: str, found: list[str]) -> None:
    """The control: what is forbidden is found, what is allowed is not."""
    assert problems(text) == found
