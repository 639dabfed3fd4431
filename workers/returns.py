"""The tasks of complaints: those whose clock has run out move on."""

from celery.canvas import Signature

from orders.returns import deciding
from workers.celery import app

WITHIN = 1800
"""Seconds after which a task for one record is dropped; the next sweep names the record again."""


@app.task
def lapse_complaints() -> list[Signature[None]]:
    """Move on the complaints whose clock has run out."""
    return [lapse_complaint.s(case_id).set(expires=WITHIN) for case_id in deciding.overdue()]


@app.task
def lapse_complaint(case_id: int) -> None:
    """Move on one complaint."""
    deciding.lapse(case_id)
