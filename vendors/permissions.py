"""Who may do what for a vendor: the one table. `vendors/access.py` checks it on every page, docs/roles.md shows it."""

from enum import StrEnum
from typing import Final


class Capacity(StrEnum):
    """As what a person acts for a vendor: with a role in its team (`MemberRole`), or with its consent."""

    OWNER = "owner"
    MANAGER = "manager"
    PACKER = "packer"
    ACCOUNTANT = "accountant"
    OFFICER = "officer"
    """An officer of the vendor's commune who has its recorded consent."""


class Right(StrEnum):
    """What can be done for a vendor; every seller's page names the one that it needs."""

    SEE_TODAY = "see_today"
    SEE_ORDERS = "see_orders"
    HANDLE_ORDERS = "handle_orders"
    """Accept, refuse, pack, send, take back, print; whoever may, sees whom the goods go to."""
    CREDIT_BUYERS = "credit_buyers"
    TALK_WITH_BUYERS = "talk_with_buyers"
    """Read and answer what buyers write, and report it."""
    SPEAK_PUBLICLY = "speak_publicly"
    """Publish answers, answer reviews."""
    SEE_LISTINGS = "see_listings"
    EDIT_LISTINGS = "edit_listings"
    KEEP_STOCK = "keep_stock"
    SEE_SHOP = "see_shop"
    EDIT_SHOP = "edit_shop"
    """Story, pictures, opening days, delivery, terms of sale."""
    SEE_PAPERS = "see_papers"
    HAND_IN_PAPERS = "hand_in_papers"
    SEE_FIGURES = "see_figures"
    SEE_MONEY = "see_money"
    MOVE_MONEY = "move_money"
    """Ask for a payout, say what was received or given back."""
    TAKE_DATA = "take_data"
    NAME_ACCOUNT = "name_account"
    """Where and when the vendor is paid."""
    SEE_TEAM = "see_team"
    LEAVE_TEAM = "leave_team"
    MANAGE_TEAM = "manage_team"
    SEE_HELP = "see_help"
    """What officers did in the vendor's name."""
    ALLOW_HELP = "allow_help"
    """Let an officer act in the vendor's name, or no longer."""
    SEE_APPLICATION = "see_application"
    APPLY = "apply"


OWNER, MANAGER, PACKER, ACCOUNTANT, OFFICER = Capacity
MEMBERS = frozenset({OWNER, MANAGER, PACKER, ACCOUNTANT})
EVERYONE = MEMBERS | {OFFICER}

GRANTS: Final[dict[Right, frozenset[Capacity]]] = {
    Right.SEE_TODAY: EVERYONE,
    Right.SEE_ORDERS: EVERYONE,
    Right.HANDLE_ORDERS: frozenset({OWNER, MANAGER, PACKER, OFFICER}),
    Right.CREDIT_BUYERS: frozenset({OWNER, MANAGER}),
    Right.TALK_WITH_BUYERS: frozenset({OWNER, MANAGER, PACKER}),
    Right.SPEAK_PUBLICLY: frozenset({OWNER, MANAGER}),
    Right.SEE_LISTINGS: EVERYONE,
    Right.EDIT_LISTINGS: frozenset({OWNER, MANAGER, OFFICER}),
    Right.KEEP_STOCK: frozenset({OWNER, MANAGER, PACKER, OFFICER}),
    Right.SEE_SHOP: EVERYONE,
    Right.EDIT_SHOP: frozenset({OWNER, MANAGER, OFFICER}),
    Right.SEE_PAPERS: EVERYONE,
    Right.HAND_IN_PAPERS: frozenset({OWNER, MANAGER, OFFICER}),
    Right.SEE_FIGURES: frozenset({OWNER, MANAGER, ACCOUNTANT}),
    Right.SEE_MONEY: frozenset({OWNER, MANAGER, ACCOUNTANT}),
    Right.MOVE_MONEY: frozenset({OWNER, MANAGER, ACCOUNTANT}),
    Right.TAKE_DATA: frozenset({OWNER, MANAGER, ACCOUNTANT}),
    Right.NAME_ACCOUNT: frozenset({OWNER}),
    Right.SEE_TEAM: MEMBERS,
    Right.LEAVE_TEAM: MEMBERS,
    Right.MANAGE_TEAM: frozenset({OWNER}),
    Right.SEE_HELP: frozenset({OWNER, MANAGER}),
    Right.ALLOW_HELP: frozenset({OWNER}),
    Right.SEE_APPLICATION: EVERYONE,
    Right.APPLY: frozenset({OWNER}),
}


def may(capacity: Capacity, right: Right) -> bool:
    """Whether a person who acts in this capacity has the right."""
    return capacity in GRANTS[right]
