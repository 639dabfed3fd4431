"""Codes as people print, read aloud and type them."""

import re

from flask_babel import lazy_gettext as _l

from marketplace.errors import Invalid
from marketplace.text import fold

LEAST, MOST = 4, 20
_NEITHER = re.compile(r"[^A-Z0-9]")


class UnusableCode(Invalid):
    """Too short or too long once folded."""

    sentence = _l("Mã gồm 4 đến 20 chữ cái không dấu hoặc chữ số, ví dụ TET2027.")


def folded(typed: str) -> str:
    """Give the form that is compared: without marks, spaces and hyphens, in capitals. 'Tết-2027' is TET2027."""
    return _NEITHER.sub("", fold(typed[:200]).upper())


def checked(typed: str) -> tuple[str, str]:
    """Give a new code folded and as it is printed. Raises UnusableCode."""
    printed, code = " ".join(typed.split()).upper(), folded(typed)
    if not LEAST <= len(code) <= MOST or len(printed) > 2 * MOST:
        raise UnusableCode(field="code")
    return code, printed
