"""Lets several people act in the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from marketplace.database import db
from marketplace.errors import Refusal

SECONDS = 20


def race(app: Flask, verbs: Sequence[Callable[[], object]]) -> list[str]:
    """Let each verb run in a thread and a transaction of its own, all started at once; give how each ended.

    "done" when it was committed, otherwise the name of the refusal.
    """
    start = Barrier(len(verbs))
    with ThreadPoolExecutor(len(verbs)) as threads:
        endings = [threads.submit(_run, app, verb, start) for verb in verbs]
    return sorted(ending.result(SECONDS) for ending in endings)


def _run(app: Flask, verb: Callable[[], object], start: Barrier) -> str:
    with app.app_context():
        start.wait(SECONDS)
        try:
            verb()
        except Refusal as refusal:
            db.session.rollback()
            return type(refusal).__name__
        db.session.commit()
        return "done"
