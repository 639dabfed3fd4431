"""The order as it will be written: prices, titles, commissions and terms copied from what was quoted."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from marketplace.numbers import memo_code, spaced
from marketplace.policies.models import PolicyKind
from marketplace.policies.queries import accepted_version
from orders.carts.contents import CartItem
from orders.checkout.pricing import PartQuote, Quote
from orders.kinds import Holding, PaymentMethod, VendorOrderStatus
from orders.models import Order, OrderLine, StatusChange, VendorOrder
from orders.routing import reply_by
from orders.shares import Share
from orders.taxes.models import TaxRule
from orders.taxes.queries import Rates, highest
from orders.taxes.queries import choose as choose_rates
from orders.wishes.operations import NO_WISHES, Wishes
from orders.words import days_words
from vendors.commissions.models import CommissionRule
from vendors.commissions.queries import choose
from vendors.commissions.rates import commission_of


@dataclass(frozen=True)
class DeliverTo:
    """To whom and where, with the buyer's words for all producers; letters go out in `locale`.

    `pickups` says by vendor id when goods are fetched (`PickupTime.value`).
    """

    full_name: str
    phone: str
    province_code: str
    commune_code: str
    street: str
    email: str | None = None
    note: str = ""
    locale: str = "vi"
    pickups: Mapping[int, str] = field(default_factory=dict)
    wishes: Wishes = NO_WISHES


@dataclass(frozen=True)
class Agreement:
    """What buyer and market agree on besides the goods: who buys, where to, how it is paid, and when.

    `is_routed`: the parts are given to their vendors at once, whose time to answer begins; not while money is awaited.
    """

    checkout_key: UUID
    buyer_id: int | None
    deliver_to: DeliverTo
    method: PaymentMethod
    holding: Holding
    at: datetime
    is_routed: bool = False


@dataclass(frozen=True)
class Terms:
    """What the market takes of a sale, and withholds of it, as the rules stand."""

    commissions: Sequence[CommissionRule]
    taxes: Sequence[TaxRule]


def assemble(quote: Quote, agreement: Agreement, terms: Terms) -> Order:
    """The order with a part for each vendor and a line for each variant, not yet written."""
    number, to = new_number(), agreement.deliver_to
    return Order(
        number=number,
        checkout_key=agreement.checkout_key,
        access_token=secrets.token_urlsafe(24),
        buyer_id=agreement.buyer_id,
        full_name=to.full_name,
        phone=to.phone,
        email=to.email,
        province_code=to.province_code,
        commune_code=to.commune_code,
        street=to.street,
        note=to.note,
        locale=to.locale,
        method=agreement.method,
        holding=agreement.holding,
        goods_dong=quote.goods_dong,
        delivery_dong=quote.delivery_dong,
        discount_dong=quote.discount_dong,
        promotion_dong=quote.promotion_dong,
        total_dong=quote.total_dong,
        placed_at=agreement.at,
        terms_version_id=accepted_version(PolicyKind.TERMS, agreement.at),
        privacy_version_id=accepted_version(PolicyKind.PRIVACY, agreement.at),
        vendor_orders=[
            _part(part, f"{number}-{place}", agreement, terms) for place, part in enumerate(quote.parts, start=1)
        ],
    )


def new_number() -> str:
    """A number that is easy to read aloud and hard to guess: QN-7K2M-9QXD."""
    return spaced(memo_code()).replace(" ", "-")


def _part(part: PartQuote, number: str, agreement: Agreement, terms: Terms) -> VendorOrder:
    if part.chosen is None:
        raise ValueError(f"{number}: nobody chose how the goods are brought")
    lines = [_line(part, item, terms) for item in part.group.items]
    carriage = _rates_of_delivery(lines)
    delivery_vat, delivery_pit = carriage.vat_of(part.delivery_dong), carriage.pit_of(part.delivery_dong)
    share = Share(
        goods_dong=part.goods_dong,
        delivery_dong=part.delivery_dong,
        commission_dong=sum(line.commission_dong for line in lines),
        vat_dong=sum(line.vat_dong for line in lines) + delivery_vat,
        pit_dong=sum(line.pit_dong for line in lines) + delivery_pit,
        promotion_goods_dong=part.promotion_goods_dong,
        promotion_delivery_dong=part.promotion_delivery_dong,
    )
    return VendorOrder(
        number=number,
        vendor_id=part.group.vendor.id,
        status=VendorOrderStatus.PLACED,
        goods_dong=share.goods_dong,
        delivery_dong=share.delivery_dong,
        total_dong=share.total_dong,
        commission_dong=share.commission_dong,
        vat_dong=share.vat_dong,
        pit_dong=share.pit_dong,
        delivery_vat_dong=delivery_vat,
        delivery_pit_dong=delivery_pit,
        earning_dong=share.earning_dong,
        discount_goods_dong=part.discount_goods_dong,
        discount_delivery_dong=part.discount_delivery_dong,
        promotion_goods_dong=share.promotion_goods_dong,
        promotion_delivery_dong=share.promotion_delivery_dong,
        delivery_kind=part.chosen.kind,
        delivery_words=days_words(part.days_least, part.days_most),
        pickup_from=part.pickup.starts if part.pickup else None,
        pickup_until=part.pickup.ends if part.pickup else None,
        return_terms=part.group.vendor.return_terms,
        weight_grams=part.group.weight_grams,
        routed_at=agreement.at if agreement.is_routed else None,
        reply_by=reply_by(agreement.at, part.group.calendar) if agreement.is_routed else None,
        lines=lines,
        status_changes=[
            StatusChange(to_status=VendorOrderStatus.PLACED, at=agreement.at, by_id=agreement.buyer_id, reason="")
        ],
    )


def _rates_of_delivery(lines: Sequence[OrderLine]) -> Rates:
    """What bringing goods costs is revenue of their seller; of mixed goods the highest rate is withheld."""
    return highest([Rates(line.vat_basis_points, line.pit_basis_points) for line in lines])


def _line(part: PartQuote, item: CartItem, terms: Terms) -> OrderLine:
    """A line at the price after the vendor's own coupon, which commission and tax follow: it is a trade discount."""
    discount_dong = part.discount_on(item.variant_id)
    line_dong = item.line_dong - discount_dong
    rule = choose(terms.commissions, vendor_id=item.vendor_id, category_number=item.category_number, star=item.star)
    rates = choose_rates(terms.taxes, part.group.vendor.tax_status, item.tax_class)
    vat_dong, pit_dong = rates.vat_of(line_dong), rates.pit_of(line_dong)
    commission_dong = commission_of(rule.rate, line_dong=line_dong, quantity=item.quantity)
    return OrderLine(
        listing_id=item.listing_id,
        variant_id=item.variant_id,
        title=item.title,
        variant_label=item.label,
        sku=item.sku,
        picture_key=item.picture_key,
        unit_price_dong=item.price_dong,
        quantity=item.quantity,
        ships_from=item.ships_from,
        discount_dong=discount_dong,
        promotion_dong=part.promotion_on(item.variant_id),
        line_dong=line_dong,
        commission_rate=rule.rate,
        commission_rule=rule.words,
        commission_dong=min(commission_dong, line_dong - vat_dong - pit_dong),
        tax_class=item.tax_class,
        vat_basis_points=rates.vat_basis_points,
        pit_basis_points=rates.pit_basis_points,
        vat_dong=vat_dong,
        pit_dong=pit_dong,
        kg_price_dong=item.kg_price_dong,
        agreed_grams=item.most_grams * item.quantity if item.most_grams else None,
    )
