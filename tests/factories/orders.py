"""Carts and orders for tests, by the operations that buyers use."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.places.queries import find_commune
from orders.carts import operations as carts
from orders.carts.models import Cart
from orders.carts.queries import contents
from orders.checkout.assembly import DeliverTo
from orders.checkout.place_order import place_order
from orders.checkout.queries import quote_of
from orders.coupons.queries import standings_in
from orders.kinds import PaymentMethod
from orders.models import Order
from tests.factories.listings import a_listing
from tests.factories.vendors import a_vendor
from vendors.delivery.models import DeliveryKind, DeliveryRate, DeliveryZone
from vendors.listings.models import Listing, Variant
from vendors.models import Vendor

BY_CARRIER_DONG = 30_000
A_MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SOME_KEY = UUID("6f1c6c1a-6f0e-4c53-9f56-8d7f6a1f2b3c")
HANOI, HOAN_KIEM = "01", "00070"
TO_HANOI = DeliverTo(
    full_name="Trần Thu Hà", phone="+84987654321", province_code=HANOI, commune_code=HOAN_KIEM, street="12 Hàng Bài"
)


def rates_for(vendor: Vendor, *, carrier_dong: int = BY_CARRIER_DONG, free_from_dong: int | None = None) -> None:
    """A carrier to the whole country at one price, and pick-up in the province."""
    for zone in DeliveryZone:
        db.session.add(
            DeliveryRate(
                vendor_id=vendor.id,
                kind=DeliveryKind.CARRIER,
                zone=zone,
                base_dong=carrier_dong,
                base_grams=1_000_000,
                free_from_dong=free_from_dong,
            )
        )
    for zone in (DeliveryZone.COMMUNE, DeliveryZone.PROVINCE):
        db.session.add(DeliveryRate(vendor_id=vendor.id, kind=DeliveryKind.PICKUP, zone=zone, base_dong=0))
    db.session.flush()


def a_shop(name: str = "HTX Miến dong Bình Liêu", *, carrier_dong: int = BY_CARRIER_DONG) -> Vendor:
    """An approved vendor that sends its goods everywhere."""
    vendor = a_vendor(name)
    rates_for(vendor, carrier_dong=carrier_dong)
    return vendor


def a_cart(*listings: Listing, quantity: int = 1, user: User | None = None) -> Cart:
    """A cart, a guest's when no person is given, with so many of each listing's first variant."""
    cart = carts.open_cart(user=user, token=None if user else carts.new_token())
    for listing in listings:
        carts.add(cart, first_variant_of(listing).id, quantity)
    return cart


def first_variant_of(listing: Listing) -> Variant:
    """The variant that stands first on the listing's page."""
    variants = select(Variant).where(Variant.listing_id == listing.id).order_by(Variant.position, Variant.id)
    return db.session.scalars(variants).first()


@dataclass
class Checkout:
    """A buyer at the checkout: what the page would send when the button is pressed."""

    cart: Cart
    deliver_to: DeliverTo = TO_HANOI
    method: PaymentMethod = PaymentMethod.CASH
    kind: DeliveryKind = DeliveryKind.CARRIER
    checkout_key: UUID = field(default_factory=uuid4)
    vendors_chosen: set[int] | None = None
    seen_total_dong: int | None = None
    seen_days: dict[int, str] | None = None
    pickups: dict[int, str] | None = None

    def look(self) -> "Checkout":
        """See the total as it is now."""
        self.seen_total_dong = self._total_dong()
        return self

    def place(self) -> Order:
        """Press the button."""
        vendor_ids = self.vendor_ids()
        return place_order(
            self.cart,
            vendors_chosen=vendor_ids,
            deliver_to=replace(self.deliver_to, pickups=self.pickups or {}),
            choices=dict.fromkeys(vendor_ids, self.kind),
            method=self.method,
            checkout_key=self.checkout_key,
            seen_total_dong=self._total_dong() if self.seen_total_dong is None else self.seen_total_dong,
            seen_days=self.seen_days,
        )

    def vendor_ids(self) -> set[int]:
        """Whose groups are ordered: those chosen, else all."""
        return self.vendors_chosen or {group.vendor.id for group in contents(self.cart).groups}

    def _total_dong(self) -> int:
        vendor_ids = self.vendor_ids()
        destination = find_commune(self.deliver_to.province_code, self.deliver_to.commune_code)
        chosen = contents(self.cart).only(vendor_ids)
        coupons = standings_in(self.cart.id, buyer_id=self.cart.user_id, phone=self.deliver_to.phone)
        choices = dict.fromkeys(vendor_ids, self.kind)
        return quote_of(chosen, destination=destination, choices=choices, coupons=coupons).total_dong


def an_order(
    *listings: Listing,
    quantity: int = 1,
    method: PaymentMethod = PaymentMethod.CASH,
    buyer: User | None = None,
    deliver_to: DeliverTo = TO_HANOI,
) -> Order:
    """An order of so many of each listing (of one new listing when none is given), placed as a buyer places it."""
    wanted = listings or (a_listing(a_shop()),)
    return Checkout(a_cart(*wanted, quantity=quantity, user=buyer), method=method, deliver_to=deliver_to).place()
