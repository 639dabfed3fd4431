"""Writing dated tax rules. What has started is law that orders were placed under: it is never changed."""

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace import audit, clock
from marketplace.audit import Actor
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed, NotFound
from marketplace.money import MOST_DONG
from orders.taxes.models import TaxRule, TaxThreshold
from vendors.listings.models import TaxClass
from vendors.listings.values import plain_line
from vendors.models import TaxStatus

HIGHEST_RATE = 5_000
WITHHELD_FROM = (TaxStatus.HOUSEHOLD, TaxStatus.INDIVIDUAL, TaxStatus.NONRESIDENT)
LONGEST_SOURCE = 200


class StartsTooEarly(Invalid):
    """Orders of today and before are placed under the rules that they saw."""

    sentence = _l("Ngày bắt đầu phải sau hôm nay; mức đã có hiệu lực không sửa được.")


class SameDay(Invalid):
    """There already is a rule for this from that day."""

    sentence = _l("Đã có một mức như vậy từ đúng ngày này. Hãy bỏ mức ấy trước.")


class RateTooHigh(Invalid):
    """More than half of the price."""

    sentence = _l("Thuế suất phải từ 0 đến 50 %.")


class NotWithheld(Invalid):
    """Companies and cooperatives declare for themselves."""

    sentence = _l("Doanh nghiệp và hợp tác xã tự khai thuế, chợ không khấu trừ.")


class SourceMissing(Invalid):
    """A rate is law: its source is written beside it."""

    sentence = _l("Hãy ghi căn cứ: luật, nghị định, điều khoản.")


class HasStarted(MoveNotAllowed):
    """A rule in force, or that was, stays."""

    sentence = _l("Mức này đã có hiệu lực nên không bỏ được. Hãy thêm mức mới từ một ngày sau.")


@dataclass(frozen=True)
class Wanted:
    """A rule as it is asked for: rates in basis points, from the beginning of the day."""

    tax_status: TaxStatus
    tax_class: TaxClass
    vat_basis_points: int
    pit_basis_points: int
    starts_on: date
    source: str


def add_rule(wanted: Wanted, *, by: Actor) -> TaxRule:
    """Add a rate from a day to come. Raises Invalid with the field to mend."""
    _refuse(wanted)
    rule = TaxRule(**{**vars(wanted), "source": _source(wanted.source)})
    same = select(TaxRule.id).filter_by(tax_status=rule.tax_status, tax_class=rule.tax_class, starts_on=rule.starts_on)
    if db.session.scalar(same):
        raise SameDay(field="starts_on")
    db.session.add(rule)
    db.session.flush()
    audit.record("tax rule added", rule, by=by, **_said(rule))
    return rule


def withdraw_rule(rule_id: int, *, by: Actor) -> None:
    """Take back a rate that has not started. Raises HasStarted."""
    rule = db.session.get(TaxRule, rule_id)
    if rule is None:
        raise NotFound
    if rule.starts_on <= clock.today():
        raise HasStarted
    audit.record("tax rule withdrawn", rule, by=by, **_said(rule))
    db.session.delete(rule)
    db.session.flush()


def set_threshold(*, starts_on: date, amount_dong: int, source: str, by: Actor) -> TaxThreshold:
    """Set the yearly revenue up to which nothing is owed, from a day to come. Raises Invalid with its field."""
    if not 0 < amount_dong <= MOST_DONG:
        raise Invalid(field="amount_dong")
    if starts_on <= clock.today():
        raise StartsTooEarly(field="starts_on")
    if db.session.scalar(select(TaxThreshold.id).where(TaxThreshold.starts_on == starts_on)):
        raise SameDay(field="starts_on")
    threshold = TaxThreshold(starts_on=starts_on, amount_dong=amount_dong, source=_source(source))
    db.session.add(threshold)
    db.session.flush()
    audit.record("tax threshold set", threshold, by=by, amount_dong=amount_dong, starts_on=starts_on.isoformat())
    return threshold


def _refuse(wanted: Wanted) -> None:
    if wanted.tax_status not in WITHHELD_FROM:
        raise NotWithheld(field="tax_status")
    for name in ("vat_basis_points", "pit_basis_points"):
        if not 0 <= getattr(wanted, name) <= HIGHEST_RATE:
            raise RateTooHigh(field=name)
    if wanted.starts_on <= clock.today():
        raise StartsTooEarly(field="starts_on")


def _source(source: str) -> str:
    words = plain_line(source)[:LONGEST_SOURCE]
    if not words:
        raise SourceMissing(field="source")
    return words


def _said(rule: TaxRule) -> dict[str, str | int]:
    return {
        "tax_status": rule.tax_status.value,
        "tax_class": rule.tax_class.value,
        "vat_basis_points": rule.vat_basis_points,
        "pit_basis_points": rule.pit_basis_points,
        "starts_on": rule.starts_on.isoformat(),
    }
