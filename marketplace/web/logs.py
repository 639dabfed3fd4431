"""Log lines that programs can read, each with the number of its request."""

import logging
import uuid

import structlog
from flask import Flask, Response
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars


def bind(app: Flask) -> None:
    """Give each request of `app` a number, and every log line the number of its request."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    app.before_request(_number_request)
    app.after_request(_tell_number)


def _number_request() -> None:
    clear_contextvars()
    bind_contextvars(request_id=uuid.uuid4().hex[:12])


def _tell_number(response: Response) -> Response:
    response.headers["X-Request-Id"] = get_contextvars().get("request_id", "")
    return response
