"""VNPay's signatures by fixed vectors, and what is read of its notices."""

from contextlib import suppress
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace import clock
from marketplace.gateways.bank.notices import UnreadableNotice, UnverifiedNotice
from marketplace.gateways.payments import vnpay
from marketplace.gateways.payments.protocol import PaymentReport, PaymentRequest, PaymentState
from marketplace.gateways.payments.vnpay import VnpayGateway

GATEWAY = VnpayGateway("https://pay.example/vpcpay.html", "https://pay.example/api", "TEST_TMN_CODE", "test_secret")
BEGUN = datetime(2026, 11, 23, 9, 30, tzinfo=clock.VIETNAM)
NOTICE = {
    "vnp_Amount": "1000000",
    "vnp_BankCode": "NCB",
    "vnp_BankTranNo": "VNP14422574",
    "vnp_CardType": "ATM",
    "vnp_OrderInfo": "Thanh toan don hang 2024-05-21T02:17:31.249Z",
    "vnp_PayDate": "20240521091806",
    "vnp_ResponseCode": "00",
    "vnp_TmnCode": "TEST_TMN_CODE",
    "vnp_TransactionNo": "14422574",
    "vnp_TransactionStatus": "00",
    "vnp_TxnRef": "1716257871703",
    "vnp_SecureHash": "649982421beb422556a1374713c74e58e716ecbd05007c0c0e1f7effdfaf361d"
    "bf146889ca446139afe11b9954c4d5c486e99e3b86fcfab6957f29eb0be72895",
}
"""A notice of VNPay's sandbox, in test/verify-ipn-call.test.ts of github.com/lehuygiang28/vnpay (MIT)."""
FAILED_HASH = (
    "503194f6d93b57b357b2d1d09742565e67e86d771352c5dca4fc8d39df3d392c"
    "6b3809add9405f97cfb9631f445e36c80656cfbf47eac67d97fa165865c13e1b"
)
"""The same with vnp_ResponseCode 99, from the same place."""


def read(sent: dict[str, str]) -> PaymentReport:
    return GATEWAY.parse_ipn(query=sent, body=b"")


def signed(**changed: str) -> dict[str, str]:
    fields = {name: value for name, value in {**NOTICE, **changed}.items() if name != "vnp_SecureHash"}
    return {name: values[0] for name, values in parse_qs(vnpay.signed_query(fields, "test_secret")).items()}


def test_a_notice_of_the_sandbox_is_read() -> None:
    paid_at = datetime(2024, 5, 21, 9, 18, 6, tzinfo=clock.VIETNAM)
    expected = PaymentReport("1716257871703", "14422574", 10_000, PaymentState.PAID, "00", paid_at)
    assert read(NOTICE) == GATEWAY.parse_return(NOTICE) == expected
    assert read({**NOTICE, "vnp_SecureHash": NOTICE["vnp_SecureHash"].upper(), "vnp_SecureHashType": "x"}) == expected


def test_a_code_beside_a_success_that_disagrees_is_no_payment() -> None:
    told = read({**NOTICE, "vnp_ResponseCode": "99", "vnp_SecureHash": FAILED_HASH})
    assert told.state is PaymentState.PENDING


def test_the_address_to_pay_at_is_signed() -> None:
    """The signature was computed with `openssl dgst -sha512 -hmac test_secret` over the query."""
    request = PaymentRequest(
        reference="QN7K2M9QXD1",
        amount_dong=10_000,
        words="Đơn QN-7K2M-9QXD",
        return_url="https://cho.example.vn/tra?x=1",
        notice_url="https://cho.example.vn/webhooks/vnpay",
        address="203.0.113.7",
        language="vi",
        begun_at=BEGUN,
        expires_at=BEGUN + timedelta(minutes=30),
    )
    assert GATEWAY.begin(request).url == (
        "https://pay.example/vpcpay.html?vnp_Amount=1000000&vnp_Command=pay&vnp_CreateDate=20261123093000"
        "&vnp_CurrCode=VND&vnp_ExpireDate=20261123100000&vnp_IpAddr=203.0.113.7&vnp_Locale=vn"
        "&vnp_OrderInfo=DON+QN+7K2M+9QXD&vnp_OrderType=other&vnp_ReturnUrl=https%3A%2F%2Fcho.example.vn%2Ftra%3Fx%3D1"
        "&vnp_TmnCode=TEST_TMN_CODE&vnp_TxnRef=QN7K2M9QXD1&vnp_Version=2.1.0"
        "&vnp_SecureHash=7d020684ef960d0a60e79eab94924cb5db50f20ed9077c307ac27bc7c6d942f5"
        "5a3f63b26490578be9ed88f80b40b9d287e55c46510219fb7c68ee1b007c5a14"
    )


QUERY_HASH = (
    "f5e7427783fbc8d30a8d753cb1f572348c98c257bea3c28fc3ef261b5d69a2df"
    "b5f7c134aec9ae727720601b990368807adfee81317847c27ed840dcf98d346e"
)
REFUND_HASH = (
    "4e62d875d2d051765414c30bcbee53cd726863cb8046bed338cab6f49bb59810"
    "4adf4b321e7eca76fb08ab9414f4a41d6ec48ffbfb523acc80a19a23ba6b80e4"
)
ANSWER_HASH = (
    "801c3595b92d660180a22300e48c7dba617833582aef68bd30b49c98a2651897"
    "e42d8167ec8e715dec38260ebba1df1c52122dea03936e2a7f6f6a7439cb7f90"
)
QUERY = "abc|2.1.0|querydr|TEST_TMN_CODE|QN7K2M9QXD1|20261123093000|20261123100000|127.0.0.1|Hoi QN7K2M9QXD1"
REFUND = (
    "HT7K2M9QXD1|2.1.0|refund|TEST_TMN_CODE|03|QN7K2M9QXD1|500000|14422574|20261123093000|market"
    "|20261123100000|127.0.0.1|HOAN TIEN"
)
ANSWER = "r1|querydr|00|Success|TEST_TMN_CODE|QN7K2M9QXD1|1000000|NCB|20261123093500|14422574|01|00|Hoi QN7K2M9QXD1||"


@pytest.mark.parametrize(
    ("names", "values", "expected"),
    [
        (vnpay.QUERY, QUERY, QUERY_HASH),
        (vnpay.REFUND, REFUND, REFUND_HASH),
        (vnpay.QUERY_ANSWER, ANSWER, ANSWER_HASH),
    ],
)
def test_calls_are_signed_in_the_order_of_their_fields(names: tuple[str, ...], values: str, expected: str) -> None:
    """Computed with `openssl dgst -sha512 -hmac test_secret` over the values with | between them."""
    fields = dict(zip((f"vnp_{name}" for name in names), values.split("|"), strict=True))
    assert vnpay.piped_signature(fields, names, "test_secret") == expected


@given(name=st.sampled_from(sorted(NOTICE)), value=st.text(min_size=1, max_size=40))
def test_any_changed_field_is_refused(name: str, value: str) -> None:
    if value.lower() == NOTICE[name]:
        return
    with pytest.raises(UnverifiedNotice):
        read({**NOTICE, name: value})


@pytest.mark.parametrize("name", sorted(NOTICE))
def test_a_missing_field_is_refused(name: str) -> None:
    with pytest.raises(UnverifiedNotice):
        read({key: value for key, value in NOTICE.items() if key != name})


def test_another_secret_terminal_or_none_is_refused() -> None:
    for gateway in (
        VnpayGateway("", "", "TEST_TMN_CODE", "other"),
        VnpayGateway("", "", "OTHER", "test_secret"),
        VnpayGateway("", "", "TEST_TMN_CODE", ""),
    ):
        with pytest.raises(UnverifiedNotice):
            gateway.parse_return(NOTICE)
    with pytest.raises(UnverifiedNotice):
        read({"vnp_SecureHash": vnpay.signed_query({}, "").rpartition("=")[2]})


@given(st.dictionaries(st.sampled_from(sorted(NOTICE)) | st.text(max_size=20), st.text(max_size=40)))
def test_nothing_but_a_notice_is_taken(sent: dict[str, str]) -> None:
    with pytest.raises(UnverifiedNotice):
        read(sent)


@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            ("vnp_Amount", "vnp_TxnRef", "vnp_ResponseCode", "vnp_TransactionStatus", "vnp_PayDate"),
            st.text(st.characters(codec="utf-8"), min_size=1, max_size=30),
        ),
    )
)
def test_a_signed_notice_is_read_or_refused(changed: dict[str, str]) -> None:
    """Whatever VNPay may write: a report with a plausible amount, or no report."""
    with suppress(UnreadableNotice):
        told = read(signed(**changed))
        assert 0 < told.amount_dong < 10**13
        assert told.reference


@pytest.mark.parametrize("amount", ["1000050", "-100", "0x100", "1e4", "10000.0", "99999999999999999900", "٣٠٠"])
def test_such_an_amount_is_unreadable(amount: str) -> None:
    with pytest.raises(UnreadableNotice, match="vnp_Amount"):
        read(signed(vnp_Amount=amount))


@pytest.mark.parametrize(
    ("code", "status", "state"),
    [
        ("00", "00", PaymentState.PAID),
        ("00", "01", PaymentState.OPEN),
        ("00", "02", PaymentState.FAILED),
        ("07", "07", PaymentState.PENDING),
        ("24", "02", PaymentState.FAILED),
        ("51", "02", PaymentState.FAILED),
        ("11", "00", PaymentState.PENDING),
    ],
)
def test_money_came_only_where_both_codes_say_so(code: str, status: str, state: PaymentState) -> None:
    assert read(signed(vnp_ResponseCode=code, vnp_TransactionStatus=status)).state is state


@given(st.integers(1, 10**12), st.text(st.sampled_from("ABCXYZ0189"), min_size=1, max_size=30))
def test_what_is_signed_is_read_again(amount_dong: int, reference: str) -> None:
    told = read(signed(vnp_Amount=str(amount_dong * 100), vnp_TxnRef=reference))
    assert (told.amount_dong, told.reference) == (amount_dong, reference)


def test_times_are_those_of_vietnam() -> None:
    query = urlsplit("?" + vnpay.signed_query({"vnp_CreateDate": vnpay.written(BEGUN)}, "s")).query
    assert query.startswith("vnp_CreateDate=20261123093000&")
