"""Money that goes out: taken once, settled or failed, whatever happens to the connection."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from marketplace.gateways.bank.connection import BankUnavailable
from marketplace.gateways.bank.payouts import (
    BankTransfer,
    PayosPayouts,
    TransferOutcome,
    TransferRefused,
    TransferState,
    signature,
)
from marketplace.gateways.bank.statement import SepayStatement
from marketplace.gateways.twins.server import Twins
from tests.outside import OUTSIDE
from tests.twins import ListeningMarket
from tests.waiting import until

TRANSFER = BankTransfer(
    reference="payout/17", amount_dong=1_250_000, to_bin="970436", to_account="0011223344", description="QN payout 17"
)
PUBLISHED_KEY = "test_checksum_key"
PUBLISHED = {
    "referenceId": "referenceId",
    "amount": 2000,
    "description": "payout",
    "toBin": "970422",
    "toAccountNumber": "0123456789",
}


def settled(bank_payouts: PayosPayouts, reference: str) -> TransferOutcome:
    def _found() -> TransferOutcome | None:
        outcome = bank_payouts.find(reference)
        return outcome if outcome and outcome.state is not TransferState.PROCESSING else None

    found = until(_found)
    assert found
    return found


def count(twins: Twins) -> int:
    with twins.store.connection() as connection:
        return len(connection.execute("SELECT id FROM twin.payout").fetchall())


def plan(twins: Twins, kind: str) -> None:
    assert OUTSIDE.post(f"{twins.bank_url}/twin/mishaps", json={"kind": kind}).status_code == 204


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        (["salary", "hoa"], "1bb7686b766bb5d164227a7d4d2e4d4ad241e4a7a91f61c75674c0af9cf90fca"),
        ([], "40af04e4b404ef9ad67d034c2d8b4c158c9aad965afe87ab37d456526a949abb"),
    ],
)
def test_published_signatures(category: list[str], expected: str) -> None:
    assert signature({**PUBLISHED, "category": category}, PUBLISHED_KEY) == expected


def test_published_signature_of_an_answer() -> None:
    """Names are sorted at every depth, and nothing is written where nothing is."""
    transaction = {
        "id": "batchTxnId", **PUBLISHED, "description": "batch payout", "toBin": "970422",
        "toAccountName": "NGUYEN VAN A", "reference": None, "transactionDatetime": None,
        "errorMessage": "error message", "errorCode": "error code", "state": "FAILED",
    }  # fmt: skip
    answer = {
        "id": "batchId", "referenceId": "referenceId", "transactions": [transaction], "category": None,
        "approvalState": "FAILED", "createdAt": "2025-12-12T09:00:00+07:00",
    }  # fmt: skip
    assert signature(answer, PUBLISHED_KEY) == "55ae218e7ad03a3a70067111cbe82e561be8994df037a990e56d20cca88c252e"


def test_a_payout_is_taken_then_settled(
    bank_payouts: PayosPayouts, bank_statement: SepayStatement, listening_market: ListeningMarket
) -> None:
    taken = bank_payouts.send(TRANSFER)
    assert (taken.reference, taken.state) == ("payout/17", TransferState.PROCESSING)
    outcome = settled(bank_payouts, "payout/17")
    assert outcome.state is TransferState.SUCCEEDED
    assert outcome.bank_reference
    assert bank_payouts.by_id(taken.provider_id) == outcome
    (told,) = until(lambda: listening_market.taken)
    assert (told.is_incoming, told.amount_dong, told.content) == (False, 1_250_000, "QN payout 17")
    assert bank_statement.transactions() == [told]


def test_sending_again_pays_once(twins: Twins, bank_payouts: PayosPayouts, bank_statement: SepayStatement) -> None:
    first = bank_payouts.send(TRANSFER)
    settled(bank_payouts, "payout/17")
    assert bank_payouts.send(TRANSFER).provider_id == first.provider_id
    assert count(twins) == 1
    assert len(bank_statement.transactions()) == 1


def test_sending_at_once_pays_once(twins: Twins, bank_payouts: PayosPayouts) -> None:
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(bank_payouts.send, [TRANSFER] * 16))
    assert len({outcome.provider_id for outcome in outcomes}) == 1
    assert count(twins) == 1


def test_a_reference_cannot_pay_somebody_else(bank_payouts: PayosPayouts) -> None:
    bank_payouts.send(TRANSFER)
    for other in (replace(TRANSFER, amount_dong=1), replace(TRANSFER, to_account="0011223345")):
        with pytest.raises(TransferRefused):
            bank_payouts.send(other)


def test_an_account_that_does_not_exist_fails_with_its_reason(
    bank_payouts: PayosPayouts, bank_statement: SepayStatement
) -> None:
    bank_payouts.send(replace(TRANSFER, to_account="0011220000"))
    outcome = settled(bank_payouts, "payout/17")
    assert outcome.state is TransferState.FAILED
    assert outcome.reason == "Tài khoản người nhận không tồn tại"
    assert bank_statement.transactions() == []


def test_an_account_that_the_bank_refuses(twins: Twins, bank_payouts: PayosPayouts) -> None:
    with pytest.raises(TransferRefused, match="Tài khoản người nhận bị từ chối"):
        bank_payouts.send(replace(TRANSFER, to_account="0011222222"))
    assert count(twins) == 0


def test_an_undecided_payout_waits(twins: Twins, bank_payouts: PayosPayouts) -> None:
    taken = bank_payouts.send(replace(TRANSFER, to_account="0011221111"))
    assert bank_payouts.by_id(taken.provider_id).state is TransferState.PROCESSING
    assert OUTSIDE.post(f"{twins.bank_url}/twin/payouts/{taken.provider_id}/settlement").status_code == 204
    assert settled(bank_payouts, "payout/17").state is TransferState.SUCCEEDED


@pytest.mark.parametrize(("mishap", "is_taken"), [("unavailable", 0), ("lost-request", 0), ("lost-answer", 1)])
def test_when_nobody_knows_sending_again_is_safe(
    twins: Twins, bank_payouts: PayosPayouts, *, mishap: str, is_taken: int
) -> None:
    plan(twins, mishap)
    with pytest.raises(BankUnavailable):
        bank_payouts.send(TRANSFER)
    assert count(twins) == is_taken
    assert (bank_payouts.find("payout/17") is None) is not bool(is_taken)
    bank_payouts.send(TRANSFER)
    assert settled(bank_payouts, "payout/17").state is TransferState.SUCCEEDED
    assert count(twins) == 1


def test_nobody_has_heard_of_it(bank_payouts: PayosPayouts) -> None:
    assert bank_payouts.find("payout/18") is None
    with pytest.raises(TransferRefused):
        bank_payouts.by_id("batch_unknown")


def test_our_own_wrong_keys_say_nothing_of_the_transfer(twins: Twins, bank_payouts: PayosPayouts) -> None:
    for stranger in (replace(bank_payouts, client_id="other"), replace(bank_payouts, api_key="other")):
        with pytest.raises(BankUnavailable):
            stranger.send(TRANSFER)
    with pytest.raises(TransferRefused, match="Chữ ký"):
        replace(bank_payouts, checksum_key="other").send(TRANSFER)
    assert count(twins) == 0


def test_an_answer_that_the_bank_did_not_sign_is_not_believed(bank_payouts: PayosPayouts) -> None:
    bank_payouts.send(TRANSFER)
    with pytest.raises(BankUnavailable, match="not signed"):
        replace(bank_payouts, checksum_key="other").find("payout/17")


def test_a_bank_that_is_away(bank_payouts: PayosPayouts) -> None:
    with pytest.raises(BankUnavailable):
        replace(bank_payouts, api_url="http://127.0.0.1:9").send(TRANSFER)
