"""Who may see the pages of the demo: everybody, where the demo is on."""

from flask import abort

from marketplace.settings import settings
from marketplace.web.audience import for_audience


def _require_demo() -> None:
    if not settings().demo:
        abort(404)


demo = for_audience(_require_demo)
