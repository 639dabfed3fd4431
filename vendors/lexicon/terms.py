"""Text taken apart into the words that a search compares: folded ones, and spellings that tell marks apart."""

import re
from collections.abc import Iterable, Sequence

from marketplace.text import fold, spelling

TOKEN = re.compile(r"[a-z]+|[0-9]+")
WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40
MAKER = "@"
"""Stands before a word of the maker's name in the index, so that makers are found without looking at their goods."""
SPELT = "="
"""Stands before a spelling in the index, so that no folded word is taken for one."""


def tokens(text: str) -> list[str]:
    """Give the folded words of a text; digits and letters part ("500g" is two words)."""
    return [token[:LONGEST_WORD] for token in TOKEN.findall(fold(text))]


def spellings(text: str) -> list[str]:
    """Give each word with its marks, whatever way the tone mark is placed ("hoà" and "hòa" are one)."""
    return [spelling(word)[:LONGEST_WORD] for word in WORD.findall(text)]


def marked_spellings(text: str) -> list[str]:
    """Give the spellings of those words only that bear a mark."""
    return [spelling(word)[:LONGEST_WORD] for word in WORD.findall(text) if fold(word) != word.lower()]


def vector(parts: Iterable[tuple[str, Sequence[str], str]]) -> str:
    """Write a tsvector of texts, each with a weight (A to D; B: the maker's) and the text whose spellings count."""
    lexemes: list[str] = []
    place = 0
    for weight, texts, spelt in parts:
        for text in texts:
            for token in tokens(text):
                place += 1
                lexemes.append(f"'{token}':{min(place, 16_000)}{weight}")
        lexemes += [f"'{SPELT}{word}':1{weight}" for word in dict.fromkeys(spellings(spelt))]
        if weight == "B":
            lexemes += [f"'{MAKER}{token}':1B" for text in texts for token in dict.fromkeys(tokens(text))]
    return " ".join(lexemes)
