"""Where the bank and the gateways tell us of money; only stored here, acted on by a worker.

The bank posts in SePay's shape, VNPay asks with a GET and reads RspCode, MoMo posts and wants 204.
"""

import json

import structlog
from flask import Blueprint, Response, jsonify, request

from marketplace.extensions import csrf
from marketplace.gateways.bank.notices import UnreadableNotice, UnverifiedNotice, parse_notice, verify
from marketplace.gateways.wiring import gateways
from marketplace.web import transaction
from marketplace.web.audience import public
from orders.kinds import PaymentMethod
from orders.payments import notices, reports
from orders.payments.gateways import gateway_of
from orders.payments.reports import Answer

log = structlog.get_logger()
blueprint = Blueprint("bank_notices", __name__)
csrf.exempt(blueprint)
LARGEST_NOTICE = 64 * 1024
"""Bytes; a genuine notice has less than one thousand."""
VNPAY_ANSWERS = {
    Answer.TAKEN: ("00", "Confirm Success"),
    Answer.NO_SUCH_TRY: ("01", "Order not found"),
    Answer.KNOWN: ("02", "Order already confirmed"),
    Answer.OTHER_AMOUNT: ("04", "Invalid amount"),
}
FORGED, UNREADABLE = ("97", "Fail checksum"), ("99", "Unknown error")


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
        _refuse(notices.PROVIDER)
        return jsonify(success=False), 401
    except UnreadableNotice as problem:
        log.warning("unreadable_bank_notice", problem=str(problem))
        return jsonify(success=False, message=str(problem)), 400
    notices.receive(movement)
    return jsonify(success=True), 200


@blueprint.get("/webhooks/vnpay")
@public
def vnpay() -> Response:
    """Store what VNPay tells of a payment; it repeats everything but 00 and 02."""
    sent = request.args.to_dict()
    try:
        report = gateway_of(PaymentMethod.VNPAY).parse_ipn(query=sent, body=b"")
    except UnverifiedNotice:
        _refuse(PaymentMethod.VNPAY.value)
        return _vnpay(FORGED)
    except UnreadableNotice as problem:
        log.warning("unreadable_gateway_notice", gateway="vnpay", problem=str(problem))
        return _vnpay(UNREADABLE)
    return _vnpay(VNPAY_ANSWERS[reports.take(PaymentMethod.VNPAY, report, raw=sent)])


@blueprint.post("/webhooks/momo")
@public
def momo() -> tuple[str, int]:
    """Store what MoMo tells of a payment; it repeats everything but 204."""
    request.max_content_length = LARGEST_NOTICE
    body = request.get_data(cache=False)
    try:
        report = gateway_of(PaymentMethod.MOMO).parse_ipn(query={}, body=body)
    except UnverifiedNotice:
        _refuse(PaymentMethod.MOMO.value)
        return "", 401
    except UnreadableNotice as problem:
        log.warning("unreadable_gateway_notice", gateway="momo", problem=str(problem))
        return "", 400
    reports.take(PaymentMethod.MOMO, report, raw=json.loads(body))
    return "", 204


def _vnpay(answer: tuple[str, str]) -> Response:
    return jsonify(RspCode=answer[0], Message=answer[1])


def _refuse(provider: str) -> None:
    """Count what was not sent by whom it names, although nothing else of it is kept."""
    log.warning("forged_notice", provider=provider, address=request.remote_addr)
    reports.count_refused(provider)
    transaction.keep()
