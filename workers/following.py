"""The tasks of wishes and of shops that people follow."""

from celery.canvas import Signature

from vendors.follows import mail as follows
from vendors.wishes import operations as wishes
from workers.celery import app

WITHIN = 3600
"""Seconds after which a task for one record is dropped; the next sweep names the record again."""


@app.task
def tell_followers() -> list[Signature[None]]:
    """Tell people of what is new in the shops that they follow."""
    return [tell_follower.s(user_id).set(expires=WITHIN) for user_id in follows.people_to_tell()]


@app.task
def tell_follower(user_id: int) -> None:
    """Tell one person."""
    follows.tell_new_goods(user_id)


@app.task
def sweep_wishes() -> None:
    """Forget what guests wished for long ago."""
    wishes.sweep_guest_wishes()
