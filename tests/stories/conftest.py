"""Stories are told on the running site: what happens is committed, and forgotten after the story."""

from tests.races.conftest import market

__all__ = ["market"]
