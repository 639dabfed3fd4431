"""The tasks of what people look at and think: views are kept, buyers are asked once for reviews."""

from celery.canvas import Signature

from orders.reviews import mail as reviews
from vendors.views import operations as views
from workers.celery import app

WITHIN = 3600
"""Seconds after which a task for one record is dropped; the next sweep names the record again."""


@app.task
def keep_views() -> list[Signature[None]]:
    """Keep the views that Redis has counted."""
    return [keep_views_of.s(key).set(expires=WITHIN) for key in views.take_counts()]


@app.task
def keep_views_of(key: str) -> None:
    """Keep one count of Redis."""
    views.keep_counts(key)


@app.task
def ask_for_reviews() -> list[Signature[None]]:
    """Ask the buyers of what was delivered some days ago."""
    return [ask_for_review_of.s(part_id).set(expires=WITHIN) for part_id in reviews.parts_to_ask_about()]


@app.task
def ask_for_review_of(vendor_order_id: int) -> None:
    """Ask the buyer of one part."""
    reviews.ask_for_review(vendor_order_id)
