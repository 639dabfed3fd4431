"""Setting what a vendor charges for delivery."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from marketplace import audit
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Refusal
from vendors.delivery.models import DeliveryKind, DeliveryRate, DeliveryZone
from vendors.delivery.queries import rates_of
from vendors.models import Vendor

Way = tuple[DeliveryKind, DeliveryZone]


class LastRate(Refusal):
    """A vendor without any rate could send nothing to anybody."""

    sentence = _l("Gian hàng cần ít nhất một cách giao hàng. Hãy thêm cách khác trước khi bỏ cách này.")


@dataclass(frozen=True)
class Terms:
    """A rate: `base_dong` up to `base_grams`, `step_dong` for each further `step_grams`; free from so much of goods."""

    base_dong: int
    base_grams: int = 1000
    step_dong: int = 0
    step_grams: int = 500
    free_from_dong: int | None = None
    days_least: int = 1
    days_most: int = 3


DEFAULT_RATES: Final[dict[Way, Terms]] = {
    (DeliveryKind.CARRIER, DeliveryZone.COMMUNE): Terms(18_000, step_dong=2_500, days_most=2),
    (DeliveryKind.CARRIER, DeliveryZone.PROVINCE): Terms(22_000, step_dong=2_500, days_most=3),
    (DeliveryKind.CARRIER, DeliveryZone.COUNTRY): Terms(32_000, step_dong=5_000, days_least=2, days_most=5),
    (DeliveryKind.PICKUP, DeliveryZone.COUNTRY): Terms(0, days_least=0, days_most=1),
}
"""What a newly approved vendor begins with: near what carriers charge small senders in 2026."""


def write_default_rates(vendor: Vendor) -> None:
    """Give a vendor the rates to begin with; rates that it has already stay as they are. One statement."""
    rows = [
        {"vendor_id": vendor.id, "kind": kind, "zone": zone, **asdict(terms)}
        for (kind, zone), terms in DEFAULT_RATES.items()
    ]
    db.session.execute(insert(DeliveryRate).values(rows).on_conflict_do_nothing())


def set_rate(vendor: Vendor, way: Way, terms: Terms, *, by: User) -> None:
    """Set the vendor's rate for one way of delivery to one zone, in place of an earlier one."""
    row = {"vendor_id": vendor.id, "kind": way[0], "zone": way[1], **asdict(terms)}
    written = insert(DeliveryRate).values(row)
    db.session.execute(
        written.on_conflict_do_update(index_elements=["vendor_id", "kind", "zone"], set_=asdict(terms)),
    )
    audit.record("delivery rate set", vendor, by=by, kind=way[0], zone=way[1], **asdict(terms))


def set_commune_prices(vendor: Vendor, rate: DeliveryRate, prices: Mapping[str, int | None], *, by: User) -> None:
    """Set the communes that have a base price of their own (đồng), or none where the vendor does not go this way."""
    rate.commune_prices = dict(prices)
    audit.record("delivery rate set", vendor, by=by, kind=rate.kind, zone=rate.zone, commune_prices=dict(prices))


def drop_rate(vendor: Vendor, way: Way, *, by: User) -> None:
    """Stop offering one way of delivery to one zone. Raises LastRate when nothing would be left."""
    kept = [rate for rate in rates_of([vendor.id])[vendor.id] if (rate.kind, rate.zone) != way]
    if not kept:
        raise LastRate
    of_way = (DeliveryRate.kind == way[0], DeliveryRate.zone == way[1])
    db.session.execute(delete(DeliveryRate).where(DeliveryRate.vendor_id == vendor.id, *of_way))
    audit.record("delivery rate dropped", vendor, by=by, kind=way[0], zone=way[1])
