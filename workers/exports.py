"""The tasks of data that vendors take along."""

from orders.exports import working as exports
from workers.celery import app


@app.task
def forget_exports() -> None:
    """Delete the files of exports past their days."""
    exports.forget_expired()
