"""Carriers under the market's own contract: added, and taken out of use; nothing of them is forgotten."""

import re

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from marketplace import audit
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, NotFound
from vendors.delivery.models import Carrier

KNOWN = (("ghn", "Giao Hàng Nhanh"), ("ghtk", "Giao Hàng Tiết Kiệm"))
"""Carriers whose notices and statements the market can read by itself."""
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class UnusableCode(Invalid):
    """The code is not one, or another carrier has it."""

    sentence = _l("Mã hãng gồm chữ thường không dấu, số, gạch nối, và chưa dùng cho hãng khác.")


def load_carriers() -> int:
    """Write the carriers that the market can talk with; give how many were written. Again without harm."""
    rows = [{"code": code, "name": name, "is_active": True} for code, name in KNOWN]
    statement = insert(Carrier).on_conflict_do_nothing(index_elements=["code"]).returning(Carrier.id)
    return len(db.session.execute(statement, rows).all())


def add_carrier(*, code: str, name: str, by: User) -> Carrier:
    """Add a carrier that the market has a contract with. Raises UnusableCode."""
    code = code.strip().lower()
    known = select(Carrier.id).where(Carrier.code == code)
    if not _CODE.fullmatch(code) or db.session.scalar(known) is not None:
        raise UnusableCode(field="code")
    carrier = Carrier(code=code, name=name.strip(), is_active=True)
    db.session.add(carrier)
    db.session.flush()
    audit.record("carrier added", carrier, by=by, name=carrier.name)
    return carrier


def set_active(carrier: Carrier, *, active: bool, by: User) -> None:
    """Take a carrier into use, or out of it: parcels that it has go on."""
    if carrier.is_active is active:
        return
    carrier.is_active = active
    if active:
        audit.record("carrier taken into use", carrier, by=by)
    else:
        audit.record("carrier taken out of use", carrier, by=by)


def carrier_numbered(carrier_id: int) -> Carrier:
    """Give a carrier. Raises NotFound."""
    carrier = db.session.get(Carrier, carrier_id)
    if carrier is None:
        raise NotFound
    return carrier
