"""How money moves in the demo: transfers of buyers, refunds, and the payouts of every night."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Final

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.twins.payouts import UNDECIDED_ACCOUNT, UNKNOWN_ACCOUNT
from marketplace.settings import settings
from marketplace.text import capitals_without_marks
from orders.models import Order
from orders.payments import answers, expiry, notices, refunds, reports, tries
from orders.payments.gateways import AT_GATEWAYS
from orders.payments.models import BankNotice, Payment, Refund, RefundStatus
from vendors.models import Vendor
from vendors.payouts import operations as payouts
from vendors.payouts import sending
from vendors.payouts.accounts import name_account, verify_account
from vendors.payouts.bank_statements import operations as statements
from vendors.payouts.batches import operations as batches
from vendors.payouts.due import due_vendors
from vendors.payouts.models import Payout, PayoutWay
from workers.seed.agenda import Agenda
from workers.seed.bank import PastBank
from workers.seed.people import owner_of
from workers.seed.scripts import Account, Paying

A_BANK: Final = "970436"
ACCOUNT_ENDINGS: Final = {Account.GOOD: "7788", Account.UNKNOWN: UNKNOWN_ACCOUNT, Account.UNDECIDED: UNDECIDED_ACCOUNT}
SOON: Final = 0.05, 1.0
A_DAY_LATER: Final = 24.2, 30.0
ENDS_UNPAID: Final = frozenset({Paying.NEVER, Paying.LATE})
LATELY: Final = timedelta(days=14)
A_FILE_AGO: Final = timedelta(days=21)
HOURS_TO_A_STATEMENT: Final = 12
UNCLEAR_ROW: Final = "PHI QUAN LY TAI KHOAN THANG NAY"
ROUND_SUM: Final = 55_000
MISTYPED: Final = f"19000001201{UNKNOWN_ACCOUNT}"
WRONG_WORDS: Final = "chuyen nham tai khoan"
UNKNOWN_MEMOS: Final = ("tra tien hang chi Lan", "CK mua cha muc", "ung ho quy khuyen hoc", "QN0000 tien mat ong")


@dataclass
class Cashier:
    """Pays for orders and gives money back, through the bank of the past; `paid` hears which order got money."""

    agenda: Agenda
    bank: PastBank
    chance: Random
    paid: Callable[[int], None]
    administrator: User
    accounts: dict[int, Account] = field(default_factory=dict)
    mistaken: bool = False
    filed: bool = False

    def pay_later(self, order: Order, paying: Paying, account: Account) -> None:
        """Let the transfer for an order come as it will; `account` is where its refunds go."""
        order_id, name = order.id, order.full_name
        self.accounts[order_id] = account
        for hours, share in self._instalments(paying):
            self.agenda.after(hours, lambda share=share: self._pay(order_id, name, share))  # type: ignore[misc]
        if paying in ENDS_UNPAID:
            self.agenda.after(settings().payment_hours + 0.1, lambda: expiry.expire(order_id))

    def pay_at_gateway_later(self, order: Order) -> None:
        """Let the buyer of an order pay at its gateway, soon."""
        order_id = order.id
        self.agenda.after(self.chance.uniform(*SOON), lambda: self._pay_at_gateway(order_id))

    def settle_gateways(self, *, last: bool) -> None:
        """The gateways bring what they took; that of the last day waits for a click at the desk."""
        for method in AT_GATEWAYS:
            if movement := self.bank.settle(method.value):
                notices.receive(movement)
                notice_id = self._act_on_newest()
                if not last:
                    answers.mark_as_settlement(notice_id, method, by=self.administrator)

    def take_unknown_money(self) -> None:
        """Somebody transfers money and says nothing that could be understood."""
        self._receive(self.chance.randrange(5, 60) * 10_000, self.chance.choice(UNKNOWN_MEMOS))

    def return_unknown_money(self) -> None:
        """Somebody transferred to the market by mistake and called: it goes back."""
        self._receive(self.chance.randrange(5, 60) * 10_000, WRONG_WORDS)
        newest = db.session.scalars(select(BankNotice.id).order_by(BankNotice.id.desc()).limit(1)).one()
        account = {"bank_bin": A_BANK, "number": "00118877665", "holder": "Nguyễn Văn Nhầm"}
        answers.return_to_sender(newest, **account, by=self.administrator)

    def give_back(self) -> None:
        """Buyers name their accounts for refunds opened the day before, and what can be sent is sent."""
        yesterday = clock.now() - timedelta(hours=8)
        waiting = select(Refund).where(Refund.status == RefundStatus.ACCOUNT_NEEDED, Refund.created_at < yesterday)
        for refund in db.session.scalars(waiting.order_by(Refund.id)).all():
            self._name_account(refund)
        for refund_id in refunds.to_send():
            if refunds.begin_sending(refund_id):
                refunds.hand_over(refund_id)

    def pay_out(self, *, last: bool) -> None:
        """Request what is due to vendors and send it; those of the last night are left to the workers.

        Of the vendors paid lately, the first has just mistyped its account.
        """
        due = due_vendors()
        if due and not self.mistaken and clock.now() > self.agenda.until - LATELY:
            self.mistaken = True
            mistype_account(due[0], by_staff=self.administrator)
        if due and not self.filed and clock.now() > self.agenda.until - A_FILE_AGO:
            self.filed = True
            self._pay_by_file(due)
        for vendor_id in due:
            payouts.request_payout(vendor_id)
        for payout_id in [] if last else sending.to_send():
            if sending.begin_sending(payout_id):
                sending.hand_over(payout_id)

    def _pay_by_file(self, vendor_ids: Sequence[int]) -> None:
        """One night the transfer service was down: those due were paid by a file, and the bank's statement came after.

        One of its rows says nothing that a program understands; somebody at the desk will.
        """
        made = [payouts.request_payout(vendor_id, way=PayoutWay.BATCH) for vendor_id in vendor_ids]
        if not any(made):
            return
        batch = batches.make_batch(by=self.administrator)
        batches.hand_over(batch.id, by=self.administrator)
        paid = [payout for payout in made if payout]
        self.agenda.after(HOURS_TO_A_STATEMENT, lambda: self._apply_statement(paid))

    def _apply_statement(self, paid: Sequence[Payout]) -> None:
        day = clock.today().strftime("%d/%m/%Y")
        rows = [(day, f"CHI TRA {each.reference}", each.amount_dong, f"FT{each.id:010}") for each in paid]
        rows.append((day, UNCLEAR_ROW, ROUND_SUM, "FT9000000001"))
        lines = ["Ngày giao dịch,Nội dung,Ghi nợ,Số tham chiếu", *(",".join(map(str, row)) for row in rows)]
        name = f"sao-ke-{clock.today().isoformat()}.csv"
        statement = statements.take_in("\n".join(lines).encode(), name=name, by=self.administrator)
        statements.apply(statement.id, by=self.administrator)

    def _instalments(self, paying: Paying) -> list[tuple[float, float]]:
        """After how many hours which share of the amount is paid."""
        soon, late = self.chance.uniform(*SOON), self.chance.uniform(*A_DAY_LATER)
        shares: dict[Paying, list[tuple[float, float]]] = {
            Paying.EXACT: [(soon, 1)],
            Paying.NEVER: [],
            Paying.IN_TWO: [(soon, 0.6), (soon + 2, 0.4)],
            Paying.TOO_MUCH: [(soon, 1.2)],
            Paying.TWICE: [(soon, 1), (soon + 0.5, 1)],
            Paying.LATE: [(late, 1)],
        }
        return shares[paying]

    def _pay(self, order_id: int, name: str, share: float) -> None:
        payment = db.session.scalars(select(Payment).where(Payment.order_id == order_id)).one()
        self._receive(round(payment.amount_dong * share), f"{payment.memo} {capitals_without_marks(name)} chuyen tien")
        self.paid(order_id)

    def _receive(self, amount_dong: int, content: str) -> None:
        notices.receive(self.bank.pay_in(amount_dong, content))
        self._act_on_newest()

    def _pay_at_gateway(self, order_id: int) -> None:
        begun = tries.begin_try(db.session.get_one(Order, order_id))
        reports.take(begun.method, self.bank.pay_at_gateway(begun), raw={"reference": begun.reference})
        self._act_on_newest()
        self.paid(order_id)

    def _act_on_newest(self) -> int:
        newest = db.session.scalars(select(BankNotice.id).order_by(BankNotice.id.desc()).limit(1)).one()
        notices.act_on(newest)
        return newest

    def _name_account(self, refund: Refund) -> None:
        if refund.order_id is None:
            return
        account = self.accounts.get(refund.order_id, Account.GOOD)
        if account is not Account.NONE:
            holder = db.session.get_one(Order, refund.order_id).full_name
            number = f"0011{refund.order_id:06}{ACCOUNT_ENDINGS[account]}"
            refunds.give_account(refund, bank_bin=A_BANK, number=number, holder=holder)


def mistype_account(vendor_id: int, *, by_staff: User) -> None:
    """The vendor names another account, with a number that the bank does not know; staff does not notice."""
    vendor, owner = db.session.get_one(Vendor, vendor_id), owner_of(vendor_id)
    long_ago = clock.now() - timedelta(days=settings().payout_cooling_days)
    with clock.at(long_ago):
        name_account(vendor, bank_bin=A_BANK, number=MISTYPED, holder=owner.full_name, by=owner)
        verify_account(vendor, by=by_staff)
