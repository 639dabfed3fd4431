"""Celery over the market: one task is one transaction, inside the application.

`app` is what the programs name: `celery -A workers.celery:app worker` and `... beat`. Nothing is built on import; the
settings are read when a program starts.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from celery import Celery, Task
from celery.canvas import Signature
from celery.signals import worker_process_init
from flask import Flask
from flask_babel import force_locale

from marketplace.database import db
from marketplace.settings import settings
from workers.schedule import SCHEDULE
from workers.transaction import transaction
from wsgi import create_app

LONGEST_TASK_SECONDS = 120
UNSEEN_AGAIN_SECONDS = 180
"""When Redis gives a task to somebody else whose worker has died: longer than any task may take."""


class MarketTask(Task):  # type: ignore[type-arg]  # Celery's stubs and its runtime disagree about the brackets
    """One transaction. A task may return further tasks: they are sent after its commit, so they find its rows."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        """Run the task within the application; commit, or roll back and let the error pass."""
        with market().app_context(), force_locale("vi"):
            with transaction():
                following = super().__call__(*args, **kwargs)
            send(following or ())


class MarketCelery(Celery):
    """Celery that knows the application whose work it does."""

    @cached_property
    def market(self) -> Flask:
        """The application, built from the environment when it is first needed; tests put theirs here."""
        return create_app()


TASKS = [
    f"workers.{name}"
    for name in (
        *("tasks", "accounts", "dues", "exports", "following", "forgetting"),
        *("papers", "promotions", "returns", "talk"),
    )
]
app = MarketCelery("market", task_cls=MarketTask, include=TASKS)


def market() -> Flask:
    """Give the application in which tasks run."""
    return app.market


def send(tasks: Iterable[Signature[Any]]) -> None:
    """Hand tasks to the broker over one connection."""
    with app.producer_or_acquire() as producer:
        for task in tasks:
            task.apply_async(producer=producer)


def configuration() -> dict[str, Any]:
    """Give Celery's settings; asked for once, when a program or the first sending needs them.

    A task is acknowledged when it is done, so a killed worker's tasks are done again by others; nothing is kept of
    results, and only JSON is understood.
    """
    with market().app_context():
        redis_url = settings().redis_url
    return {
        "broker_url": redis_url,
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": {"visibility_timeout": UNSEEN_AGAIN_SECONDS},
        "task_default_queue": "market",
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_ignore_result": True,
        "task_time_limit": LONGEST_TASK_SECONDS,
        "task_soft_time_limit": LONGEST_TASK_SECONDS - 20,
        "task_serializer": "json",
        "accept_content": ["json"],
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "worker_cancel_long_running_tasks_on_connection_loss": True,
        "timezone": "Asia/Ho_Chi_Minh",
        "beat_scheduler": "celery.beat:Scheduler",
        "beat_schedule": SCHEDULE,
    }


app.add_defaults(configuration)


@worker_process_init.connect
def forget_inherited_connections(**_signal: Any) -> None:
    """Let a new process of the pool open its own connections to the database instead of its parent's."""
    with market().app_context():
        db.engine.dispose(close=False)
