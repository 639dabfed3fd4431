"""Notices of the bank: who may send them and what they must say."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace import clock
from marketplace.gateways.bank.notices import (
    BankMovement,
    NoticeKeys,
    UnreadableNotice,
    UnverifiedNotice,
    find_memos,
    parse_notice,
    signed_headers,
    verify,
)

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
KEYS = NoticeKeys(webhook_secret="secret of the bank")
FIELDS: dict[str, Any] = {
    "id": 92704,
    "gateway": "Vietcombank",
    "transactionDate": "2026-11-23 09:29:45",
    "accountNumber": "0123499999",
    "subAccount": None,
    "code": None,
    "content": "QN7K2M9QXD chuyen tien",
    "transferType": "in",
    "transferAmount": 2277000,
    "accumulated": 19077000,
    "referenceCode": "MBVCB.3278907687",
    "description": "",
}
BODY = json.dumps(FIELDS).encode()


def body(**changes: object) -> bytes:
    return json.dumps({**FIELDS, **changes}).encode()


def test_a_notice_is_read() -> None:
    assert parse_notice(BODY) == BankMovement(
        transaction_id=92704,
        bank_name="Vietcombank",
        account="0123499999",
        sub_account=None,
        content="QN7K2M9QXD chuyen tien",
        is_incoming=True,
        amount_dong=2_277_000,
        reference="MBVCB.3278907687",
        happened_at=datetime(2026, 11, 23, 2, 29, 45, tzinfo=UTC),
    )


def test_money_that_left_is_told_apart() -> None:
    assert not parse_notice(body(transferType="out")).is_incoming


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", 0),
        ("id", None),
        ("id", True),
        ("id", 2**63),
        ("transferAmount", 0),
        ("transferAmount", -1),
        ("transferAmount", 1.5),
        ("transferAmount", "1e400"),
        ("transferAmount", "NaN"),
        ("transferType", "sideways"),
        ("transferType", ["in"]),
        ("transactionDate", "23/11/2026"),
        ("transactionDate", ""),
        ("accountNumber", None),
        ("content", 5),
        ("content", "a\x00b"),
        ("content", "\ud800"),
        ("content", "x" * 2_001),
    ],
)
def test_what_cannot_be_used_is_named(field: str, value: object) -> None:
    with pytest.raises(UnreadableNotice, match=field):
        parse_notice(body(**{field: value}))


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_what_is_no_notice_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableNotice):
        parse_notice(raw)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(FIELDS)), JSON)
def test_any_value_is_read_or_refused(field: str, value: object) -> None:
    with suppress(UnreadableNotice):
        assert parse_notice(body(**{field: value})).amount_dong > 0


def test_a_signed_notice_is_believed() -> None:
    with clock.at(NOW):
        verify(signed_headers(BODY, KEYS, at=NOW), BODY, KEYS)


def test_a_notice_with_the_key_is_believed() -> None:
    verify({"authorization": "Apikey 123"}, BODY, NoticeKeys(api_key="123"))


@pytest.mark.parametrize("seconds", [-301, 301])
def test_an_old_signature_is_not_believed(seconds: int) -> None:
    headers = signed_headers(BODY, KEYS, at=NOW)
    with clock.at(NOW + timedelta(seconds=seconds)), pytest.raises(UnverifiedNotice):
        verify(headers, BODY, KEYS)


def test_another_body_is_not_believed() -> None:
    with clock.at(NOW), pytest.raises(UnverifiedNotice):
        verify(signed_headers(BODY, KEYS, at=NOW), body(transferAmount=9), KEYS)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Apikey 123"},
        {"X-SePay-Timestamp": "1790000000"},
        {"X-SePay-Timestamp": "soon", "X-SePay-Signature": "sha256="},
        {"X-SePay-Timestamp": "٣", "X-SePay-Signature": "ü"},
        {"X-SePay-Timestamp": "9" * 400, "X-SePay-Signature": "sha256="},
    ],
)
def test_without_its_signature_nothing_is_believed(headers: dict[str, str]) -> None:
    """A key alone is not enough where a signature is agreed."""
    with pytest.raises(UnverifiedNotice):
        verify(headers, BODY, NoticeKeys(api_key="123", webhook_secret="secret"))


@pytest.mark.parametrize("authorization", ["", "Apikey", "Apikey ", "Bearer 123", "Apikey 1234"])
def test_a_wrong_key_is_not_believed(authorization: str) -> None:
    for keys in (NoticeKeys(), NoticeKeys(api_key="123")):
        with pytest.raises(UnverifiedNotice):
            verify({"Authorization": authorization}, BODY, keys)


def test_memos_are_found_in_what_the_bank_made_of_them() -> None:
    assert find_memos("MBVCB.3278.QN7K 2M9Q.XD.CT tu 0011") == ("QN7K2M9QXD",)
    assert find_memos("tien hang thang 11") == ()
