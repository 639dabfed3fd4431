"""The tasks that delete what nobody needs any more."""

from marketplace.submissions import operations as submissions
from vendors.imports import forgetting as imports
from vendors.lexicon import operations as lexicon
from workers.celery import app


@app.task
def forget_imports() -> None:
    """Delete the files and rows of imports past their days."""
    imports.forget_old()


@app.task
def forget_submissions() -> None:
    """Forget forms that nobody will send again."""
    submissions.forget_old()


@app.task
def forget_searches() -> None:
    """Forget searches that nobody has made for long."""
    lexicon.forget_misses()
