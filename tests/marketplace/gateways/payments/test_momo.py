"""MoMo's signatures by fixed vectors, and what is read of its notices."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.gateways.bank.notices import UnreadableNotice, UnverifiedNotice
from marketplace.gateways.payments import momo
from marketplace.gateways.payments.momo import MomoGateway
from marketplace.gateways.payments.protocol import PaymentReport, PaymentState

SECRET = "K951B6PE1waDMi640xX08PD3vg6EkVlz"
"""The key of MoMo's public sandbox account, in github.com/momo-wallet/payment."""
GATEWAY = MomoGateway("https://momo.example", "MOMO", "F8BBA842ECF85", SECRET)
RETURNS = (
    (
        "partnerCode=MOMO&orderId=MOMO1721014629740&requestId=MOMO1721014629740&amount=50000&orderInfo=pay+with+MoMo"
        "&orderType=momo_wallet&transId=4084757146&resultCode=0&message=Th%C3%A0nh+c%C3%B4ng.&payType=qr"
        "&responseTime=1721014660600&extraData="
        "&signature=a5f1ec2a40181e82ae63153bad277bc6d46451a6724fecc88a92a6e869ea2621"
    ),
    (
        "partnerCode=MOMO&orderId=6cd25bf88002596&requestId=6cd25bf88012596&amount=10000&orderInfo=pay+with+MoMo"
        "&orderType=momo_wallet&transId=3105694606&resultCode=0&message=Successful.&payType=napas"
        "&responseTime=1701645754029&extraData="
        "&signature=7c7f9acccaa791344cf63a9819ca594871b05d51bbff4f798d6e72beaa3c59f2"
    ),
    (
        "partnerCode=MOMO&orderId=MOMO1731137931267&requestId=MOMO1731137931267&amount=1000"
        "&orderInfo=undefined+n%E1%BA%A1p+ti%E1%BB%81n+v%C3%A0o+t%C3%A0i+kho%E1%BA%A3n&orderType=momo_wallet"
        "&transId=4225107942&resultCode=0&message=Successful.&payType=qr&responseTime=1731137968770&extraData="
        "&signature=2068ac90836a9aacdefd4995b58ed03f0b1f1d27046b7ca371b92175bb5437a6"
    ),
)
"""Addresses to which MoMo's sandbox sent buyers back, as people published them with its public account."""
NOTICE: dict[str, Any] = {
    "partnerCode": "MOMO",
    "orderId": "QN7K2M9QXD1",
    "requestId": "QN7K2M9QXD1",
    "amount": 50_000,
    "orderInfo": "Đơn QN-7K2M-9QXD",
    "orderType": "momo_wallet",
    "transId": 4_084_757_146,
    "resultCode": 0,
    "message": "Thành công.",
    "payType": "qr",
    "responseTime": 1_721_014_660_600,
    "extraData": "",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def signed(**changed: object) -> dict[str, Any]:
    fields = {**NOTICE, **changed}
    return fields | {"signature": momo.signature({**fields, "accessKey": "F8BBA842ECF85"}, momo.REPORT, SECRET)}


def read(sent: object) -> PaymentReport:
    return GATEWAY.parse_ipn(query={}, body=json.dumps(sent).encode())


@pytest.mark.parametrize("query", RETURNS)
def test_what_the_sandbox_signed_is_read(query: str) -> None:
    told = GATEWAY.parse_return(dict(parse_qsl(query, keep_blank_values=True)))
    assert told.state is PaymentState.PAID
    assert f"orderId={told.reference}&" in query
    assert f"amount={told.amount_dong}&" in query
    assert f"transId={told.transaction}&" in query


def test_the_notice_carries_the_same_signature_as_the_return() -> None:
    returned = dict(parse_qsl(RETURNS[0], keep_blank_values=True))
    numbers = {name: int(returned[name]) for name in ("amount", "transId", "resultCode", "responseTime")}
    told_at = datetime(2024, 7, 15, 3, 37, 40, 600_000, tzinfo=UTC)
    expected = PaymentReport("MOMO1721014629740", "4084757146", 50_000, PaymentState.PAID, "0", told_at)
    assert read({**returned, **numbers}) == expected


@pytest.mark.parametrize(
    ("names", "fields", "expected"),
    [
        (
            momo.CREATE,
            {
                "amount": 50_000,
                "extraData": "",
                "ipnUrl": "https://cho.example.vn/webhooks/momo",
                "orderId": "QN7K2M9QXD1",
                "orderInfo": "Đơn QN-7K2M-9QXD",
                "redirectUrl": "https://cho.example.vn/tra?x=1",
                "requestId": "QN7K2M9QXD1",
                "requestType": "captureWallet",
            },
            "d9e53600f1a26d7f5a5dc10cf72741b630fad44a2e31bd1594ea6544604f87e4",
        ),
        (
            momo.QUERY,
            {"orderId": "QN7K2M9QXD1", "requestId": "abc"},
            "4810605ae19ff00d17afb13312f3738f2b4ca73ddba5fdb706bd33bdff249538",
        ),
        (
            momo.REFUND,
            {
                "amount": 20_000,
                "description": "HOAN TIEN",
                "orderId": "HT7K2M9QXD1",
                "requestId": "HT7K2M9QXD1",
                "transId": 4_084_757_146,
            },
            "61adfadab490c2ed2b21ad92a7ddfb219449f2f2c077b29fddc63ab43e8b7bcb",
        ),
    ],
)
def test_calls_are_signed(names: tuple[str, ...], fields: dict[str, object], expected: str) -> None:
    """Computed with `openssl dgst -sha256 -hmac` over accessKey=F8BBA842ECF85&..., the rest in alphabetical order."""
    given_ = {**fields, "accessKey": "F8BBA842ECF85", "partnerCode": "MOMO"}
    assert momo.signature(given_, names, SECRET) == expected
    assert list(names) == sorted(names)


@given(name=st.sampled_from(sorted(NOTICE)), value=st.text(max_size=40) | st.integers())
def test_any_changed_field_is_refused(name: str, value: object) -> None:
    if str(value) == str(NOTICE[name]):
        return
    with pytest.raises(UnverifiedNotice):
        read({**signed(), name: value})


@pytest.mark.parametrize("name", sorted([*(name for name in NOTICE if name != "extraData"), "signature"]))
def test_a_missing_field_is_refused(name: str) -> None:
    """An empty field and a missing one are signed alike."""
    with pytest.raises(UnverifiedNotice):
        read({key: value for key, value in signed().items() if key != name})


def test_another_secret_partner_or_none_is_refused() -> None:
    for gateway in (
        MomoGateway("", "MOMO", "F8BBA842ECF85", "other"),
        MomoGateway("", "MOMO", "other", SECRET),
        MomoGateway("", "OTHER", "F8BBA842ECF85", SECRET),
    ):
        with pytest.raises(UnverifiedNotice):
            gateway.parse_ipn(query={}, body=json.dumps(signed()).encode())
    without = MomoGateway("", "MOMO", "F8BBA842ECF85", "")
    forged = NOTICE | {"signature": momo.signature({**NOTICE, "accessKey": "F8BBA842ECF85"}, momo.REPORT, "")}
    with pytest.raises(UnverifiedNotice):
        without.parse_ipn(query={}, body=json.dumps(forged).encode())


@given(st.binary(max_size=200) | JSON.map(lambda found: json.dumps(found).encode()))
def test_nothing_but_a_notice_is_taken(body: bytes) -> None:
    with pytest.raises(UnverifiedNotice):
        GATEWAY.parse_ipn(query={}, body=body)


def test_deep_json_is_refused() -> None:
    with pytest.raises(UnverifiedNotice):
        GATEWAY.parse_ipn(query={}, body=b"[" * 100_000)


@given(name=st.sampled_from(["amount", "orderId", "resultCode", "transId", "responseTime"]), value=JSON)
def test_a_signed_notice_is_read_or_refused(name: str, value: object) -> None:
    with suppress(UnreadableNotice):
        told = read(signed(**{name: value}))
        assert 0 <= told.amount_dong < 2**63
        assert told.reference


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (0, PaymentState.PAID),
        (1000, PaymentState.OPEN),
        (9000, PaymentState.PENDING),
        (7002, PaymentState.PENDING),
        (1006, PaymentState.FAILED),
        (1005, PaymentState.FAILED),
        (99, PaymentState.PENDING),
    ],
)
def test_only_zero_is_money(code: int, state: PaymentState) -> None:
    assert read(signed(resultCode=code)).state is state
