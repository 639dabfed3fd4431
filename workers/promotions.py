"""The tasks of promotions: reduced prices begin and end on their days."""

from celery.canvas import Signature

from vendors.reductions import operations as reductions
from workers.celery import app

WITHIN = 600
"""Seconds after which a task for one record is dropped; the next sweep names the record again."""


@app.task
def turn_reductions() -> list[Signature[None]]:
    """Begin and end the reductions whose day has come."""
    return [turn_reduction.s(reduction_id).set(expires=WITHIN) for reduction_id in reductions.due()]


@app.task
def turn_reduction(reduction_id: int) -> None:
    """Begin or end one."""
    reductions.turn(reduction_id)
