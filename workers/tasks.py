"""Every task: one transaction, one operation. Tasks that it returns are sent after its commit."""

from collections.abc import Iterable
from typing import Any

from celery import Task
from celery.canvas import Signature

from marketplace.gateways.bank.connection import BankUnavailable
from marketplace.gateways.carriers.protocol import CarrierUnavailable
from marketplace.notices import operations as letters
from orders.books import operations as books
from orders.carriers import notices as carrier_notices
from orders.carriers import pulling
from orders.carts import operations as carts
from orders.direct import operations as direct
from orders.fulfilment import deadlines, releasing
from orders.payments import expiry, notices, refunds, tries
from vendors.delivery.contracts import carrier_numbered
from vendors.documents import invoices
from vendors.payouts import issuing as statements
from vendors.payouts import sending
from vendors.payouts.runs import operations as payout_runs
from vendors.stock import operations as stock
from workers import outbox
from workers.celery import app

Following = list[Signature[Any]]
EXPIRES = 15
"""Seconds after which a task for one record is dropped; the next sweep names the record again."""


def for_each(task: "Task[Any, Any]", ids: Iterable[int]) -> Following:
    """Give one task for each record that a sweep has found."""
    return [task.s(each).set(expires=EXPIRES) for each in ids]


@app.task
def dispatch() -> Following:
    """Send what has been recorded on its way."""
    return [deliver.s(delivery_id) for delivery_id in outbox.dispatch()]


@app.task
def resend_waiting() -> Following:
    """Send again what has not arrived."""
    return [deliver.s(delivery_id) for delivery_id in outbox.resend_waiting()]


@app.task
def deliver(delivery_id: int) -> None:
    """Let one reaction hear of one fact."""
    outbox.deliver(delivery_id)


@app.task
def forget_old_facts() -> None:
    """Make room in the outbox."""
    outbox.forget_old()


@app.task
def send_due_letters() -> Following:
    """Send the letters that wait."""
    return for_each(send_letter, letters.due_notices())


@app.task
def send_letter(notice_id: int) -> None:
    """Hand one letter over."""
    letters.deliver(notice_id)


@app.task
def audit_ledger() -> None:
    """Check the books and every other rule of the market, and keep what was found."""
    books.examine_books()


@app.task
def sweep_reservations() -> None:
    """Show stock that was held for nothing."""
    stock.sweep()


@app.task
def sweep_carts() -> None:
    """Forget carts that guests left long ago."""
    carts.sweep_guest_carts()


@app.task
def remind_vendors() -> Following:
    """Remind vendors of parts that wait for their answer."""
    return for_each(remind_vendor, deadlines.to_remind())


@app.task
def remind_vendor(vendor_order_id: int) -> None:
    """Remind the vendor of one part."""
    deadlines.remind(vendor_order_id)


@app.task
def end_unanswered_parts() -> Following:
    """Cancel parts that no vendor answered in time."""
    return for_each(end_unanswered, deadlines.unanswered())


@app.task
def end_unanswered(vendor_order_id: int) -> None:
    """Cancel one part."""
    deadlines.end_unanswered(vendor_order_id)


@app.task
def release_holds() -> Following:
    """Make earnings payable whose hold is over."""
    return for_each(release_holds_of, releasing.vendors_with_holds_over())


@app.task
def release_holds_of(vendor_id: int) -> None:
    """Make earnings of one vendor payable; what is too much for once is left for the next sweep."""
    releasing.release_holds(vendor_id)


@app.task(throws=(BankUnavailable,))
def pull_bank_notices() -> None:
    """Store what the bank knows and did not tell."""
    notices.pull()


@app.task
def act_on_unread_notices() -> Following:
    """Act on the bank's notices whose own reaction was given up."""
    return for_each(act_on_notice, notices.unread())


@app.task
def act_on_notice(notice_id: int) -> None:
    """Act on one notice."""
    notices.act_on(notice_id)


@app.task
def act_on_unread_carrier_notices() -> Following:
    """Act on carriers' notices whose own reaction was given up."""
    return for_each(act_on_carrier_notice, carrier_notices.unread())


@app.task
def act_on_carrier_notice(notice_id: int) -> None:
    """Act on one of a carrier's notices."""
    carrier_notices.act_on(notice_id)


@app.task
def ask_carriers() -> Following:
    """Ask carriers about parcels of which they told nothing final."""
    return for_each(ask_about_parcel, pulling.to_ask_about())


@app.task(throws=(CarrierUnavailable,))
def ask_about_parcel(vendor_order_id: int) -> None:
    """Ask about one parcel."""
    pulling.ask_about(vendor_order_id)


@app.task
def pull_carrier_statements() -> Following:
    """Ask carriers for their statements."""
    return for_each(pull_statements_of, pulling.talkative())


@app.task(throws=(pulling.CarrierSilent,))
def pull_statements_of(carrier_id: int) -> None:
    """Take in one carrier's statements; a person accepts them."""
    pulling.pull_statements(carrier_numbered(carrier_id))


@app.task(throws=(BankUnavailable,))
def expire_unpaid_orders() -> Following:
    """End orders whose transfer did not come, after a last look at the bank's own list (without it, none)."""
    notices.pull()
    return for_each(expire_order, expiry.overdue())


@app.task
def ask_gateways() -> Following:
    """Ask the gateways about payments of which they have not told us."""
    return for_each(ask_gateway, tries.to_ask_about())


@app.task
def ask_gateway(try_id: int) -> None:
    """Ask about one try to pay."""
    tries.ask_about(try_id)


@app.task
def expire_order(order_id: int) -> None:
    """End one order."""
    expiry.expire(order_id)


@app.task
def end_unpaid_parts() -> Following:
    """End parts whose transfer to their vendor did not come."""
    return for_each(end_unpaid_part, direct.overdue())


@app.task
def end_unpaid_part(vendor_order_id: int) -> None:
    """End one part."""
    direct.expire(vendor_order_id)


@app.task
def send_refunds() -> Following:
    """Send money back to buyers."""
    return for_each(begin_refund, refunds.to_send())


@app.task
def begin_refund(refund_id: int) -> Following:
    """Note that one refund goes to the bank, and send it after the note is committed."""
    return for_each(hand_over_refund, [refund_id] if refunds.begin_sending(refund_id) else [])


@app.task
def hand_over_refund(refund_id: int) -> None:
    """Hand one refund to the bank."""
    refunds.hand_over(refund_id)


@app.task
def follow_refunds() -> Following:
    """Ask the bank what became of refunds."""
    return for_each(follow_refund, refunds.to_ask_about())


@app.task
def follow_refund(refund_id: int) -> None:
    """Ask about one refund."""
    refunds.ask_about(refund_id)


@app.task
def request_payouts() -> None:
    """Start the night's run of payouts."""
    payout_runs.run_nightly()


@app.task
def send_payouts() -> Following:
    """Send payouts to vendors."""
    return for_each(begin_payout, sending.to_send())


@app.task
def begin_payout(payout_id: int) -> Following:
    """Note that one payout goes to the bank, and send it after the note is committed."""
    return for_each(hand_over_payout, [payout_id] if sending.begin_sending(payout_id) else [])


@app.task
def hand_over_payout(payout_id: int) -> None:
    """Hand one payout to the bank."""
    sending.hand_over(payout_id)


@app.task
def follow_payouts() -> Following:
    """Ask the bank what became of payouts."""
    return for_each(follow_payout, sending.to_ask_about())


@app.task
def follow_payout(payout_id: int) -> None:
    """Ask about one payout."""
    sending.ask_about(payout_id)


@app.task
def issue_statements() -> None:
    """Have statements issued of payouts that arrived and have none."""
    statements.want_missing()


@app.task
def issue_invoices() -> None:
    """Have the commission invoices of the past month issued."""
    invoices.issue_past_month(by=None)
