"""GHN and GHTK, spoken with over HTTP: their words, their notices, and their statements of cash."""

from datetime import date
from typing import Any

import httpx
import pytest

from marketplace import clock
from marketplace.gateways.bank.notices import UnreadableNotice, UnverifiedNotice
from marketplace.gateways.bank.statement import SepayStatement
from marketplace.gateways.carriers import ghn as ghn_words
from marketplace.gateways.carriers import ghtk as ghtk_words
from marketplace.gateways.carriers.ghn import GhnGateway
from marketplace.gateways.carriers.ghtk import GhtkGateway
from marketplace.gateways.carriers.protocol import CarrierUnavailable, ParcelStage
from marketplace.gateways.carriers.statements import read_statement
from marketplace.gateways.trust import authorities
from marketplace.gateways.twins.server import Twins
from tests.twins import GHN, GHTK, ListeningMarket
from tests.waiting import until

S = ParcelStage
KEY = {"Token": "key"}


def post(twins: Twins, path: str, body: dict[str, Any], **headers: str) -> httpx.Response:
    with httpx.Client(trust_env=False, verify=authorities()) as client:
        return client.post(f"{twins.bank_url}{path}", json=body, headers={"Token": "token"} | headers)


def a_ghn_parcel(twins: Twins, client_code: str = "QN-1", cash_dong: int = 500_000) -> str:
    asked = {"client_order_code": client_code, "cod_amount": cash_dong}
    return str(post(twins, "/ghn/v2/shipping-order/create", asked).json()["data"]["order_code"])


def a_ghtk_parcel(twins: Twins, client_code: str = "QN-1", cash_dong: int = 300_000) -> str:
    asked = {"order": {"id": client_code, "pick_money": cash_dong}}
    return str(post(twins, "/ghtk/services/shipment/order/", asked).json()["order"]["label"])


def news(twins: Twins, code: str, status: str, **how: object) -> None:
    assert post(twins, f"/twin/parcels/{code}/news", {"status": status, **how}).status_code == 204


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        ("ready_to_pick", S.PENDING),
        ("money_collect_picking", S.PENDING),
        ("picked", S.PICKED_UP),
        ("sorting", S.IN_TRANSIT),
        ("money_collect_delivering", S.OUT_FOR_DELIVERY),
        ("delivered", S.DELIVERED),
        ("delivery_fail", S.DELIVERY_FAILED),
        ("waiting_to_return", S.RETURNING),
        ("return_fail", S.RETURNING),
        ("returned", S.RETURNED),
        ("cancel", S.CANCELLED),
        ("damage", S.LOST),
        ("exception", None),
        ("teleported", None),
    ],
)
def test_ghns_words(status: str, stage: ParcelStage | None) -> None:
    body = f'{{"OrderCode": " ghn1 ", "Type": "switch_status", "Time": "2026-11-23T03:52:50Z", "Status": "{status}"}}'
    notice = GHN.parse_notice(KEY, body.encode())
    assert (notice.tracking_code, notice.stage, notice.cash_dong) == ("GHN1", stage, None)
    assert notice.key == "GHN1/switch_status/2026-11-23T03:52:50Z"


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        ("-1", S.CANCELLED),
        ("2", S.PENDING),
        ("128", S.PENDING),
        ("3", S.PICKED_UP),
        ("4", S.OUT_FOR_DELIVERY),
        ("410", S.OUT_FOR_DELIVERY),
        ("5", S.DELIVERED),
        ("6", S.DELIVERED),
        ("9", S.DELIVERY_FAILED),
        ("20", S.RETURNING),
        ("11", S.RETURNED),
        ("13", S.LOST),
        ("99", None),
    ],
)
def test_ghtks_numbers(status: str, stage: ParcelStage | None) -> None:
    body = f"label_id=S1.A2.17373471&status_id={status}&action_time=2026-11-23T12%3A18%3A39%2B07%3A00&pick_money=100000"
    notice = GHTK.parse_notice(KEY, body.encode())
    assert (notice.tracking_code, notice.stage, notice.cash_dong) == ("S1.A2.17373471", stage, 100_000)


def test_every_stage_but_the_carriers_own_secrets_is_reached() -> None:
    assert set(ghn_words.STAGES.values()) == set(ParcelStage)
    assert set(ghtk_words.STAGES.values()) == set(ParcelStage) - {S.IN_TRANSIT}


@pytest.mark.parametrize("gateway", [GHN, GHTK])
@pytest.mark.parametrize("headers", [{}, {"Token": "Key"}, {"Token": "khoá"}, {"Authorization": "key"}])
def test_who_does_not_know_the_key_is_nobody(gateway: GhnGateway | GhtkGateway, headers: dict[str, str]) -> None:
    with pytest.raises(UnverifiedNotice):
        gateway.parse_notice(headers, b"{}")


def test_without_a_key_of_ours_nobody_is_believed() -> None:
    with pytest.raises(UnverifiedNotice):
        GhnGateway("", "", "", "").parse_notice({"Token": ""}, b"{}")


@pytest.mark.parametrize(
    "body", [b"", b"label_id=A", b"label_id=A&status_id=5&action_time=0001-01-01T00:00:00%2B14:00", b"a&" * 200]
)
def test_a_form_that_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableNotice):
        GHTK.parse_notice(KEY, body)


def test_a_parcel_can_be_asked_about(twins: Twins, ghn: GhnGateway, ghtk: GhtkGateway) -> None:
    code, label = a_ghn_parcel(twins), a_ghtk_parcel(twins)
    assert a_ghn_parcel(twins) == code
    news(twins, code, "delivered")
    asked, answered = ghn.ask(code), ghtk.ask(label)
    assert asked is not None
    assert answered is not None
    assert (asked.stage, asked.cash_dong) == (S.DELIVERED, 500_000)
    assert (answered.stage, answered.cash_dong) == (S.PENDING, 300_000)
    assert (ghn.ask("GHNOTHER"), ghtk.ask("../../twin")) == (None, None)


def test_who_has_not_our_token_is_told_nothing(twins: Twins) -> None:
    stranger = GhnGateway(f"{twins.bank_url}/ghn", "other", "1", "key")
    for gateway in (stranger, GhtkGateway("http://127.0.0.1:9", "", "", "")):
        with pytest.raises(CarrierUnavailable):
            gateway.ask("GHN1")
        with pytest.raises(CarrierUnavailable):
            gateway.statements(since=date(2026, 11, 1))


def test_news_is_told_again_late_forged_and_in_another_order(twins: Twins, listening_market: ListeningMarket) -> None:
    code, label = a_ghn_parcel(twins), a_ghtk_parcel(twins)
    listening_market.failures = 1
    news(twins, code, "delivering", delay_seconds=0.3)
    news(twins, code, "delivered", times=2)
    news(twins, label, "5")
    news(twins, code, "lost", wrong_key=True)
    until(lambda: len(listening_market.parcels) == 4 and listening_market.refused >= 1)
    told = [notice.stage for notice in listening_market.parcels if notice.tracking_code == code]
    assert told[-1] is S.OUT_FOR_DELIVERY
    assert told[:-1] == [S.DELIVERED, S.DELIVERED]
    assert len({notice.key for notice in listening_market.parcels}) == 3


@pytest.mark.parametrize(("carrier", "done"), [("ghn", "delivered"), ("ghtk", "6")])
def test_a_statement_is_the_same_in_every_file_and_what_it_says_is_paid(
    twins: Twins, bank_statement: SepayStatement, carrier: str, done: str
) -> None:
    make = a_ghn_parcel if carrier == "ghn" else a_ghtk_parcel
    brought, waiting = make(twins, "QN-1", 500_000), make(twins, "QN-2", 100_000)
    news(twins, brought, done)
    made = post(twins, f"/twin/carriers/{carrier}/statements", {}).json()
    assert post(twins, f"/twin/carriers/{carrier}/statements", {}).status_code == 204
    gateway = GhnGateway(f"{twins.bank_url}/ghn", "token", "1", "key")
    if carrier == "ghtk":
        gateway = GhtkGateway(f"{twins.bank_url}/ghtk", "token", "S1", "key")
    [listed] = gateway.statements(since=clock.today())
    with httpx.Client(trust_env=False, verify=authorities()) as client:
        at = f"{twins.bank_url}/twin/carriers/{carrier}/statements/{made['reference']}"
        files = [client.get(f"{at}.{ending}").content for ending in ("csv", "xlsx", "json")]
    read = [read_statement(raw) for raw in [listed, *files]]
    assert len({(each.reference, each.net_dong, each.begins_on, each.transfer_fee_dong) for each in read}) == 1
    assert {(line.tracking_code, line.collected_dong) for each in read for line in each.lines} == {(brought, 500_000)}
    assert waiting not in repr(read)
    [paid] = bank_statement.transactions()
    assert (paid.amount_dong, made["reference"] in paid.content) == (500_000 - 22_000 - 5_500, True)
