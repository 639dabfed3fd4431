"""What no page expects: the forms of a route as its code knows them, filled in well and then spoiled."""

import inspect
import io
import re
import sys
from datetime import timedelta

from flask import Flask
from hypothesis import strategies as st
from werkzeug.routing import Rule
from wtforms import DateField, FileField, IntegerField, MultipleFileField

from marketplace import clock
from marketplace.web.forms import DongField, MarketForm, WholeNumberField
from orders.carts.forms import QuantityField
from tests.factories.belongings import Belongings
from tests.factories.papers import a_picture

Sent = str | bytes

_READ_BY_HAND = re.compile(r'request\.(?:form|args)\.get(?:list)?\(f?"([^"]+)"')
WELL = {
    "bank_bin": "970436",
    "category_number": "6",
    "checkout_key": "6f1c6c1a-6f0e-4c53-9f56-8d7f6a1f2b3c",
    "commune_code": "06838",
    "decision": "approve",
    "delivery-{vendor_id}": "carrier",
    "email": "lan@example.vn",
    "kind": "farm",
    "language": "en",
    "locale": "vi",
    "login": "0912 345 678",
    "method": "transfer",
    "net_unit": "g",
    "next": "/cart",
    "number": "1023456789",
    "outcome": "late",
    "phone": "0912 345 678",
    "province": "22",
    "province_code": "22",
    "role": "packer",
    "season_from_month": "3",
    "season_until_month": "5",
    "star": "4",
    "state": "accepted",
    "status": "paused",
    "storage": "frozen",
    "tab": "changed",
    "tax_code": "5701234567",
    "telling": "once",
}
"""Plausible values by name; other fields take one by their kind."""
BY_KIND: dict[str, Sent] = {
    DongField.__name__: "350000",
    FileField.__name__: a_picture(64, 64),
    IntegerField.__name__: "2",
    MultipleFileField.__name__: a_picture(64, 64),
    QuantityField.__name__: "2",
    WholeNumberField.__name__: "2",
}
STRANGE = (
    "",
    " ",
    "0",
    "-1",
    "1000000000",
    "9" * 40,
    "1e400",
    "NaN",
    "٣",
    "\x00",
    "Miến\x00dong",
    "x" * 5000,
    "👩‍🌾" * 60,
    "<script>alert(1)</script>",
    "%s %(x)s {0} {{ 7*7 }}",
    "'; DROP TABLE vendor; --",
    "\r\nBcc: everyone@example.vn",
    "../../etc/passwd",
    "//example.com",
    "0000-00-00",
    "9999-12-31",
)
NO_FILES = (b"", b"GIF89a", b"%PDF-1.7 broken", b"\x00" * 2000, b"\xff\xd8\xff\xe0" + b"x" * 500, a_picture(8, 8))


def forms_of(app: Flask, rule: Rule) -> dict[str, str]:
    """The names of what the route's module reads from forms, each with the kind of its field."""
    module = sys.modules[inspect.unwrap(app.view_functions[rule.endpoint]).__module__]
    forms = [each for each in vars(module).values() if inspect.isclass(each) and issubclass(each, MarketForm)]
    return dict.fromkeys(names_read_by_hand(module.__name__), "StringField") | {
        name: field.field_class.__name__
        for form in forms
        for name in dir(form)
        if hasattr(field := getattr(form, name), "_formfield")
    }


def names_read_by_hand(module: str) -> list[str]:
    """The names that a module reads from a request without a form."""
    return _READ_BY_HAND.findall(inspect.getsource(sys.modules[module]))


def filled_in(names: dict[str, str], own: Belongings) -> dict[str, Sent]:
    """A form as somebody fills it in who wants it to be taken."""
    return {
        name.replace("{vendor_id}", str(own.vendor.id)): _well(name, kind, own) for name, kind in sorted(names.items())
    }


def spoiled(well: dict[str, Sent]) -> st.SearchStrategy[dict[str, Sent]]:
    """The form with some fields left out and some filled with what is strange."""
    values = st.sampled_from(STRANGE) | st.sampled_from(NO_FILES) | st.text(st.characters(codec="utf-8"), max_size=40)
    names = st.sampled_from(sorted(well))
    left_out = st.sets(names, max_size=2)
    return st.tuples(left_out, st.dictionaries(names, values, max_size=3)).map(
        lambda drawn: {name: value for name, value in {**well, **drawn[1]}.items() if name not in drawn[0]}
    )


def as_sent(form: dict[str, Sent]) -> dict[str, object]:
    """The form as a browser sends it: bytes are files."""
    return {name: (io.BytesIO(value), "tệp.png") if isinstance(value, bytes) else value for name, value in form.items()}


def _well(name: str, kind: str, own: Belongings) -> Sent:
    if kind == DateField.__name__:
        ahead = timedelta(days=30 if name.endswith(("expires_on", "until")) else -30)
        return (clock.today() + ahead).isoformat()
    if name == "vendor":
        return str(own.vendor.id)
    known = own.value_of("", name) if name not in WELL else WELL[name]
    return BY_KIND.get(kind, "Thôn Pắc Liềng") if known is None else str(known)
