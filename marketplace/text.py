"""Vietnamese text: folded for search, keyed for sorting and comparing, made into slugs and names."""

import re
import unicodedata
from itertools import pairwise

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}

# A letter's place in the alphabet as one character that sorts right byte by byte, after "!" and the digits.
_PLACES = {letter: chr(ord("A") + place) for place, letter in enumerate(ALPHABET)}
_TONE_MARKS = str.maketrans(dict.fromkeys(TONES))


def fold(text: str) -> str:
    """Lower case without marks, đ as d, one space between words: what a search compares.

    Folding what is folded changes nothing.
    """
    lowered = unicodedata.normalize("NFKD", text).lower().replace("đ", "d")
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def slug(text: str) -> str:
    """The words of a text for an address: a-z, 0-9 and single hyphens; empty when nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def capitals_without_marks(text: str) -> str:
    """A name as banks write it: A-Z, 0-9 and single spaces ("NGUYEN THI LAN")."""
    return " ".join(re.sub(r"[^A-Z0-9]+", " ", fold(text).upper()).split())


def given_name(full_name: str) -> str:
    """The name by which a Vietnamese person is addressed: the last word of the full name."""
    return (full_name.split() or [""])[-1]


def sort_key(text: str) -> str:
    """A key that sorts by bytes (COLLATE "C") as a Vietnamese dictionary does.

    First all letters (a ă â b c d đ e ê ...), spaces before digits before letters; then the tones of the words in
    the order ngang, huyền, hỏi, ngã, sắc, nặng. Case, punctuation and the place of a tone mark do not count.
    """
    words = [_letters_and_tones(word) for word in re.split(r"[\W_]+", unicodedata.normalize("NFKC", text)) if word]
    places = "!".join("".join(map(_place, letters)) for letters, _ in words)
    return f"{places} {''.join(tones for _, tones in words)}"


def spelling(word: str) -> str:
    """A word with its marks as a key: letters without tones, then the tones; case and the mark's place do not count."""
    letters, tones = _letters_and_tones(unicodedata.normalize("NFKC", word))
    return f"{letters}{tones}"


def _letters_and_tones(word: str) -> tuple[str, str]:
    """The word's letters in lower case without tone marks, and its tones as digits ("0" for none)."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = "".join(TONES[mark] for mark in decomposed if mark in TONES)
    return unicodedata.normalize("NFC", decomposed.translate(_TONE_MARKS)), tones or "0"


def _place(letter: str) -> str:
    if letter in _PLACES or letter.isdecimal():
        return _PLACES.get(letter, letter)
    bare = fold(letter)
    return "".join(_PLACES.get(c, c) for c in bare)


_TELEX_LETTERS = {
    "uow": "ươ", "dd": "đ", "aa": "â", "aw": "ă", "ee": "ê", "oo": "ô", "ow": "ơ", "uw": "ư",
}  # fmt: skip
_TELEX_LETTER = re.compile("|".join(_TELEX_LETTERS))
_TELEX_TONES = {"f": "\u0300", "r": "\u0309", "x": "\u0303", "s": "\u0301", "j": "\u0323", "z": ""}
_TELEX_WORD = re.compile(r"(?P<start>[^aeiouy]*)(?P<rest>[aeiouy].*)")
_VOWELS = "aăâeêioôơuưy"
_MARKED_VOWELS = "ăâêôơư"


def decode_telex(text: str) -> str:
    """What Telex keystrokes typed without an input method meant: "mieens dong" is "miến dong".

    In lower case. English comes out mangled, so ask only after a search found nothing.
    """
    return " ".join(_decode_telex_word(word) for word in text.lower().split())


def _decode_telex_word(word: str) -> str:
    typed = _TELEX_WORD.fullmatch(word)
    if not typed or not word.isascii():
        return word
    tones = [c for c in typed["rest"] if c in _TELEX_TONES]
    bare = "".join(c for c in typed["rest"] if c not in _TELEX_TONES)
    spelt = _TELEX_LETTER.sub(lambda found: _TELEX_LETTERS[found[0]], typed["start"] + bare)
    return _with_tone(spelt, _TELEX_TONES[tones[-1]]) if tones else spelt


def _with_tone(word: str, mark: str) -> str:
    at = _tone_position(word)
    return unicodedata.normalize("NFC", word[: at + 1] + mark + word[at + 1 :])


def _tone_position(word: str) -> int:
    """Where the mark stands in the older and commoner spelling (hòa, thủy).

    On a vowel that has a mark already, else on the last before a final consonant, else on the last but one.
    """
    after_onset = 2 if re.match(r"qu|gi[aăâeêoôơuưy]", word) else 0
    vowels = [at for at, letter in enumerate(word) if at >= after_onset and letter in _VOWELS] or [after_onset - 1]
    vowels = vowels[: 1 + next((n for n, (a, b) in enumerate(pairwise(vowels)) if b > a + 1), len(vowels))]
    marked = [at for at in vowels if word[at] in _MARKED_VOWELS]
    closed = vowels[-1] < len(word) - 1
    return marked[-1] if marked else vowels[-1] if closed or len(vowels) == 1 else vowels[-2]
