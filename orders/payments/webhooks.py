"""Where the bank tells us of money (SePay's shape); only stored here, acted on by a worker."""

import structlog
from flask import Blueprint, Response, jsonify, request

from marketplace.extensions import csrf
from marketplace.gateways.bank.notices import UnreadableNotice, UnverifiedNotice, parse_notice, verify
from marketplace.gateways.wiring import gateways
from marketplace.web.audience import public
from orders.payments import notices

log = structlog.get_logger()
blueprint = Blueprint("bank_notices", __name__)
csrf.exempt(blueprint)
LARGEST_NOTICE = 64 * 1024
"""Bytes; a genuine notice has less than one thousand."""


@blueprint.post("/webhooks/bank")
@public
def bank() -> tuple[Response, int]:
    """Store a genuine notice once and say so, also for one that is known.

    What the bank did not send is answered 401, what cannot be read 400 (the bank tells it again, and then gives up).
    """
    request.max_content_length = LARGEST_NOTICE
    raw = request.get_data(cache=False)
    try:
        verify(dict(request.headers), raw, gateways().notice_keys)
        movement = parse_notice(raw)
    except UnverifiedNotice:
        log.warning("forged_bank_notice", address=request.remote_addr, size=len(raw))
        return jsonify(success=False), 401
    except UnreadableNotice as problem:
        log.warning("unreadable_bank_notice", problem=str(problem))
        return jsonify(success=False, message=str(problem)), 400
    notices.receive(movement)
    return jsonify(success=True), 200
