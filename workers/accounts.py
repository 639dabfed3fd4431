"""The tasks of accounts: what is old, or is to be forgotten, is."""

from celery.canvas import Signature

from marketplace.accounts.codes import operations as codes
from marketplace.accounts.devices import operations as devices
from orders.personal import copying, erasing
from orders.personal.queries import due_deletions
from workers.celery import app

WITHIN = 3600
"""Seconds after which a task for one record is dropped; the next sweep names the record again."""


@app.task
def forget_codes() -> None:
    """Forget codes of some days ago."""
    codes.sweep()


@app.task
def forget_devices() -> None:
    """Forget devices that were not seen for long."""
    devices.sweep()


@app.task
def forget_copies() -> None:
    """Delete copies of personal data past their days."""
    copying.forget_copies()


@app.task
def erase_accounts() -> list[Signature[None]]:
    """Delete the accounts whose days of waiting are over."""
    return [erase_account.s(request_id).set(expires=WITHIN) for request_id in due_deletions()]


@app.task
def erase_account(request_id: int) -> None:
    """Delete one account."""
    erasing.erase(request_id)
