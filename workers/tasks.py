"""Every task: one transaction, one operation. Tasks that it returns are sent after its commit."""

from typing import Any

from celery.canvas import Signature

from marketplace.ledger import health
from marketplace.notices import operations as notices
from workers import outbox
from workers.celery import app

Following = list[Signature[Any]]
EXPIRES = 10
"""Seconds after which a task for one record is dropped, where the next sweep names the record again."""


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
    return [send_letter.s(notice_id).set(expires=EXPIRES) for notice_id in notices.due_notices()]


@app.task
def send_letter(notice_id: int) -> None:
    """Hand one letter over."""
    notices.deliver(notice_id)


@app.task
def audit_ledger() -> None:
    """Check the books and keep what was found."""
    health.examine()
