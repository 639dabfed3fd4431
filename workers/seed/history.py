"""Three months of orders: placed, paid, sent, returned and settled, each act at its moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Final

from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from orders.kinds import PaymentMethod
from orders.models import VendorOrder
from orders.payments.gateways import AT_GATEWAYS
from workers.seed.agenda import Agenda
from workers.seed.bank import PastBank, past_bank
from workers.seed.buyers import Buyer, guests, open_buyers
from workers.seed.cashier import Cashier
from workers.seed.counter import give_codes, lower_prices, sell_ahead
from workers.seed.freight import Freight
from workers.seed.moments import moment
from workers.seed.past import keep
from workers.seed.plan import HISTORY
from workers.seed.progress import Stages
from workers.seed.scripts import Course, Paying, Script, deal
from workers.seed.shopping import Shelves, buy, fill_cart
from workers.seed.talk import Talk
from workers.seed.trade import Trade
from workers.seed.unfolding import Parts

ACTS_AT_ONCE: Final = 60
"""Acts in one transaction."""
GUESTS: Final = 8
LOYAL: Final = 4
"""So many times more often those buy who have a demo account."""
DEMO_BUYERS: Final = 2
METHODS: Final = {
    PaymentMethod.TRANSFER: 40,
    PaymentMethod.CASH: 40,
    PaymentMethod.VNPAY: 12,
    PaymentMethod.MOMO: 8,
}
"""How often orders are paid so, in a hundred."""
NIGHTS_UNPAID: Final = 4
"""The last nights' payouts come together in one, which the workers send."""
STATED_EVERY: Final = 7
LAST_STATED: Final = 1
"""A carrier states its cash once a week, last time yesterday."""
UNKNOWN_MONEY: Final = 3
RETURNED_MONEY: Final = 17.5
"""Days ago money came by mistake, and went back."""
NOT_LOOKED_AT: Final = 8
"""Days for which money that nobody can place has been waiting at most."""
CODES, LOWER_PRICES, SOLD_AHEAD = 30, 2.4, 0.3
ASKED, ON_ORDER, ASKED_AGAIN = 9.2, 1.1, 0.2
"""Days ago."""
A_WHILE: Final = 20
"""Days: an age that is less certain than this is that of an order of some day long ago."""


def unfold(orders: int, favourites: Sequence[int], trade: Trade, shown: Stages) -> None:
    """Let so many orders take their course until now; `favourites` are the vendors that sell most."""
    chance = Random(f"orders {orders}")
    with clock.at(trade.now - HISTORY):
        buyers = open_buyers(chance)
        visitors = guests(GUESTS, chance)
    with past_bank() as bank:
        history = History(trade, bank, Shelves(favourites, chance), [*buyers, *visitors], favourites, chance)
        history.plan(deal(orders, chance), shown.counter("orders", orders))
        for done, _ in enumerate(history.agenda.run(), start=1):
            if done % ACTS_AT_ONCE == 0:
                keep(trade.now)
        with clock.at(trade.now - timedelta(hours=2)):
            fill_cart(buyers[0], history.shelves.choose())
        keep(trade.now)


@dataclass
class History:
    """Everything that goes on while orders are placed and take their course."""

    trade: Trade
    bank: PastBank
    shelves: Shelves
    buyers: Sequence[Buyer]
    favourites: Sequence[int]
    chance: Random
    courses: dict[int, Course] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with an empty agenda."""
        self.agenda = Agenda(until=self.trade.now)
        self.freight = Freight(self.agenda, self.bank, self.chance, self.trade.administrator)
        self.parts = Parts(self.agenda, self.chance, self.trade.administrator, self.freight)
        self.cashier = Cashier(self.agenda, self.bank, self.chance, self._follow, self.trade.administrator)

    def plan(self, scripts: Sequence[Script], placed: Callable[[], None]) -> None:
        """Note when each order will be placed, and what the market does every day."""
        for script in scripts:
            self.agenda.at(self._moment_of(script), partial(self._place, script, placed))
        self._plan_days()
        self.agenda.at(self._ago(RETURNED_MONEY), self.cashier.return_unknown_money)
        self._plan_counters()
        for _ in range(UNKNOWN_MONEY):
            self.agenda.at(self._ago(self.chance.uniform(0.1, NOT_LOOKED_AT)), self.cashier.take_unknown_money)

    def _plan_counters(self) -> None:
        """What producers do besides: they talk with buyers, lower prices and sell ahead."""
        self.agenda.at(self._ago(CODES), partial(give_codes, self.favourites, self.trade.administrator))
        self.agenda.at(self._ago(LOWER_PRICES), lower_prices)
        self.agenda.at(self._ago(SOLD_AHEAD), sell_ahead)
        for vendor_id in self.favourites[:1]:
            talk = Talk(self.agenda, vendor_id)
            self.agenda.at(self._ago(ASKED), talk.ask)
            self.agenda.at(self._ago(ON_ORDER), talk.speak_of_order)
            self.agenda.at(self._ago(ASKED_AGAIN), talk.ask_again)

    def _plan_days(self) -> None:
        today = clock.in_vietnam(self.trade.now).date()
        for ago in range(HISTORY.days, -1, -1):
            day = today - timedelta(days=ago)
            self.agenda.at(moment(day, 9), self.cashier.give_back)
            if ago % STATED_EVERY == LAST_STATED:
                self.agenda.at(moment(day, 10), partial(self.freight.bring, last=ago == LAST_STATED))
            self.agenda.at(moment(day, 10), partial(self.cashier.settle_gateways, last=ago <= 1))
            if ago >= NIGHTS_UNPAID or ago == 0:
                self.agenda.at(moment(day, 2, 20), partial(self.cashier.pay_out, last=ago == 0))

    def _place(self, script: Script, placed: Callable[[], None]) -> None:
        method = script.method or self._method()
        buyer = self.buyers[0] if script.is_known else self._buyer()
        order = buy(buyer, self.shelves.choose(script.basket), method=method, chance=self.chance)
        first, *_ = order.vendor_orders
        self.courses[first.id] = script.course
        if method is PaymentMethod.TRANSFER:
            self.cashier.pay_later(order, script.paying, script.account)
        if method in AT_GATEWAYS and script.paying is not Paying.NEVER:
            self.cashier.pay_at_gateway_later(order)
        if script.paying is Paying.NEVER and script.course is Course.CANCELLED:
            for part in order.vendor_orders:
                self.parts.cancel_unpaid(part)
        self._follow(order.id)
        placed()

    def _follow(self, order_id: int) -> None:
        """Let the parts go on that their vendors have been given just now."""
        routed = select(VendorOrder).where(VendorOrder.order_id == order_id, VendorOrder.routed_at == clock.now())
        for part in db.session.scalars(routed.order_by(VendorOrder.id)).all():
            self.parts.routed(part, self.courses.get(part.id, Course.WELL))

    def _method(self) -> PaymentMethod:
        return self.chance.choices(list(METHODS), list(METHODS.values()))[0]

    def _buyer(self) -> Buyer:
        weights = [LOYAL] * DEMO_BUYERS + [1] * (len(self.buyers) - DEMO_BUYERS)
        return self.chance.choices(self.buyers, weights)[0]

    def _moment_of(self, script: Script) -> datetime:
        """By day where it is long ago; more orders come the longer the market is there."""
        if script.most_days < script.least_days + A_WHILE:
            return self._ago(self.chance.uniform(script.least_days, script.most_days))
        days = self.chance.triangular(script.least_days, script.most_days, script.least_days)
        return moment(self._ago(days).date(), self.chance.randint(7, 21), self.chance.randrange(60))

    def _ago(self, days: float) -> datetime:
        return self.trade.now - timedelta(days=days)
