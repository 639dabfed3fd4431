"""Which rates apply on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marketplace.database import db
from marketplace.money import percent_of
from orders.taxes.models import TaxRule, TaxThreshold
from vendors.listings.models import TaxClass
from vendors.models import TaxStatus


@dataclass(frozen=True)
class Rates:
    """Rates in basis points."""

    vat_basis_points: int = 0
    pit_basis_points: int = 0

    def vat_of(self, amount_dong: int) -> int:
        """The VAT of an amount, a half đồng rounded up."""
        return percent_of(amount_dong, self.vat_basis_points)

    def pit_of(self, amount_dong: int) -> int:
        """The PIT of an amount, a half đồng rounded up."""
        return percent_of(amount_dong, self.pit_basis_points)


def rules_on(day: date) -> Sequence[TaxRule]:
    """All rules that have started by this day, the latest first."""
    query = select(TaxRule).where(TaxRule.starts_on <= day)
    return db.session.scalars(query.order_by(TaxRule.starts_on.desc(), TaxRule.id.desc())).all()


def all_rules() -> Sequence[TaxRule]:
    """Every rule: by status and class, the latest first."""
    query = select(TaxRule).order_by(TaxRule.tax_status, TaxRule.tax_class, TaxRule.starts_on.desc())
    return db.session.scalars(query).all()


def thresholds() -> Sequence[TaxThreshold]:
    """Every threshold, the latest first."""
    return db.session.scalars(select(TaxThreshold).order_by(TaxThreshold.starts_on.desc())).all()


def threshold_in(year: int) -> TaxThreshold | None:
    """The threshold for the revenue of this year: the last that had started by its end."""
    started = select(TaxThreshold).where(TaxThreshold.starts_on <= date(year, 12, 31))
    return db.session.scalar(started.order_by(TaxThreshold.starts_on.desc()).limit(1))


def choose(rules: Sequence[TaxRule], tax_status: TaxStatus, tax_class: TaxClass) -> Rates:
    """The rates for sales of this class by vendors of this status, among rules with the latest first.

    Nothing is withheld from a status without rules; of a class without one the highest rate that its status knows
    (Decree 252/2026/NĐ-CP, art. 44.2).
    """
    of_status = [rule for rule in rules if rule.tax_status is tax_status]
    exact = next((rule for rule in of_status if rule.tax_class is tax_class), None)
    return _rates(exact) if exact else highest([_rates(rule) for rule in _in_force(of_status)])


def highest(rates: Sequence[Rates]) -> Rates:
    """The highest of these rates together; none of none."""
    return max(rates, key=lambda each: each.vat_basis_points + each.pit_basis_points, default=Rates())


def _in_force(latest_first: Sequence[TaxRule]) -> list[TaxRule]:
    return list({rule.tax_class: rule for rule in reversed(latest_first)}.values())


def _rates(rule: TaxRule) -> Rates:
    return Rates(rule.vat_basis_points, rule.pit_basis_points)
