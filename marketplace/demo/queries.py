"""What the twins remember; nothing where they never ran."""

from collections.abc import Sequence
from contextlib import suppress

from psycopg.errors import UndefinedTable
from psycopg.rows import DictRow

from marketplace.gateways.twins import letters, movements, payouts, texts
from marketplace.gateways.twins.letters import KeptLetter
from marketplace.gateways.twins.store import TwinStore
from marketplace.gateways.twins.texts import KeptText
from marketplace.phones import parse_phone
from marketplace.settings import settings

NEWEST = 50


def newest_letters(*, to: str | None = None) -> Sequence[KeptLetter]:
    """The letters that arrived last, to this address or to anyone."""
    with suppress(UndefinedTable):
        return letters.letters(_store(), to=to, limit=NEWEST)
    return []


def letter(letter_id: int) -> KeptLetter | None:
    """One letter by its number."""
    with suppress(UndefinedTable):
        return letters.letter(_store(), letter_id)
    return None


def newest_texts(*, to: str | None = None) -> Sequence[KeptText]:
    """The text messages that were taken last, to this number (as people write it) or to anyone."""
    number = parse_phone(to) if to else None
    wanted = "0" + number.removeprefix("+84") if number else to
    with suppress(UndefinedTable):
        return texts.texts(_store(), to=wanted, limit=NEWEST)
    return []


def newest_movements() -> Sequence[DictRow]:
    """The movements on the market's account, each with how it was told."""
    with suppress(UndefinedTable), _store().connection() as connection:
        return movements.with_notices(connection, limit=NEWEST)
    return []


def newest_payouts() -> Sequence[DictRow]:
    """The payouts that the bank took last."""
    with suppress(UndefinedTable), _store().connection() as connection:
        return payouts.newest(connection, limit=NEWEST)
    return []


def _store() -> TwinStore:
    return TwinStore(settings().database_url)
