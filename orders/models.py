"""What was agreed: the order, each vendor's part of it, its lines and its states.

Price, title, commission and terms are copied when the order is placed and never follow later changes.
"""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Base, Code, Day, Dong, Key, Line, Moment, Prose, Ref, Small, Token, choice, values
from marketplace.places.models import Commune, Province
from orders.agreed import Agreed
from orders.fetching import Fetched, rules_of_fetching
from orders.kinds import HELD_WHILE, Holding, PaymentMethod, VendorOrderStatus
from orders.reduced import ReducedLine, ReducedPart, rules_of_line, rules_of_part
from orders.shares import Share
from vendors.commissions.models import CopiedRate
from vendors.delivery.models import DeliveryKind
from vendors.listings.models import TaxClass
from vendors.models import Vendor


class Order(Agreed, Base):
    """What a buyer placed, once per checkout key. A guest reads it behind `access_token`. See `orders/reduced.py`."""

    __tablename__ = "customer_order"
    __table_args__ = (
        CheckConstraint("total_dong = goods_dong + delivery_dong - promotion_dong", name="total_adds_up"),
        CheckConstraint("goods_dong > 0 AND delivery_dong >= 0", name="amounts_not_negative"),
        CheckConstraint("discount_dong >= 0 AND promotion_dong >= 0", name="coupons_not_negative"),
        Index("ix_customer_order_buyer_id", "buyer_id", "id"),
        Index("ix_customer_order_placed_at", "placed_at"),
    )

    id: Mapped[Key]
    number: Mapped[Code] = mapped_column(unique=True)
    checkout_key: Mapped[Token] = mapped_column(unique=True)
    access_token: Mapped[Line] = mapped_column(unique=True)
    buyer_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    full_name: Mapped[Line]
    phone: Mapped[Code]
    email: Mapped[Line | None]
    province_code: Mapped[Code] = mapped_column(ForeignKey("province.code"))
    commune_code: Mapped[Code] = mapped_column(ForeignKey("commune.code"))
    street: Mapped[Line]
    note: Mapped[Prose] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="vi")
    method: Mapped[PaymentMethod] = mapped_column(choice(PaymentMethod))
    holding: Mapped[Holding] = mapped_column(choice(Holding), default=Holding.AGENT)
    goods_dong: Mapped[Dong]
    delivery_dong: Mapped[Dong]
    discount_dong: Mapped[Dong] = mapped_column(default=0)
    promotion_dong: Mapped[Dong] = mapped_column(default=0)
    total_dong: Mapped[Dong]
    placed_at: Mapped[Moment]

    buyer: Mapped[User | None] = relationship(lazy="raise")
    province: Mapped[Province] = relationship(lazy="raise")
    commune: Mapped[Commune] = relationship(lazy="raise")
    vendor_orders: Mapped[list["VendorOrder"]] = relationship(
        lazy="raise", back_populates="order", order_by="VendorOrder.id"
    )


class VendorOrder(ReducedPart, Fetched, Base):
    """The part of one vendor: what is routed, shipped and paid out.

    `routed_at` is when the vendor was given it (at once, or when paid for a transfer to the market); before that the
    vendor does not see it. `reply_by` is when an unanswered part ends by itself; none while money is awaited.
    `commission_dong` is the sum of the lines' commissions, VAT and PIT (withheld) those of the lines and of the
    delivery; `earning_dong` is what is left of goods + delivery. All these stay as agreed; what credit notes took off
    stands beside them (`credited_...`). Goods and delivery are after the vendor's own coupon (`discount_...`); what the
    market's coupon pays of them in the buyer's stead (`promotion_...`) lowers `total_dong` alone.
    `carrier_id`: the market's own carrier, which takes the cash for a parcel; `carrier`, `tracking_code`: the first's.
    """

    __tablename__ = "vendor_order"
    __table_args__ = (
        UniqueConstraint("order_id", "vendor_id"),
        *rules_of_part(),
        *rules_of_fetching(),
        CheckConstraint(
            "earning_dong = goods_dong + delivery_dong - commission_dong - vat_dong - pit_dong", name="earning_adds_up"
        ),
        CheckConstraint("goods_dong > 0 AND delivery_dong >= 0", name="amounts_not_negative"),
        CheckConstraint("commission_dong BETWEEN 0 AND goods_dong", name="commission_within_goods"),
        CheckConstraint("earning_dong >= 0 AND vat_dong >= 0 AND pit_dong >= 0", name="nothing_below_zero"),
        CheckConstraint(
            "delivery_vat_dong BETWEEN 0 AND vat_dong AND delivery_pit_dong BETWEEN 0 AND pit_dong",
            name="tax_holds_that_of_delivery",
        ),
        CheckConstraint("credited_goods_dong BETWEEN 0 AND goods_dong", name="credited_within_goods"),
        CheckConstraint("credited_delivery_dong BETWEEN 0 AND delivery_dong", name="credited_within_delivery"),
        CheckConstraint("credited_commission_dong BETWEEN 0 AND commission_dong", name="credited_within_commission"),
        CheckConstraint("credited_vat_dong BETWEEN 0 AND vat_dong", name="credited_within_vat"),
        CheckConstraint("credited_pit_dong BETWEEN 0 AND pit_dong", name="credited_within_pit"),
        CheckConstraint(
            "status IN ('placed', 'cancelled', 'refused') OR routed_at IS NOT NULL", name="moved_was_routed"
        ),
        CheckConstraint(
            "status NOT IN ('delivered', 'completed') OR delivered_at IS NOT NULL", name="delivered_has_its_time"
        ),
        CheckConstraint("char_length(note_to_buyer) <= 300", name="note_to_buyer_is_short"),
        Index("ix_vendor_order_vendor_id", "vendor_id", "status", "id"),
        Index("ix_vendor_order_newest", "vendor_id", "id"),
        Index("ix_vendor_order_routed_at", "vendor_id", "routed_at"),
        Index(
            "ix_vendor_order_waiting", "reply_by", postgresql_where=text("status = 'placed' AND routed_at IS NOT NULL")
        ),
        Index("ix_vendor_order_open", "order_id", postgresql_where=text(f"status IN {values(*HELD_WHILE)}")),
        Index("ix_vendor_order_held", "release_at", postgresql_where=text("status = 'delivered'")),
        Index("uq_parcel", "carrier_id", "tracking_code", unique=True, postgresql_where="carrier_id IS NOT NULL"),
        CheckConstraint("carrier_id IS NULL OR tracking_code <> ''", name="parcel_has_its_code"),
    )

    id: Mapped[Key]
    order_id: Mapped[Ref] = mapped_column(ForeignKey("customer_order.id"), index=True)
    vendor_id: Mapped[Ref] = mapped_column(ForeignKey("vendor.id"))
    number: Mapped[Code] = mapped_column(unique=True)
    status: Mapped[VendorOrderStatus] = mapped_column(choice(VendorOrderStatus), default=VendorOrderStatus.PLACED)
    goods_dong: Mapped[Dong]
    delivery_dong: Mapped[Dong]
    total_dong: Mapped[Dong]
    commission_dong: Mapped[Dong]
    vat_dong: Mapped[Dong] = mapped_column(default=0)
    pit_dong: Mapped[Dong] = mapped_column(default=0)
    delivery_vat_dong: Mapped[Dong] = mapped_column(default=0)
    delivery_pit_dong: Mapped[Dong] = mapped_column(default=0)
    earning_dong: Mapped[Dong]
    credited_goods_dong: Mapped[Dong] = mapped_column(default=0)
    credited_delivery_dong: Mapped[Dong] = mapped_column(default=0)
    credited_commission_dong: Mapped[Dong] = mapped_column(default=0)
    credited_vat_dong: Mapped[Dong] = mapped_column(default=0)
    credited_pit_dong: Mapped[Dong] = mapped_column(default=0)
    delivery_kind: Mapped[DeliveryKind] = mapped_column(choice(DeliveryKind))
    delivery_words: Mapped[Line] = mapped_column(default="")
    return_terms: Mapped[Prose] = mapped_column(default="")
    weight_grams: Mapped[int]
    carrier_id: Mapped[Ref | None] = mapped_column(ForeignKey("carrier.id"), index=True)
    carrier: Mapped[Line] = mapped_column(default="")
    tracking_code: Mapped[Line] = mapped_column(default="")
    note_to_buyer: Mapped[Prose] = mapped_column(default="")
    routed_at: Mapped[Moment | None]
    reply_by: Mapped[Moment | None]
    reminded_at: Mapped[Moment | None]
    shipped_at: Mapped[Moment | None]
    delivered_at: Mapped[Moment | None]
    release_at: Mapped[Moment | None]
    cash_remitted_at: Mapped[Moment | None]

    order: Mapped[Order] = relationship(lazy="raise", back_populates="vendor_orders")
    vendor: Mapped[Vendor] = relationship(lazy="raise")
    lines: Mapped[list["OrderLine"]] = relationship(
        lazy="raise", back_populates="vendor_order", order_by="OrderLine.id"
    )
    status_changes: Mapped[list["StatusChange"]] = relationship(
        lazy="raise", back_populates="vendor_order", order_by="StatusChange.id"
    )

    @property
    def held_for(self) -> str:
        """What its stock reservations are held for."""
        return f"vendor-order/{self.id}"

    @property
    def agreed(self) -> Share:
        """The money of this part as it was agreed when the order was placed."""
        return Share(
            self.goods_dong,
            self.delivery_dong,
            self.commission_dong,
            self.vat_dong,
            self.pit_dong,
            self.promotion_goods_dong,
            self.promotion_delivery_dong,
        )

    @property
    def credited(self) -> Share:
        """What credit notes have taken off since."""
        return Share(
            self.credited_goods_dong,
            self.credited_delivery_dong,
            self.credited_commission_dong,
            self.credited_vat_dong,
            self.credited_pit_dong,
            self.credited_promotion_goods_dong,
            self.credited_promotion_delivery_dong,
        )

    @property
    def left(self) -> Share:
        """What is left of what was agreed."""
        return self.agreed - self.credited


class OrderLine(CopiedRate, ReducedLine, Base):
    """So many of a variant at the price of the moment, with the commission rule and the tax rates of the moment.

    Rates are basis points. `line_dong` is after the vendor's own coupon (`discount_dong`); of it the market's coupon
    pays `promotion_dong` in the buyer's stead. `ships_from`: sold before it was there, to be sent from that day on.
    `credited_quantity` of them were taken off by credit notes, `cut_quantity` of these before they were sent;
    `shipped_quantity` are in parcels that did not come back.

    Sold by weight, the price is that of the heaviest: `agreed_grams` at `kg_price_dong` a kilogram. At packing the
    `weighed_quantity` that are left turned out to weigh `weighed_grams` and cost `weighed_dong`, never more.
    """

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("vendor_order_id", "variant_id"),
        CheckConstraint("quantity BETWEEN 1 AND 10000", name="quantity_is_plausible"),
        *rules_of_line(),
        CheckConstraint("commission_basis_points BETWEEN 0 AND 10000", name="rate_is_a_share"),
        CheckConstraint("commission_dong BETWEEN 0 AND line_dong", name="commission_within_line"),
        CheckConstraint("vat_basis_points BETWEEN 0 AND 10000", name="vat_rate_is_a_share"),
        CheckConstraint("pit_basis_points BETWEEN 0 AND 10000", name="pit_rate_is_a_share"),
        CheckConstraint("vat_dong >= 0 AND pit_dong >= 0", name="tax_not_negative"),
        CheckConstraint("commission_dong + vat_dong + pit_dong <= line_dong", name="withheld_within_line"),
        CheckConstraint("credited_quantity BETWEEN 0 AND quantity", name="credited_within_quantity"),
        CheckConstraint("cut_quantity BETWEEN 0 AND credited_quantity", name="cut_within_credited"),
        CheckConstraint("shipped_quantity BETWEEN 0 AND quantity - cut_quantity", name="shipped_within_what_is_left"),
        CheckConstraint("num_nonnulls(kg_price_dong, agreed_grams) IN (0, 2)", name="by_weight_has_its_terms"),
        CheckConstraint("kg_price_dong > 0 AND agreed_grams > 0", name="terms_by_weight_above_zero"),
        CheckConstraint("num_nonnulls(weighed_quantity, weighed_grams, weighed_dong) IN (0, 3)", name="weighed_wholly"),
        CheckConstraint("weighed_grams IS NULL OR agreed_grams IS NOT NULL", name="weighed_is_by_weight"),
        CheckConstraint("weighed_quantity BETWEEN 1 AND quantity AND weighed_grams > 0", name="weighed_above_zero"),
        CheckConstraint(
            "weighed_dong BETWEEN 1 AND unit_price_dong * weighed_quantity", name="weighed_costs_no_more_than_agreed"
        ),
        Index("ix_order_line_variant_id", "variant_id"),
    )

    id: Mapped[Key]
    vendor_order_id: Mapped[Ref] = mapped_column(ForeignKey("vendor_order.id"))
    listing_id: Mapped[Ref] = mapped_column(ForeignKey("listing.id"))
    variant_id: Mapped[Ref] = mapped_column(ForeignKey("variant.id"))
    title: Mapped[Line]
    variant_label: Mapped[Line]
    sku: Mapped[Code]
    picture_key: Mapped[Line | None]
    unit_price_dong: Mapped[Dong]
    quantity: Mapped[int]
    line_dong: Mapped[Dong]
    commission_rule: Mapped[Line]
    commission_dong: Mapped[Dong]
    tax_class: Mapped[TaxClass] = mapped_column(choice(TaxClass), default=TaxClass.GOODS)
    vat_basis_points: Mapped[Small] = mapped_column(default=0)
    pit_basis_points: Mapped[Small] = mapped_column(default=0)
    vat_dong: Mapped[Dong] = mapped_column(default=0)
    pit_dong: Mapped[Dong] = mapped_column(default=0)
    credited_quantity: Mapped[int] = mapped_column(default=0)
    cut_quantity: Mapped[int] = mapped_column(default=0)
    shipped_quantity: Mapped[int] = mapped_column(default=0)
    ships_from: Mapped[Day | None]
    kg_price_dong: Mapped[Dong | None]
    agreed_grams: Mapped[int | None]
    weighed_quantity: Mapped[int | None]
    weighed_grams: Mapped[int | None]
    weighed_dong: Mapped[Dong | None]

    vendor_order: Mapped[VendorOrder] = relationship(lazy="raise", back_populates="lines")

    @property
    def left_quantity(self) -> int:
        """How many were not taken off."""
        return self.quantity - self.credited_quantity

    @property
    def is_to_be_weighed(self) -> bool:
        """Whether its weight is asked for when it is packed."""
        return self.agreed_grams is not None and self.weighed_grams is None and self.left_quantity > 0

    @property
    def most_grams(self) -> int:
        """What the pieces that are left weigh by agreement, sold by weight."""
        return (self.agreed_grams or 0) * self.left_quantity // self.quantity

    @property
    def unsent_quantity(self) -> int:
        """How many are still to be sent."""
        return self.quantity - self.cut_quantity - self.shipped_quantity


class StatusChange(Base):
    """A step of a vendor order: from (nothing when placed), to, when, by whom (nobody: by itself) and why."""

    __tablename__ = "status_change"
    __table_args__ = (Index("ix_status_change_vendor_order_id", "vendor_order_id", "id"),)

    id: Mapped[Key]
    vendor_order_id: Mapped[Ref] = mapped_column(ForeignKey("vendor_order.id"))
    from_status: Mapped[VendorOrderStatus | None] = mapped_column(choice(VendorOrderStatus, named="from_status"))
    to_status: Mapped[VendorOrderStatus] = mapped_column(choice(VendorOrderStatus, named="to_status"))
    at: Mapped[Moment]
    by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[Prose] = mapped_column(default="")

    vendor_order: Mapped[VendorOrder] = relationship(lazy="raise", back_populates="status_changes")
    by: Mapped[User | None] = relationship(lazy="raise")
