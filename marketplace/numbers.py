"""Short codes that cannot be guessed: the numbers of orders and the memos of bank transfers."""

import re
import secrets

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1, which people and banks confuse."""

LENGTH = 8
"""Eight of 32 characters: 40 bits."""


def memo_code(prefix: str = "QN") -> str:
    """A new code such as QN7K2M9QXD: the prefix and eight random characters.

    Only capitals and digits, because banks take everything else out of a memo. Uniqueness is the table's to keep.
    """
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spaced(code: str, prefix: str = "QN") -> str:
    """The code as people read it aloud: QN 7K2M 9QXD."""
    body = code.removeprefix(prefix)
    return " ".join([prefix, body[: LENGTH // 2], body[LENGTH // 2 :]])


def codes_in(text: str, prefix: str = "QN") -> tuple[str, ...]:
    """Every code that the text may mean, in order, whatever stands between its characters.

    More than one is possible: banks run words together, so the end of one word and the start of a code can look
    like another code. Which of them exists, the caller looks up.
    """
    run_together = re.sub(r"[^A-Z0-9]", "", text.upper())
    pattern = rf"(?=({re.escape(prefix)}[{ALPHABET}]{{{LENGTH}}}))"
    return tuple(dict.fromkeys(re.findall(pattern, run_together)))
