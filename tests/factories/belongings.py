"""One of everything that a person of this market can have: a shop with its goods, parts and payouts, and orders."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex

from marketplace import clock, outbox
from marketplace.accounts.addresses.operations import add_address
from marketplace.accounts.models import StaffRole, User
from marketplace.database import db
from marketplace.gateways.carriers.protocol import ParcelStage
from marketplace.notices.choices import unsubscribe_path
from marketplace.notices.models import NoticeKind
from marketplace.outbox import DeliveryState, OutboxDelivery
from marketplace.settings import settings
from marketplace.web.signed_files import file_address
from orders.carts import operations as carts
from orders.coupons.choosing import choose
from orders.direct import operations as direct
from orders.events import OrderPlaced
from orders.exports.models import DataExport, ExportFormat, ExportKind
from orders.exports.operations import ask
from orders.exports.working import take_step as make_table
from orders.fulfilment import operations, releasing
from orders.fulfilment.endings import cancel
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, OrderLine, VendorOrder
from orders.payments import notices
from orders.payments.models import BankNotice, Refund
from orders.payments.tries import begin_try
from orders.personal.copying import make_copy
from orders.personal.models import PersonalRequest
from orders.personal.operations import ask_copy
from orders.queries import refunds_of
from orders.returns.models import ReturnReason, ReturnWish
from orders.returns.operations import Complaint
from orders.returns.operations import ask as complain
from orders.shipments.models import Shipment
from orders.taxes.queries import all_rules
from tests.factories import pictures
from tests.factories.applications import an_approved_application
from tests.factories.carriers import Told, a_statement, hear, rows_of
from tests.factories.coupons import a_coupon
from tests.factories.documents import a_document
from tests.factories.entrances import a_passkey, a_sign_in
from tests.factories.fulfilment import bring_to, owner_of, parts_of
from tests.factories.holding import held
from tests.factories.listings import a_listing, the_stock
from tests.factories.orders import HANOI, HOAN_KIEM, an_order, first_variant_of
from tests.factories.papers import A_PDF, a_picture
from tests.factories.payments import a_movement, pay
from tests.factories.payouts import a_handed_batch, as_csv, paid
from tests.factories.people import a_person, an_officer
from tests.factories.registers import HEADS, MIEN, a_checked_register, an_applied_register
from tests.factories.talking import all_said_by
from tests.factories.vendors import a_holiday, a_member
from vendors.certificates.models import Certificate
from vendors.certificates.operations import Award, register
from vendors.commissions.queries import standing_rules
from vendors.consents.operations import give
from vendors.dues.models import DuesInvoice
from vendors.dues.operations import issue_dues
from vendors.imports.models import ImportJob
from vendors.imports.operations import send_file
from vendors.imports.working import take_step
from vendors.lexicon.models import SearchSynonym
from vendors.listings import photos
from vendors.listings.models import Listing
from vendors.listings.proposals.queries import latest_of
from vendors.models import MemberRole, Vendor
from vendors.onboarding.models import PaperKind
from vendors.papers.operations import renew
from vendors.payouts.bank_statements.operations import apply, take_in
from vendors.payouts.bank_statements.queries import questions
from vendors.payouts.models import Payout, PayoutAccount
from vendors.payouts.objections import objection_token
from vendors.payouts.operations import request_payout
from vendors.payouts.runs.operations import want_payouts
from vendors.programme.models import RegisterProduct
from vendors.programme.queries import questions_of
from vendors.stock.lots import receive_lot
from vendors.team.invitations import invite
from vendors.team.links import invitation_link
from vendors.team.queries import members_of

A_MOMENT_LATER = timedelta(minutes=1)


@dataclass(frozen=True, eq=False)
class Belongings:
    """A person, the shop they own, and what addresses call that which belongs to either.

    `named` maps the argument of an address to a value: "listing_id", or with the first part of the address where that
    decides what is meant ("seller.number" is a part's, "orders.number" an order's).
    """

    person: User
    vendor: Vendor
    named: dict[str, int | str]

    def value_of(self, area: str, argument: str) -> int | str | None:
        """What stands for the argument in an address of this area; None when nothing is known."""
        return self.named.get(f"{area}.{argument}", self.named.get(argument))


def belongings_of(name: str, *, staff_role: StaffRole | None = None) -> Belongings:
    """Let a person open a shop, sell, be paid, buy (of their own shop), and wait for a refund."""
    person = a_person(name, staff_role=staff_role)
    vendor = an_approved_application(f"HTX {name}", owner=person)
    listing = a_listing(vendor, stock=100)
    named = _goods(vendor, listing, person) | _selling(listing) | _complained_of(person, listing)
    named |= _buying(person, listing) | _carried()
    named |= all_said_by(person, listing, str(named["orders.part_number"]))
    return Belongings(person, vendor, named)


def _goods(vendor: Vendor, listing: Listing, owner: User) -> dict[str, int | str]:
    variant = first_variant_of(listing)
    a_member(vendor, role=MemberRole.PACKER)
    return {
        "vendor_id": vendor.id,
        "vendor_slug": vendor.slug,
        "gateway": "vnpay",
        "listing_id": listing.id,
        "listing_slug": listing.slug,
        "variant_id": variant.id,
        **_proposed(listing, owner),
        "item_id": the_stock(variant).id,
        "lot_id": receive_lot(the_stock(variant), 5, code="", produced_on=None, best_before_on=None, by=owner).id,
        "certificate_id": a_certificate(vendor, owner).id,
        "member_id": members_of(vendor)[-1].id,
        **_joining(vendor, owner),
        "unsubscribe.token": unsubscribe_path(NoticeKind.FOLLOWS, user_id=owner.id, mailbox="x@example.vn").split("/")[
            2
        ],
        "edition_id": renew(vendor, PaperKind.FOOD_SAFETY, A_PDF, by=owner).id,
        "files.token": file_address("private/papers/x.pdf", reader_id=owner.id, name="paper").rpartition("/")[2],
        "import_id": an_import(vendor, owner).id,
        "export_id": an_export(vendor, owner).id,
        **_registered(vendor),
        "seller.coupon_id": a_coupon(vendor).id,
        "desk.coupon_id": a_coupon().id,
    }


def _registered(vendor: Vendor) -> dict[str, int | str]:
    """A spreadsheet of the province that may mean the vendor, and a product of its register."""
    code = f"22-06838-{vendor.id}-4-2024"
    an_applied_register([HEADS, (1, code, "Miến", "HTX Sổ", "", "Bình Liêu", 4, "15/03/2024")])
    job = a_checked_register([HEADS, (*MIEN[:3], vendor.name, "", "Xã Ba Chẽ", *MIEN[6:])])
    product = db.session.scalars(db.select(RegisterProduct).where(RegisterProduct.code == code)).one()
    return {
        "register_import_id": job.id,
        "maker_id": questions_of(job)[0].id,
        "register_product_id": product.id,
    }


def _joining(vendor: Vendor, owner: User) -> dict[str, int | str]:
    """Somebody who is asked to join, and an officer who may help."""
    invitation = invite(vendor, f"{token_hex(4)}@example.vn", MemberRole.PACKER, by=owner)
    consent = give(vendor, an_officer(vendor.commune_code).id, ends_on=clock.today(), by=owner)
    return {
        "invitation_id": invitation.id,
        "join.token": invitation_link(invitation).rpartition("/")[2],
        "consent_id": consent.id,
        "holiday_id": a_holiday(vendor, clock.today() + timedelta(days=9)).id,
    }


def _proposed(listing: Listing, owner: User) -> dict[str, int | str]:
    """A photo that waits for a moderator."""
    photos.add_photos(
        listing, [photos.Upload("anh.jpg", pictures.a_picture(colour=f"#{listing.id * 40 % 256:02x}8080"))], by=owner
    )
    change = latest_of(listing)
    assert change is not None
    return {"photo_name": photos.photos_of(listing)[-1].name, "change_id": change.id}


def _carried() -> dict[str, int | str]:
    """A statement of a carrier with a row that waits, and a notice that nobody understands."""
    statement = a_statement(Told(f"GHN{token_hex(4).upper()}", 50_000))
    return {
        "carrier_id": statement.carrier_id,
        "carrier_statement_id": statement.id,
        "carrier_row_id": rows_of(statement)[0].id,
        "carrier_notice_id": hear(f"GHN{token_hex(4).upper()}", ParcelStage.LOST).id,
    }


def _selling(listing: Listing) -> dict[str, int | str]:
    payout = a_payout_for(_part(an_order(listing, quantity=5, method=PaymentMethod.TRANSFER)))
    waiting = _part(an_order(listing))
    order = db.session.get_one(Order, waiting.order_id)
    given_back = a_refund_by_the_vendor(listing)
    document = a_document(owner_id=payout.vendor_id)
    return {
        "vendor_refund": given_back.reference,
        "dues_reference": dues_of(listing).reference,
        "seller.number": waiting.number,
        "seller.parcel": a_parcel_of(waiting).number,
        "desk.number": order.number,
        "desk.part_number": waiting.number,
        "reference": payout.reference,
        "account_id": payout.account_id,
        "token": objection_token(db.session.get_one(PayoutAccount, payout.account_id)),
        "run_id": want_payouts(by=owner_of(waiting)).id,
        **_banking(owner_of(waiting)),
        "delivery_id": a_delivery_given_up().id,
        "document_id": document.id,
        "full_number": document.full_number,
        "rule_id": standing_rules()[0].id,
        "synonym_id": _a_synonym(),
        "tax_rule_id": all_rules()[0].id,
    }


def _banking(person: User) -> dict[str, int | str]:
    """A file for the bank, and a statement with a row that waits for a person."""
    batch, [payout] = a_handed_batch()
    statement = take_in(as_csv([paid(payout, content="chuyen tien")]), name="sao-ke.csv", by=person)
    apply(statement.id, by=person)
    return {"batch_id": batch.id, "statement_id": statement.id, "row_id": questions()[-1].row.id}


def _buying(person: User, listing: Listing) -> dict[str, int | str]:
    order = an_order(listing, buyer=person, method=PaymentMethod.VNPAY)
    begun = begin_try(order)
    pay(order)
    part = _part(order)
    operations.refuse(part, by=owner_of(part), reason="Hết hàng")
    line = carts.add(carts.open_cart(user=person), first_variant_of(listing).id, 1)
    return {
        "orders.number": order.number,
        "orders.part_number": part.number,
        "orders.parcel": a_parcel_of(part).number,
        "orders.try_reference": begun.reference,
        "orders.reference": refunds_of(order)[0].reference,
        "refund_reference": refunds_of(order)[0].reference,
        "line_id": line.id,
        "cart.coupon_id": choose(carts.open_cart(user=person), a_coupon().printed).id,
        "address_id": _address_of(person),
        "sign_in_id": a_sign_in(person).id,
        "passkey_id": a_passkey(person).id,
        "copy_id": a_copy(person).id,
        "notice_id": money_without_an_order().id,
    }


def a_parcel_of(part: VendorOrder) -> Shipment:
    """An empty parcel of the part, whatever state it is in."""
    parcel = Shipment(vendor_order_id=part.id, place=1, number=f"{part.number}-K1", shipped_at=clock.now())
    db.session.add(parcel)
    db.session.flush()
    return parcel


def a_certificate(vendor: Vendor, owner: User) -> Certificate:
    """A certificate with its scan, not verified yet."""
    award = Award(
        number=f"{vendor.id}/QĐ-OCOP",
        product_name="Miến dong",
        star=4,
        issuer="UBND tỉnh Quảng Ninh",
        issued_on=clock.today() - timedelta(days=30),
    )
    return register(vendor, award, by=owner, scan=A_PDF)


def an_import(vendor: Vendor, owner: User) -> ImportJob:
    """A table with something to mend, looked at."""
    job = send_file(vendor, "SKU;Tên;Giá\nA;Miến;rẻ\n".encode(), name="hang.csv", by=owner)
    for step in range(2):
        take_step(job.id, step)
    return job


def an_export(vendor: Vendor, owner: User) -> DataExport:
    """The vendor's stock to take along, ready."""
    export = ask(vendor, ExportKind.STOCK, ExportFormat.CSV, by=owner, role=MemberRole.OWNER)
    make_table(export.id, 0)
    return export


def a_copy(person: User) -> PersonalRequest:
    """A copy of the person's data, ready to be fetched."""
    copy = ask_copy(person)
    make_copy(copy.id)
    return copy


def a_delivery_given_up() -> OutboxDelivery:
    """A fact that did not reach a reaction after many tries."""
    delivery = OutboxDelivery(
        message=outbox.record(OrderPlaced(order_id=0)),
        reaction="orders.mail.tell_buyer_placed",
        state=DeliveryState.GIVEN_UP,
        next_try_at=clock.now(),
    )
    db.session.add(delivery)
    db.session.flush()
    return delivery


def a_payout_for(part: VendorOrder) -> Payout:
    """A payout of what this part earns, once it is delivered and its hold is over."""
    pay(db.session.get_one(Order, part.order_id))
    bring_to(part, VendorOrderStatus.DELIVERED)
    with clock.at(clock.now() + timedelta(days=settings().hold_days) + A_MOMENT_LATER):
        releasing.release([part.id])
    payout = request_payout(part.vendor_id)
    assert payout is not None
    return payout


def a_refund_by_the_vendor(listing: Listing) -> Refund:
    """What the vendor owes a buyer who paid it straight and cancelled."""
    with held("direct"):
        part = _part(an_order(listing, method=PaymentMethod.TRANSFER))
    direct.claim(part)
    cancel(part, by=None)
    return db.session.scalars(db.select(Refund).where(Refund.vendor_order_id == part.id)).one()


def dues_of(listing: Listing) -> DuesInvoice:
    """The invoice of what the vendor owes for goods that it sold for cash."""
    bring_to(_part(an_order(listing)), VendorOrderStatus.DELIVERED)
    invoice = issue_dues(listing.vendor_id)
    assert invoice is not None
    return invoice


def money_without_an_order() -> BankNotice:
    """A transfer whose memo names no order."""
    movement = a_movement(50_000, "chuyen tien mua mien")
    notices.receive(movement)
    notice = db.session.scalars(db.select(BankNotice).order_by(BankNotice.id.desc())).first()
    notices.act_on(notice.id)
    return notice


def _complained_of(person: User, listing: Listing) -> dict[str, int | str]:
    """An order of the person's own shop that arrived broken, with a photo of it."""
    part = bring_to(_part(an_order(listing, buyer=person)), VendorOrderStatus.DELIVERED)
    [line] = db.session.scalars(db.select(OrderLine).where(OrderLine.vendor_order_id == part.id))
    told = Complaint({line.id: 1}, ReturnReason.DAMAGED, ReturnWish.REFUND, "Hũ bị vỡ", photos=[a_picture()])
    case = complain(part, told, by=person)
    return {
        "complained_number": db.session.get_one(Order, part.order_id).number,
        "complained_part": part.number,
        "return_reference": case.reference,
        "return_photo_id": case.photos[0].id,
    }


def _address_of(person: User) -> int:
    kept = add_address(
        person,
        full_name=person.full_name,
        phone="+84987654321",
        province_code=HANOI,
        commune_code=HOAN_KIEM,
        street="12 Hàng Bài",
        default=True,
    )
    db.session.flush()
    return kept.id


def _part(order: Order) -> VendorOrder:
    return parts_of(order)[0]


def _a_synonym() -> int:
    said = token_hex(4)
    synonym = SearchSynonym(said=said, said_fold=said, meant="miến", at=clock.now())
    db.session.add(synonym)
    db.session.flush()
    return synonym.id
