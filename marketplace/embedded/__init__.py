"""The PostgreSQL and Redis that come with the wheels, for a machine that has neither.

A server starts with its first user and stops with its last, so several programs can work below one root at the same
time, and none has to know which came first.
"""

from marketplace.embedded.servers import Addresses, ensure_urls, forget, postgres, redis

__all__ = ["Addresses", "ensure_urls", "forget", "postgres", "redis"]
