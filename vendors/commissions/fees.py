"""What the market would take of a vendor's own goods, told before they are sold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Row, Select, and_, func, select

from marketplace import clock
from marketplace.database import db
from marketplace.text import fold
from vendors.certificates.models import Certificate
from vendors.certificates.queries import in_force, valid_on
from vendors.commissions.models import CommissionRule
from vendors.commissions.queries import choose, rules_at, standing_rules
from vendors.commissions.rates import Rate, commission_of
from vendors.listings.models import Listing, ListingStatus, Variant
from vendors.models import Vendor

EXAMPLE_DONG = 100_000
"""What is reckoned with while no price is known."""


@dataclass(frozen=True)
class Fee:
    """What is taken of one piece at this price in đồng (none known: at an example's), and under which rule."""

    words: str
    rate: Rate
    asked_dong: int | None = None

    @property
    def price_dong(self) -> int:
        """The price that is reckoned with."""
        return EXAMPLE_DONG if self.asked_dong is None else self.asked_dong

    @property
    def commission_dong(self) -> int:
        """What the market takes."""
        return commission_of(self.rate, line_dong=self.price_dong, quantity=1)

    @property
    def rest_dong(self) -> int:
        """What is left to the vendor, before tax."""
        return self.price_dong - self.commission_dong

    def at(self, price_dong: int) -> "Fee":
        """The same at another price."""
        return replace(self, asked_dong=price_dong)


@dataclass(frozen=True)
class Goods:
    """A listing of the vendor: its lowest price in đồng (nothing: no variant yet) and what is taken of it today."""

    listing_id: int
    title: str
    rule: CommissionRule
    price_dong: int | None

    @property
    def fee(self) -> Fee | None:
        """What is taken of its cheapest piece."""
        return Fee(self.rule.words, self.rule.rate, self.price_dong) if self.price_dong else None

    def is_named(self, words: str) -> bool:
        """Whether its name has all these words, with or without their marks."""
        title = fold(self.title)
        return all(word in title for word in fold(words).split())


def fee_for(vendor: Vendor, *, category_number: int, price_dong: int | None, star: int | None = None) -> Fee:
    """What is taken of a piece of such goods today: one statement."""
    rule = choose(rules_at(clock.now()), vendor_id=vendor.id, category_number=category_number, star=star)
    return Fee(rule.words, rule.rate, price_dong)


def fee_on(listing: Listing, price_dong: int | None = None) -> Fee:
    """What is taken of a piece of the listing at this price today: one statement. Its certificate must be loaded."""
    rule = choose(
        rules_at(clock.now()),
        vendor_id=listing.vendor_id,
        category_number=listing.category_number,
        star=_star_of(listing, clock.today()),
    )
    return Fee(rule.words, rule.rate, price_dong)


def goods_of(vendor: Vendor) -> list[Goods]:
    """The vendor's goods with the rule of today for each: two statements."""
    rules = rules_at(clock.now())
    return [_goods(row, vendor, rules) for row in db.session.execute(_listed(vendor))]


def rules_for(vendor: Vendor, goods: Sequence[Goods]) -> list[CommissionRule]:
    """The rules of now and to come that name this vendor or everyone, or under which some of its goods are sold."""
    used = {each.rule.id for each in goods}
    return [
        rule
        for rule in standing_rules()
        if rule.id in used or rule.vendor_id == vendor.id or rule.is_for_everyone or _follows(rule, goods)
    ]


def _star_of(listing: Listing, day: date) -> int | None:
    """The star that counts for the listing on that day. Its certificate must be loaded."""
    certificate = listing.certificate
    return certificate.star if certificate and valid_on(certificate, day) else None


def _follows(rule: CommissionRule, goods: Sequence[Goods]) -> bool:
    """Whether the rule is a coming version of one under which some of the goods are sold."""
    target = (rule.vendor_id, rule.category_number, rule.star)
    return any((each.rule.vendor_id, each.rule.category_number, each.rule.star) == target for each in goods)


def _listed(vendor: Vendor) -> Select[int, str, int, int, int]:
    """Every listing that may be sold, with the star that counts today and its lowest price."""
    counts = and_(Certificate.id == Listing.certificate_id, in_force(clock.today()))
    return (
        select(
            Listing.id,
            Listing.title_vi,
            Listing.category_number,
            func.max(Certificate.star).label("star"),
            func.min(Variant.price_dong).filter(Variant.archived.is_(False)).label("price_dong"),
        )
        .outerjoin(Certificate, counts)
        .outerjoin(Variant, Variant.listing_id == Listing.id)
        .where(Listing.vendor_id == vendor.id, Listing.status != ListingStatus.ARCHIVED)
        .group_by(Listing.id)
        .order_by(Listing.title_fold, Listing.id)
    )


def _goods(row: Row[int, str, int, int, int], vendor: Vendor, rules: Sequence[CommissionRule]) -> Goods:
    rule = choose(rules, vendor_id=vendor.id, category_number=row.category_number, star=row.star)
    return Goods(row.id, row.title_vi, rule, row.price_dong)
