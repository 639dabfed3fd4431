"""Readings of a search that found nothing: keys decoded, words joined or parted, slips mended, the nearest first."""

import heapq
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from marketplace.text import fold
from vendors.lexicon.keystrokes import decoded
from vendors.lexicon.terms import TOKEN, WORD

MOST_READINGS = 100
MOST_SHORTENED = 40
MOST_TURNS = 4_000
MOST_NEIGHBOURS = 12
DECODED, JOINED, PARTED, SOUNDS_ALIKE, SLIP, UNKNOWN, DROPPED = 0.2, 0.4, 0.5, 0.5, 1.0, 2.5, 4.0
SWAPPED, WEIGHTLESS_LEFT_OUT, NUMBER_LEFT_OUT = 0.8, 0.4, 0.2
"""What a change costs: readings are tried from the cheapest on."""
SHORT, MIDDLE = 2, 4
WEIGHTLESS = Path(__file__).with_name("data") / "weightless.txt"
_SOUNDS = (
    ("ngh", "ng"), ("gh", "g"), ("tr", "ch"), ("gi", "d"), ("r", "d"), ("x", "s"), ("l", "n"), ("y", "i"), ("k", "c"),
    ("q", "c"), ("ph", "f"), ("v", "d"),
)  # fmt: skip


@cache
def weightless() -> frozenset[str]:
    """Words that say little of goods ("mua", "best"): the first to be left out."""
    return frozenset(WEIGHTLESS.read_text(encoding="utf-8").split())


class Term(NamedTuple):
    """A folded word: as it was typed, and then only its beginning need be there, or `is_mended` and whole."""

    text: str
    is_mended: bool = False


Read = tuple[Term, ...]
Steps = list[tuple[float, int, Read]]
"""Ways to read what comes next: what each costs, how many words it takes, and what it is read as."""


@dataclass(frozen=True)
class Reading:
    """Words that may have been meant, and what the changes cost."""

    terms: Read
    cost: float


def readings(text: str, vocabulary: Collection[str]) -> list[Reading]:
    """Give what may have been meant, the likeliest first; the words as they stand are among them.

    `vocabulary` holds every folded word that can be found.
    """
    words = WORD.findall(text.lower())
    lattice = _Lattice(words, vocabulary)
    found: dict[Read, Reading] = {}
    for steps, most in ((lattice.steps, MOST_READINGS), (lattice.shortened(), MOST_SHORTENED)):
        new = (reading for reading in lattice.paths(steps) if reading.terms and reading.terms not in found)
        for reading in islice(new, most):
            found[reading.terms] = reading
    return sorted(found.values(), key=lambda reading: reading.cost)


class _Lattice:
    """Every way to read each word of a text, and two words as one."""

    def __init__(self, words: list[str], vocabulary: Collection[str]) -> None:
        self.words = words
        self.known = frozenset(vocabulary)
        self.ordered = sorted(self.known)
        self.steps = [[*self._alone(word), *self._with_next(at)] for at, word in enumerate(words)]

    def shortened(self) -> list[Steps]:
        """Give each word as it is read best, or left out: two words that nobody knows have many neighbours together."""
        return [sorted(set(sorted(steps)[:1]) | {step for step in steps if not step[2]}) for steps in self.steps]

    def paths(self, steps: Sequence[Steps]) -> Iterator[Reading]:
        """Walk from the first word to the last, the cheapest way first; half of the words with weight must remain."""
        waiting: list[tuple[float, int, int, Read, int]] = [(0.0, 0, 0, (), 0)]
        turn = 0
        while waiting and turn < MOST_TURNS:
            cost, _, at, terms, dropped = heapq.heappop(waiting)
            if at == len(self.words):
                yield Reading(terms, cost)
                continue
            for more, length, read in steps[at]:
                turn += 1
                left_out = dropped + (not read and more >= DROPPED)
                if left_out * 2 <= len(self.words):
                    heapq.heappush(waiting, (cost + more, turn, at + length, terms + read, left_out))

    def _alone(self, word: str) -> Steps:
        tokens = TOKEN.findall(fold(word))
        typed = tuple(Term(token) for token in tokens)
        ways = self._as_typed(word, typed)
        for texts, cost in self._changed(word, "".join(tokens)):
            read = tuple(Term(text, is_mended=True) for text in texts)
            ways[read] = min(cost, ways.get(read, cost))
        return [(cost, 1, read) for read, cost in ways.items()]

    def _as_typed(self, word: str, typed: Read) -> dict[Read, float]:
        """Price the word as it stands, and leaving it out."""
        kept = 0.0 if all(self._begins_a_word(term.text) for term in typed) else UNKNOWN
        if len(typed) > 1 and fold(decoded(word)) in self.known:
            kept = UNKNOWN
        if len(word) == 1:
            kept = max(kept, SLIP)
        return {typed: kept, (): _price_of_leaving_out(word)}

    def _changed(self, word: str, folded: str) -> Iterator[tuple[tuple[str, ...], float]]:
        meant = fold(decoded(word))
        is_otherwise = meant != folded
        if is_otherwise and meant in self.known:
            yield (meant,), DECODED
        if parts := self._parted(folded):
            yield parts, PARTED
        yield from (((neighbour,), cost) for neighbour, cost in self._neighbours(folded))
        if is_otherwise and meant not in self.known:
            yield from (((neighbour,), cost + DECODED) for neighbour, cost in self._neighbours(meant)[:2])

    def _with_next(self, at: int) -> Iterator[tuple[float, int, Read]]:
        joined = fold("".join(self.words[at : at + 2]))
        if at + 1 < len(self.words) and joined in self.known:
            yield JOINED, 2, (Term(joined, is_mended=True),)

    def _begins_a_word(self, token: str) -> bool:
        at = bisect_left(self.ordered, token)
        return at < len(self.ordered) and self.ordered[at].startswith(token)

    def _parted(self, folded: str) -> tuple[str, ...]:
        """Give the fewest known words that the letters are made of, two letters each at least; none if they are not."""
        best: dict[int, tuple[str, ...]] = {0: ()}
        for end in range(SHORT, len(folded) + 1):
            ways = [
                (*best[start], folded[start:end])
                for start in range(end - 1)
                if start in best and folded[start:end] in self.known
            ]
            if ways:
                best[end] = min(ways, key=len)
        parts = best.get(len(folded), ())
        return parts if len(parts) > 1 else ()

    def _neighbours(self, folded: str) -> list[tuple[str, float]]:
        """Give the known words that are a slip or two away, the nearest first; few slips in few letters."""
        if len(folded) < SHORT or folded.isdecimal():
            return []
        most = 1 if len(folded) <= MIDDLE else 2
        near = process.extract(folded, self.ordered, scorer=OSA.distance, score_cutoff=most + 1, limit=None)
        priced = [(word, self._price(folded, word, distance)) for word, distance, _ in near if word != folded]
        fitting = [(word, price) for word, price in priced if price <= most]
        return sorted(fitting, key=lambda pair: (pair[1], pair[0][0] != folded[0], pair[0]))[:MOST_NEIGHBOURS]

    def _price(self, typed: str, word: str, distance: float) -> float:
        if _sound(typed) == _sound(word):
            return SOUNDS_ALIKE
        return SWAPPED if sorted(typed) == sorted(word) else SLIP * distance


def _price_of_leaving_out(word: str) -> float:
    """A number is a class or a pack: goods are known by their name."""
    if word.isdecimal():
        return NUMBER_LEFT_OUT
    return WEIGHTLESS_LEFT_OUT if _is_weightless(word) else DROPPED


def _is_weightless(word: str) -> bool:
    """Say whether it is one of those words: with these marks, or typed without any."""
    known = weightless()
    return word in known or (word.isascii() and any(fold(each) == word for each in known))


def _sound(word: str) -> str:
    """Give how a word sounds to many ears: what is often mixed up is alike."""
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return re.sub(r"(ch|t)$", "c", re.sub(r"n[gh]?$", "n", word))
