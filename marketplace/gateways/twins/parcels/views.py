"""The carriers' twins' interfaces, and what a tester may ask of them."""

import csv
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request
from psycopg.rows import DictRow
from xlsxwriter import Workbook

from marketplace import clock
from marketplace.gateways.files import CONTENT_TYPES
from marketplace.gateways.twins.configuration import TwinConfiguration
from marketplace.gateways.twins.movements import Telling
from marketplace.gateways.twins.parcels import book
from marketplace.gateways.twins.parcels.book import Handed
from marketplace.gateways.twins.store import TwinStore

_MOST_TIMES = 20


@dataclass(frozen=True)
class CarrierTwins:
    """GHN and GHTK over the store of the twins; `wake` is called when something has become due."""

    store: TwinStore
    configuration: TwinConfiguration
    wake: Callable[[], None]

    def blueprint(self) -> Blueprint:
        """The views as a part of a web application."""
        views = Blueprint("parcels", __name__)
        ghn = "/ghn/v2/shipping-order"
        views.add_url_rule(f"{ghn}/create", view_func=self.ghn_create, methods=["POST"])
        views.add_url_rule(f"{ghn}/detail", view_func=self.ghn_detail, methods=["POST"])
        views.add_url_rule("/ghtk/services/shipment/order/", view_func=self.ghtk_create, methods=["POST"])
        views.add_url_rule("/ghtk/services/shipment/v2/<code>", view_func=self.ghtk_detail)
        views.add_url_rule("/<any(ghn, ghtk):carrier>/cod-statements", view_func=self.statements)
        views.add_url_rule("/twin/parcels/<code>/news", view_func=self.tell, methods=["POST"])
        made = "/twin/carriers/<any(ghn, ghtk):carrier>/statements"
        views.add_url_rule(made, view_func=self.state, methods=["POST"])
        views.add_url_rule(f"{made}/<reference>.<any(csv, xlsx, json):ending>", view_func=self.file)
        return views

    def ghn_create(self) -> Response:
        """Take a parcel for GHN."""
        if refused := self._refusal("ghn"):
            return refused
        asked: dict[str, Any] = request.get_json()
        handed = Handed(str(asked["client_order_code"]), int(asked["cod_amount"]))
        with self.store.connection() as connection:
            parcel = book.take(connection, "ghn", handed)
        return jsonify(code=200, data={"order_code": parcel["code"], "total_fee": parcel["fee_dong"]})

    def ghn_detail(self) -> Response:
        """Say where one of GHN's parcels is."""
        if refused := self._refusal("ghn"):
            return refused
        parcel = self._parcel(str(request.get_json().get("order_code")), "ghn")
        if parcel is None:
            return make_response(jsonify(code=400, message="Đơn hàng không tồn tại", data=None), 400)
        at = clock.in_vietnam(parcel["changed_at"]).isoformat()
        data = {"order_code": parcel["code"], "status": parcel["status"], "cod_amount": parcel["cash_dong"]}
        return jsonify(code=200, data=data | {"updated_date": at})

    def ghtk_create(self) -> Response:
        """Take a parcel for GHTK."""
        if refused := self._refusal("ghtk"):
            return refused
        order: dict[str, Any] = request.get_json()["order"]
        with self.store.connection() as connection:
            parcel = book.take(connection, "ghtk", Handed(str(order["id"]), int(order["pick_money"])))
        return jsonify(success=True, order={"label": parcel["code"], "fee": parcel["fee_dong"]})

    def ghtk_detail(self, code: str) -> Response:
        """Say where one of GHTK's parcels is."""
        if refused := self._refusal("ghtk"):
            return refused
        parcel = self._parcel(code, "ghtk")
        if parcel is None:
            return make_response(jsonify(success=False, message="Không tìm thấy đơn"), 404)
        at = clock.in_vietnam(parcel["changed_at"]).isoformat()
        order = {"label_id": parcel["code"], "status": parcel["status"], "pick_money": parcel["cash_dong"]}
        return jsonify(success=True, order=order | {"modified": at})

    def statements(self, carrier: str) -> Response:
        """List a carrier's statements."""
        if refused := self._refusal(carrier):
            return refused
        since = request.args.get("since") or clock.today().isoformat()
        with self.store.connection() as connection:
            found = book.statements(connection, carrier, since=since)
        return jsonify(statements=[book.as_json(statement) for statement in found])

    def tell(self, code: str) -> Response:
        """Let a parcel come to a state: status, times, delay_seconds, wrong_key."""
        asked: dict[str, Any] = request.get_json()
        telling = Telling(
            delay_seconds=float(asked.get("delay_seconds", 0)),
            times=min(int(asked.get("times", 1)), _MOST_TIMES),
            is_wrongly_signed=bool(asked.get("wrong_key", False)),
        )
        with self.store.connection() as connection:
            parcel = book.coded(connection, code)
            if parcel is None:
                return make_response("", 404)
            book.tell(connection, parcel, str(asked["status"]), telling)
        self.wake()
        return make_response("", 204)

    def state(self, carrier: str) -> Response:
        """Make a statement, and pay what is left after fees."""
        with self.store.connection() as connection:
            statement = book.state(connection, carrier, account=self.configuration.account)
        self.wake()
        return jsonify(book.as_json(statement)) if statement else make_response("", 204)

    def file(self, carrier: str, reference: str, ending: str) -> Response:
        """Give a statement as the file that the carrier would send."""
        with self.store.connection() as connection:
            found = book.statements(connection, carrier, since="2000-01-01")
        statement = next((each for each in found if each["reference"] == reference), None)
        if statement is None:
            return make_response("", 404)
        written = {"csv": _as_csv, "xlsx": _as_workbook}.get(ending)
        content = written(book.as_table(statement)) if written else jsonify(book.as_json(statement)).data
        return Response(content, content_type=CONTENT_TYPES[f".{ending}"])

    def _parcel(self, code: str, carrier: str) -> DictRow | None:
        with self.store.connection() as connection:
            parcel = book.coded(connection, code)
        return parcel if parcel and parcel["carrier"] == carrier else None

    def _refusal(self, carrier: str) -> Response | None:
        given, token = request.headers.get("Token", ""), self.configuration.carriers[carrier].token
        is_ours = hmac.compare_digest(given.encode(), token.encode())
        return None if is_ours else make_response(jsonify(message="unauthorized"), 401)


def _as_csv(table: list[list[str | int]]) -> bytes:
    written = StringIO()
    csv.writer(written).writerows(table)
    return written.getvalue().encode("utf-8-sig")


def _as_workbook(table: list[list[str | int]]) -> bytes:
    stored = BytesIO()
    with Workbook(stored, {"in_memory": True}) as book_of_rows:
        sheet = book_of_rows.add_worksheet()
        for at, row in enumerate(table):
            sheet.write_row(at, 0, row)
    return stored.getvalue()
