"""The tasks of what vendors owe: few in a month, and given all day to be done."""

from celery.canvas import Signature

from vendors.dues import operations as dues
from workers.celery import app

WITHIN = 3600
"""Seconds after which a task for one record is dropped; the next sweep names the record again."""


@app.task
def issue_dues() -> list[Signature[None]]:
    """Invoice what vendors owe."""
    return [issue_dues_of.s(vendor_id).set(expires=WITHIN) for vendor_id in dues.vendors_to_invoice()]


@app.task
def issue_dues_of(vendor_id: int) -> None:
    """Invoice what one vendor owes."""
    dues.issue_dues(vendor_id)


@app.task
def remind_dues() -> list[Signature[None]]:
    """Remind vendors of invoices that are due soon, or overdue."""
    return [remind_dues_of.s(invoice_id).set(expires=WITHIN) for invoice_id in dues.to_remind()]


@app.task
def remind_dues_of(invoice_id: int) -> None:
    """Remind a vendor of one invoice."""
    dues.remind(invoice_id)
