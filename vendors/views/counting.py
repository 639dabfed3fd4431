"""Counts that a page was shown: one command to Redis, by listing and day. Robots are left out; nobody is remembered."""

import re
from typing import Final

import structlog
from flask import current_app
from redis import Redis, RedisError
from werkzeug.wrappers import Request

from marketplace import clock
from marketplace.settings import settings

log = structlog.get_logger()
COUNTS: Final = "views:day:"
"""Begins the names of hashes: a day, in it the listings with their counts."""
TAKEN: Final = "views:taken:"
"""Begins the names of those that were taken out of the count to be kept."""
_ROBOTS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|fetch|monitor|scan|http[-_ ]?client|curl|wget|python|java/|go-http|"
    r"headless|lighthouse|facebookexternal|whatsapp|telegram|zalo.*scraper|archiver",
    re.IGNORECASE,
)


def count_view(listing_id: int, request: Request) -> None:
    """Count that a person looks at a listing; a page never fails for it, nor for a Redis that is away."""
    if not is_person(request):
        return
    try:
        counts().hincrby(f"{COUNTS}{clock.today().isoformat()}", str(listing_id), 1)
    except RedisError as error:
        log.warning("view_not_counted", error=type(error).__name__)


def is_person(request: Request) -> bool:
    """Whether a browser asks for a person who looks now: no robot, nothing fetched ahead, not only the head."""
    agent = request.headers.get("User-Agent", "")
    ahead = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "GET" and bool(agent) and not _ROBOTS.search(agent) and "prefetch" not in ahead


def counts() -> Redis:
    """The Redis of the running application; one pool of connections for each process."""
    known: Redis | None = current_app.extensions.get("views_redis")
    if known is None:
        known = Redis.from_url(settings().redis_url, socket_timeout=1, decode_responses=True)
        current_app.extensions["views_redis"] = known
    return known
