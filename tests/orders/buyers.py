"""A buyer at the pages: fills the cart, reads the checkout page as a browser does, and presses its buttons."""

import re
from dataclasses import dataclass, field

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace.database import db
from tests.factories.orders import first_variant_of
from vendors.listings.models import Listing

IN_HANOI = {
    "full_name": "Trần Thu Hà",
    "phone": "0987 654 321",
    "province": "01",
    "commune_code": "00070",
    "street": "12 Hàng Bài",
    "method": "cash",
}
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
CHECKED = re.compile(r'<input type="radio"[^>]*name="(delivery-\d+)" value="(\w+)" checked')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')


@dataclass
class Buyer:
    """Someone with a browser; `typed` is what stands in the form."""

    client: FlaskClient
    typed: dict[str, str] = field(default_factory=lambda: dict(IN_HANOI))
    page: TestResponse | None = None

    def put(self, *listings: Listing, quantity: int = 1) -> "Buyer":
        """Put so many of each listing's first variant into the cart."""
        db.session.flush()
        for listing in listings:
            sent = {"variant_id": first_variant_of(listing).id, "quantity": quantity}
            db.session.commit()
            self.client.post("/cart/lines", data=sent)
        return self

    def check_out(self, *vendor_ids: int) -> "Buyer":
        """Open the checkout page and see what delivery costs to the place that was typed."""
        self.page = self.client.get("/checkout", query_string={"vendor": vendor_ids})
        return self.look()

    def look(self) -> "Buyer":
        """Ask for the prices of now."""
        self.page = self.client.post("/checkout/quote", data=self.form())
        return self

    def place(self, **otherwise: str) -> TestResponse:
        """Press the button of the page that stands."""
        self.page = self.client.post("/checkout", data={**self.form(), **otherwise})
        return self.page

    def form(self) -> dict[str, str | list[str]]:
        """What the page sends: its hidden fields, the checked choices, and what was typed."""
        assert self.page is not None
        sent: dict[str, str | list[str]] = {"vendor": []}
        for element in HIDDEN.findall(self.page.text):
            attributes = dict(ATTRIBUTE.findall(element))
            if attributes["name"] == "vendor":
                sent["vendor"] = [*sent["vendor"], attributes["value"]]
            else:
                sent[attributes["name"]] = attributes["value"]
        return {**sent, **dict(CHECKED.findall(self.page.text)), **self.typed}
