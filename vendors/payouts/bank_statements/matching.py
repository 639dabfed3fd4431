"""What each row of a statement says of which payout: by the code in its words, and only if the amount is the same."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from marketplace.database import db
from marketplace.numbers import codes_in
from vendors.payouts.bank_statements.models import BankStatementRow, Direction, RowOutcome
from vendors.payouts.bank_statements.reading import RETURN_WORDS, Movement, has_words
from vendors.payouts.models import Payout, PayoutStatus, PayoutWay
from vendors.payouts.operations import PREFIX

OF_OTHERS = ("HT", "QN")
"""Codes of refunds and of orders: what bears one is looked after elsewhere."""


@dataclass
class Payouts:
    """The payouts that rows may speak of, as they stand while one row after the other is looked at.

    `arrived` and `came_back` are those for which another row has already said so.
    """

    by_reference: dict[str, Payout]
    arrived: set[int] = field(default_factory=set)
    came_back: set[int] = field(default_factory=set)
    standing: dict[int, PayoutStatus] = field(default_factory=dict)

    def status_of(self, payout: Payout) -> PayoutStatus:
        """How the payout stands after the rows that were looked at."""
        return self.standing.get(payout.id, payout.status)

    def verdict(self, movement: Movement) -> tuple[RowOutcome, Payout | None]:
        """Say what a row turns out to be, and of which payout; WAITING where a person has to look."""
        payout = self._meant(movement)
        if payout is None:
            return (RowOutcome.NOT_OURS if _of_others(movement) else RowOutcome.WAITING), None
        outcome = self._outcome(movement.direction, payout)
        if outcome is RowOutcome.WAITING:
            return outcome, None
        self._note(outcome, payout)
        return outcome, payout

    def _meant(self, movement: Movement) -> Payout | None:
        meant = {self.by_reference[code] for code in codes_in(movement.content, PREFIX) if code in self.by_reference}
        fitting = [payout for payout in meant if payout.amount_dong == movement.amount_dong]
        return fitting[0] if len(fitting) == 1 else None

    def _outcome(self, direction: Direction, payout: Payout) -> RowOutcome:
        if direction is Direction.OUT:
            return self._if_arrived(payout)
        if direction is Direction.IN:
            return self._if_back(payout)
        return RowOutcome.REFUSED if self.status_of(payout) in _under_way(payout) else RowOutcome.WAITING

    def _if_arrived(self, payout: Payout) -> RowOutcome:
        """One that another row has confirmed may have been paid twice: a person looks.

        What came back before anybody saw that it had left is explained by this row.
        """
        possible = {*_under_way(payout), PayoutStatus.CONFIRMED}
        is_explained = payout.id in self.came_back or self.status_of(payout) in possible
        fits = payout.id not in self.arrived and is_explained
        return RowOutcome.CONFIRMED if fits else RowOutcome.WAITING

    def _if_back(self, payout: Payout) -> RowOutcome:
        possible = {*_under_way(payout), PayoutStatus.CONFIRMED, PayoutStatus.RETURNED}
        fits = payout.id not in self.came_back and self.status_of(payout) in possible
        return RowOutcome.RETURNED if fits else RowOutcome.WAITING

    def _note(self, outcome: RowOutcome, payout: Payout) -> None:
        after = {
            RowOutcome.CONFIRMED: PayoutStatus.CONFIRMED,
            RowOutcome.RETURNED: PayoutStatus.RETURNED,
            RowOutcome.REFUSED: PayoutStatus.FAILED,
        }
        self.standing[payout.id] = after[outcome]
        if outcome is RowOutcome.CONFIRMED:
            self.arrived.add(payout.id)
        if outcome is RowOutcome.RETURNED:
            self.came_back.add(payout.id)


def payouts_spoken_of(movements: Sequence[Movement], *, hold: bool = False) -> Payouts:
    """Read the payouts whose codes stand in the rows, and what other rows have said of them: two statements.

    With `hold` they are held until the transaction ends, in the order of their ids.
    """
    codes = {code for each in movements for code in codes_in(each.content, PREFIX)}
    query = select(Payout).where(Payout.reference.in_(codes)).order_by(Payout.id)
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    known = {payout.reference: payout for payout in db.session.scalars(query)}
    payouts = Payouts(known)
    said = select(BankStatementRow).where(
        BankStatementRow.payout_id.in_([payout.id for payout in known.values()]),
        BankStatementRow.outcome.in_((RowOutcome.CONFIRMED, RowOutcome.RETURNED)),
    )
    for row in db.session.scalars(said):
        if row.payout_id:
            (payouts.arrived if row.outcome is RowOutcome.CONFIRMED else payouts.came_back).add(row.payout_id)
    return payouts


def in_order(movements: Sequence[Movement]) -> list[Movement]:
    """What left comes before what came back, however the bank sorts its rows."""
    return sorted(movements, key=lambda each: each.direction is Direction.IN)


def known_rows(identities: Collection[str]) -> set[str]:
    """Give those of the rows that another file, or this one, brought before."""
    return set(db.session.scalars(select(BankStatementRow.identity).where(BankStatementRow.identity.in_(identities))))


def _under_way(payout: Payout) -> set[PayoutStatus]:
    """States in which the bank may have made the transfer: a file may be with it though nobody has said so."""
    if payout.way is PayoutWay.PROVIDER:
        return {PayoutStatus.SENT}
    return {PayoutStatus.REQUESTED, PayoutStatus.SENDING, PayoutStatus.SENT}


def _of_others(movement: Movement) -> bool:
    """Money that came in concerns payouts only if its words say that it came back; refunds bear codes of their own."""
    if any(codes_in(movement.content, prefix) for prefix in OF_OTHERS):
        return True
    came = movement.direction is Direction.IN
    return came and not codes_in(movement.content, PREFIX) and not has_words(movement.content, RETURN_WORDS)
