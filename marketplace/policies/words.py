"""What the market's pages are called, and how their plain text is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l

from marketplace.policies.models import PolicyKind, PolicyVersion
from marketplace.settings import settings

NAMES: Final[dict[PolicyKind, LazyString]] = {
    PolicyKind.HELP: _l("Trợ giúp"),
    PolicyKind.OCOP: _l("OCOP là gì"),
    PolicyKind.CONTACT: _l("Liên hệ"),
    PolicyKind.DELIVERY: _l("Giao hàng"),
    PolicyKind.RETURNS: _l("Đổi trả và hoàn tiền"),
    PolicyKind.TERMS: _l("Điều khoản sử dụng"),
    PolicyKind.PRIVACY: _l("Quyền riêng tư"),
    PolicyKind.SELLING: _l("Quy định với người bán"),
}


@dataclass(frozen=True)
class Block:
    """A piece of a page: a heading, a paragraph, or a list of lines."""

    kind: str
    lines: tuple[str, ...]


def text_of(version: PolicyVersion) -> str:
    """Give the wording in the reader's language, with who runs the market filled in.

    A line that names what the settings do not say is left out.
    """
    text: str = getattr(version, f"text_{get_locale()}", version.text_vi)
    marks = _marks()
    unknown = [mark for mark, words in marks.items() if not words]
    text = "\n".join(line for line in text.splitlines() if not any(mark in line for mark in unknown))
    for mark, words in marks.items():
        text = text.replace(mark, words)
    return text


def _marks() -> dict[str, str]:
    known = settings()
    mail = known.mail_from.rpartition("<")[2].rstrip(">")
    return {
        "{operator}": known.market_operator,
        "{tax_code}": known.market_tax_code,
        "{address}": known.market_address,
        "{phone}": known.market_phone,
        "{email}": mail,
    }


def blocks(text: str) -> Iterator[Block]:
    """Read plain text: empty lines part its pieces, "## " begins a heading, "- " each line of a list."""
    for piece in text.replace("\r\n", "\n").split("\n\n"):
        lines = tuple(line.strip() for line in piece.splitlines() if line.strip())
        if not lines:
            continue
        if lines[0].startswith("## "):
            yield Block("heading", (lines[0].removeprefix("## "),))
            lines = lines[1:]
        if lines and all(line.startswith("- ") for line in lines):
            yield Block("list", tuple(line.removeprefix("- ") for line in lines))
        elif lines:
            yield Block("paragraph", lines)
