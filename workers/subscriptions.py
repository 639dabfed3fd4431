"""What happens when something has happened: every fact, and every reaction to it, on one page.

A reaction is called with the fact's fields by their names, in a transaction of its own, at least once for each fact,
in no promised order: it may be repeated without harm.
"""

from collections.abc import Callable

from marketplace.outbox import Fact

Reaction = Callable[..., object]

SUBSCRIPTIONS: dict[type[Fact], tuple[Reaction, ...]] = {}


def name_of(reaction: Reaction) -> str:
    """Name a reaction as its deliveries do."""
    return f"{reaction.__module__}.{reaction.__name__}"


def reactions_to(kind: str) -> list[str]:
    """Name the reactions to a fact of this kind (`Fact.kinds` must have it)."""
    return [name_of(reaction) for reaction in SUBSCRIPTIONS.get(Fact.kinds[kind], ())]


def reaction_named(name: str, fact: Fact) -> Reaction:
    """Give the reaction to the fact that has this name; raises LookupError when there is none any more."""
    for reaction in SUBSCRIPTIONS.get(type(fact), ()):
        if name_of(reaction) == name:
            return reaction
    raise LookupError(f"{name} does not react to {type(fact).__name__}")
