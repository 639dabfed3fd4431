"""Where carriers tell us of parcels (GHN in JSON, GHTK as a form); only stored here, acted on by a worker."""

from urllib.parse import urlencode

import structlog
from flask import Blueprint, Response, jsonify, request

from marketplace.extensions import csrf
from marketplace.gateways.bank.notices import UnreadableNotice, UnverifiedNotice
from marketplace.gateways.wiring import gateways
from marketplace.web import transaction
from marketplace.web.audience import public
from orders.carriers import notices
from orders.carriers.queries import carrier_coded
from orders.payments import reports

log = structlog.get_logger()
blueprint = Blueprint("carrier_notices", __name__)
csrf.exempt(blueprint)
LARGEST_NOTICE = 64 * 1024
"""Bytes; a genuine notice has less than three thousand."""
Told = tuple[Response, int]


@blueprint.post("/webhooks/ghn")
@public
def ghn() -> Told:
    """Store what GHN tells of a parcel."""
    return _take("ghn")


@blueprint.post("/webhooks/ghtk")
@public
def ghtk() -> Told:
    """Store what GHTK tells of a parcel."""
    return _take("ghtk")


def _take(code: str) -> Told:
    """Store a genuine notice once and say so, also for one that is known.

    What the carrier did not send is answered 401, what cannot be read 400 (the carrier tells it again, and gives up).
    """
    request.max_content_length = LARGEST_NOTICE
    raw = _sent()
    try:
        notice = gateways().carriers[code].parse_notice(dict(request.headers), raw)
    except UnverifiedNotice:
        log.warning("forged_notice", provider=code, address=request.remote_addr, size=len(raw))
        reports.count_refused(code)
        transaction.keep()
        return jsonify(success=False), 401
    except UnreadableNotice as problem:
        log.warning("unreadable_carrier_notice", carrier=code, problem=str(problem))
        return jsonify(success=False, message=str(problem)), 400
    notices.receive(carrier_coded(code), notice)
    return jsonify(success=True), 200


def _sent() -> bytes:
    """What was sent; a form is read before any page (`marketplace/web/legible.py`), so it is written out again."""
    return request.get_data(cache=False) or urlencode(list(request.form.items(multi=True))).encode()
