"""What was meant when Telex or VNI keys were typed while no input method listened."""

import re

from marketplace.text import decode_telex

_VNI = {"1": "s", "2": "f", "3": "r", "4": "x", "5": "j", "7": "w", "8": "w"}
_VOWEL_BEFORE = re.compile(r"[aou](?=[^aou]*$)")
_ROOF_BEFORE = re.compile(r"[aeo](?=[^aeo]*$)")
_LATE_W = re.compile(r"(?<=[aou])([^aouw]+)w")
_LATE_ROOF = re.compile(r"([aeo])([^aeiouyw]+)\1(?=[^aeiouy]*$)")


def decoded(word: str) -> str:
    """Give the word that these keys stand for, with its marks ("muwcj" and "mu75c" are "mực"); itself if they do not.

    Keys may stand where they belong or at the word's end ("nuocws", "nuoc71").
    """
    lowered = word.lower()
    if not lowered.isascii() or not lowered[:1].isalpha():
        return lowered
    return decode_telex(_in_place(_as_telex(lowered)))


def _as_telex(word: str) -> str:
    """Write VNI digits as the Telex keys of the same marks, in place."""
    written = ""
    for key in word:
        if key == "6":
            written = _ROOF_BEFORE.sub(lambda found: found[0] * 2, written)
        elif key in "78":
            written = _VOWEL_BEFORE.sub(lambda found: found[0] + "w", written)
        elif key == "9" and written.startswith("d"):
            written = "d" + written
        else:
            written += _VNI.get(key, key)
    return written


def _in_place(word: str) -> str:
    """Move keys from the word's end to the letters that they mark."""
    word = _LATE_W.sub(r"w\1", word)
    word = _LATE_ROOF.sub(r"\1\1\2", word)
    late_bar = re.fullmatch(r"d([^d].*?)d([sfrxj]?)", word)
    return f"dd{late_bar[1]}{late_bar[2]}" if late_bar else word
