"""Handing a transfer to the bank so that it is paid once, whatever is lost on the way."""

import structlog

from marketplace.gateways.bank.connection import BankUnavailable
from marketplace.gateways.bank.payouts import BankTransfer, TransferOutcome, TransferRefused, TransferState
from marketplace.gateways.wiring import gateways

log = structlog.get_logger()


def hand_over(transfer: BankTransfer) -> TransferOutcome | None:
    """Order the transfer, and give what the bank says of it; None when nobody knows: hand it over again.

    However often it is handed over under its reference, the bank pays once. A refusal counts only when the bank does
    not know the reference: it may be the answer to a repetition.
    """
    try:
        return gateways().payouts.send(transfer)
    except BankUnavailable as problem:
        log.warning("bank_unavailable", reference=transfer.reference, problem=str(problem))
        return None
    except TransferRefused as refused:
        return _refused(transfer.reference, str(refused))


def ask_about(reference: str) -> TransferOutcome | None:
    """Ask what became of a transfer that the bank has; None when it does not say."""
    try:
        found = gateways().payouts.find(reference)
    except (BankUnavailable, TransferRefused) as problem:
        log.warning("bank_unavailable", reference=reference, problem=str(problem))
        return None
    if found is None:
        log.error("transfer_unknown_to_bank", reference=reference)
    return found


def _refused(reference: str, reason: str) -> TransferOutcome | None:
    try:
        known = gateways().payouts.find(reference)
    except (BankUnavailable, TransferRefused) as problem:
        log.warning("bank_unavailable", reference=reference, problem=str(problem))
        return None
    return known or TransferOutcome("", reference, TransferState.FAILED, reason)
