"""Covers phone numbers, e-mail addresses and links: contacts, while there is no order between two people. Pure."""

import re
import unicodedata
from typing import Final

COVER: Final = "•••"

_GAP = r"[\s.,_()\-\u2010-\u2015·•]{0,3}"
_DIGIT = r"[0-9oO]"
_PHONE = re.compile(rf"(?<![0-9])(?:\+?{_GAP}8{_GAP}4|0)(?:{_GAP}{_DIGIT}){{8,10}}(?![0-9])")
_AT = r"\s?(?:@|\[at\]|\(at\)|\ba còng\b|\ba cong\b)\s?"
_DOT = r"\s?(?:\.|\[dot\]|\(dot\)|\bchấm\b|\bcham\b)\s?"
_EMAIL = re.compile(rf"[\w.+-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)+", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|ftp)\s?:\s?//\S*|\bwww\.\S+", re.IGNORECASE)
_ENDINGS = (
    "com|vn|net|org|info|biz|me|io|shop|store|xyz|top|app|ly|gl|link|site|online|asia|edu|gov|page|cc|co|fr|gg|club|vip"
)
_SITE = re.compile(rf"(?<![\w@])(?:[\w-]+\.)+(?:{_ENDINGS})(?![\w])(?:[/?#:]\S*)?", re.IGNORECASE)


def masked(text: str) -> str:
    """The text with every phone number, e-mail address and link covered; masking what is masked changes nothing.

    Prices, weights and dates stay: a number counts as a phone's when it begins with 0 or +84 and has its length.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    for kind in (_ADDRESS, _EMAIL, _SITE, _PHONE):
        plain = kind.sub(COVER, plain)
    return plain
