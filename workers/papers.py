"""The task of papers that end."""

from vendors.papers.mail import remind_of_papers
from workers.celery import app


@app.task
def remind_papers() -> None:
    """Remind vendors of papers and certificates that end."""
    remind_of_papers()
