"""To which account buyers pay, and whose till an account is that the bank tells of."""

from dataclasses import dataclass

from marketplace.ledger.chart import Till
from marketplace.settings import settings
from orders.kinds import Holding


@dataclass(frozen=True)
class Account:
    """A bank account as buyers are told it."""

    bank_bin: str
    number: str
    holder: str


def account_of(holding: Holding) -> Account:
    """Give the account to which an order of this kind is paid: the partner's if it has one of its own."""
    running = settings()
    if holding is Holding.PARTNER and running.partner_account:
        return Account(running.partner_bank_bin, running.partner_account, running.partner_holder)
    return Account(running.bank_bin, running.bank_account, running.bank_holder)


def till_of_account(number: str) -> Till | None:
    """Whose till an account is; None for one that is not ours to know.

    A partner that keeps the market's only account is its till while it holds the money.
    """
    running = settings()
    if running.partner_account and number == running.partner_account:
        return Till.AT_PARTNER
    if number != running.bank_account:
        return None
    at_partner = Holding(running.holding) is Holding.PARTNER and not running.partner_account
    return Till.AT_PARTNER if at_partner else Till.BANK
