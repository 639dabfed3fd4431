"""A small demo market on a real database: whole, right, in every state, and built once."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.accounts.operations import prove
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.gateways.twins.store import TwinStore
from marketplace.gateways.wiring import gateways
from marketplace.ledger import audit as books
from marketplace.outbox import OutboxMessage
from marketplace.pictures import rendition_key
from orders.carriers.models import CarrierStatement, CarrierStatementRow, Finding
from orders.conversations.models import Conversation, PublicAnswer
from orders.coupons.models import Coupon
from orders.declarations import queries
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, OrderLine, VendorOrder
from orders.payments.models import BankNotice, NoticeOutcome, Payment, PaymentStatus, Refund, RefundStatus
from orders.reviews.models import Review
from orders.shipments.models import Shipment
from tests.workers.seed.conftest import LISTINGS, ORDERS, VENDORS
from vendors import audit as market
from vendors.delivery.models import DeliveryRate
from vendors.listings.models import Listing, ListingStatus, Photo
from vendors.models import Member, MemberRole, OfficerConsent, Vendor, VendorStatus
from vendors.payouts.models import Payout, PayoutAccount, PayoutStatus
from vendors.reductions.models import Reduction, ReductionState
from vendors.stock.models import StockItem
from vendors.storefront import index
from vendors.storefront.models import CatalogueEntry
from workers.seed.copies import copy_vendors
from workers.seed.counter import AHEAD, MARKETS_CODE, REDUCED, VENDORS_CODE
from workers.seed.past import RECENT
from workers.seed.people import ACCOUNTS, OFFICER, PASSWORD, PRODUCER_OF_TWO, person_of
from workers.seed.queries import FINISHED
from workers.seed.unsettled import HELPED


@pytest.fixture
def seeded(demo_market):
    """The demo market to look at."""
    assert demo_market.built.exit_code == 0, demo_market.built.output
    with demo_market.app.app_context():
        yield demo_market
        db.session.rollback()


def counted(column):
    """How many rows there are for each value."""
    return Counter(dict(db.session.execute(select(column, func.count()).group_by(column)).all()))


def test_it_has_the_size_that_was_asked_for(seeded):
    assert counted(Vendor.status)[VendorStatus.APPROVED] == VENDORS
    assert counted(Listing.status)[ListingStatus.ON_SALE] == LISTINGS
    assert db.session.scalar(select(func.count()).select_from(CatalogueEntry)) == LISTINGS
    assert db.session.scalar(select(func.count()).select_from(Order)) == ORDERS


def test_tax_of_the_past_is_declared_and_paid(seeded):
    """All but the month before this one, which may still have time."""
    months = queries.months()
    assert [month.is_settled for month in months[2:]] == [True] * len(months[2:])
    assert len(months) >= 3


def test_the_audits_find_nothing(seeded):
    assert books.findings() == []
    assert market.findings() == []
    assert books.turnover_dong() > 0


def test_every_state_is_there(seeded):
    assert counted(VendorOrder.status).keys() == set(VendorOrderStatus)
    assert counted(Payment.status).keys() == set(PaymentStatus) - {PaymentStatus.DIRECT}  # the market sells itself
    assert counted(Order.method).keys() == set(PaymentMethod)
    settled = {RefundStatus.ACCOUNT_NEEDED, RefundStatus.SENT, RefundStatus.DONE, RefundStatus.FAILED}
    assert counted(Refund.status).keys() == settled
    assert {PayoutStatus.CONFIRMED, PayoutStatus.FAILED} <= counted(Payout.status).keys()
    acted_on = set(NoticeOutcome) - {NoticeOutcome.NEW, NoticeOutcome.IGNORED}
    assert counted(BankNotice.outcome).keys() == acted_on


def test_a_carrier_has_brought_its_cash_but_for_the_last_statement(seeded):
    statements = db.session.scalars(select(CarrierStatement).order_by(CarrierStatement.id)).all()
    *earlier, last = statements
    assert earlier
    assert all(statement.owed_dong == 0 for statement in earlier)
    assert last.owed_dong == last.net_dong > 0
    waiting = select(CarrierStatementRow.finding).where(CarrierStatementRow.settled_at.is_(None))
    assert db.session.scalars(waiting).all() == [Finding.LESS]


def test_buyers_have_spoken_and_producers_have_answered(seeded):
    stars = counted(Review.stars)
    assert len(stars) > 1
    shown = select(func.sum(CatalogueEntry.review_count), func.sum(CatalogueEntry.star_sum))
    told = sum(stars.values()), sum(star * count for star, count in stars.items())
    assert tuple(db.session.execute(shown).one()) == told
    assert db.session.scalar(select(func.count()).where(Review.answer != "")) > 0
    asked, waiting = select(func.count(Conversation.id)), Conversation.waits_since.is_not(None)
    assert db.session.scalar(asked) >= 2
    assert db.session.scalar(asked.where(waiting)) == 1
    assert db.session.scalar(select(func.count(PublicAnswer.id))) == 1


def test_parts_in_parcels_goods_by_weight_and_goods_to_come_are_there(seeded):
    sent = select(func.count(Shipment.id)).group_by(Shipment.vendor_order_id).order_by(func.count().desc())
    assert db.session.scalars(sent).first() == 2
    assert db.session.scalar(select(func.count()).where(OrderLine.weighed_grams < OrderLine.agreed_grams)) > 0
    assert db.session.scalar(select(func.count()).where(StockItem.expected > 0)) == AHEAD
    assert db.session.scalar(select(func.count()).where(OrderLine.ships_from.is_not(None))) > 0


def test_prices_are_lowered_codes_given_and_the_officer_may_help(seeded):
    assert counted(Reduction.state) == {ReductionState.RUNNING: REDUCED}
    assert set(db.session.scalars(select(Coupon.printed))) == {MARKETS_CODE, VENDORS_CODE}
    near = select(func.count(Vendor.id)).where(Vendor.commune_code.in_(OFFICER.communes))
    helped = db.session.scalars(select(OfficerConsent)).all()
    assert len(helped) == min(HELPED, db.session.scalar(near.where(Vendor.status == VendorStatus.APPROVED)))
    assert {consent.officer_id for consent in helped} <= {person_of(OFFICER).id}


def test_applications_and_listings_wait_for_the_desk(seeded):
    vendors, listings = counted(Vendor.status), counted(Listing.status)
    undecided = {VendorStatus.SUBMITTED: 3, VendorStatus.RETURNED: 1, VendorStatus.SUSPENDED: 1}
    assert vendors == {VendorStatus.APPROVED: VENDORS, **undecided}
    assert listings[ListingStatus.SUBMITTED] >= 1
    assert listings[ListingStatus.RETURNED] == listings[ListingStatus.DRAFT] == 1


def test_every_producer_can_deliver_and_be_paid(seeded):
    approved = set(db.session.scalars(select(Vendor.id).where(Vendor.status == VendorStatus.APPROVED)))
    assert approved <= set(db.session.scalars(select(DeliveryRate.vendor_id)))
    assert approved <= set(db.session.scalars(select(PayoutAccount.vendor_id)))
    assert approved <= set(db.session.scalars(select(Member.vendor_id)))


def test_pictures_are_kept_in_every_width(seeded):
    keys = set(db.session.scalars(select(Photo.key)))
    assert len(keys) > LISTINGS // 2
    assert all(gateways().files.exists(rendition_key(key, width)) for key in keys for width in (320, 640, 1280))


def test_nothing_lies_in_the_future(seeded):
    now = clock.now()
    assert db.session.scalar(select(func.max(AuditEntry.at))) <= now
    assert db.session.scalar(select(func.max(OutboxMessage.recorded_at))) <= now
    assert db.session.scalar(select(func.max(Order.placed_at))) <= now
    assert db.session.scalar(select(func.min(Order.placed_at))) < now - timedelta(days=20)


def test_only_what_happened_lately_is_told(seeded):
    untold = OutboxMessage.dispatched_at.is_(None)
    oldest = db.session.scalar(select(func.min(OutboxMessage.recorded_at)).where(untold))
    finished = db.session.scalar(select(AuditEntry.at).where(AuditEntry.action == FINISHED))
    assert finished - RECENT <= oldest
    assert 0 < db.session.scalar(select(func.count()).where(untold)) < 100


def test_the_twin_of_the_bank_remembers_the_same_money(seeded):
    store = TwinStore(seeded.app.extensions["settings"].database_url)
    with store.connection() as bank:
        incoming = bank.execute("SELECT id::text, amount_dong FROM twin.movement WHERE is_incoming").fetchall()
        waiting = bank.execute("SELECT id FROM twin.notice WHERE due_at IS NOT NULL").fetchall()
        paid = bank.execute("SELECT number, told_dong FROM twin.checkout WHERE state = 'paid'").fetchall()
    told = db.session.execute(select(BankNotice.provider, BankNotice.provider_id, BankNotice.amount_dong)).all()
    of_bank = {(number, dong) for provider, number, dong in told if provider == "sepay"}
    of_gateways = {(number, dong) for provider, number, dong in told if provider != "sepay"}
    assert {(row["id"], row["amount_dong"]) for row in incoming} == of_bank
    assert {(row["number"], row["told_dong"]) for row in paid} == of_gateways
    assert waiting == []


def test_everybody_who_is_named_may_sign_in(seeded):
    for account in ACCOUNTS:
        assert prove(account.login, PASSWORD).full_name == account.full_name
    shops = select(func.count()).where(Member.user_id == person_of(PRODUCER_OF_TWO).id)
    assert db.session.scalar(shops) == 2


def test_nobody_can_be_reached_outside_of_the_demo(seeded):
    for email in db.session.scalars(select(User.email).where(User.email.is_not(None))):
        assert email.endswith("@demo.vn")


def test_copies_are_as_right_as_what_they_are_copied_from(seeded):
    first = list(db.session.scalars(select(Vendor.id).where(Vendor.status == VendorStatus.APPROVED).limit(4)))
    on_sale = select(func.count()).where(Listing.vendor_id.in_(first), Listing.status == ListingStatus.ON_SALE)
    copied = db.session.scalar(on_sale)
    for number in (2, 3):
        copy_vendors(first, number)
    assert index.rebuild() == LISTINGS + 2 * copied
    assert counted(Vendor.status)[VendorStatus.APPROVED] == VENDORS + 2 * len(first)
    assert market.findings() == books.findings() == []
    assert counted(Vendor.name).most_common(1)[0][1] == 1
    owners = select(func.count(Member.user_id.distinct())).where(Member.role == MemberRole.OWNER)
    assert db.session.scalar(owners) == db.session.scalar(select(func.count()).select_from(Vendor))


def test_the_accounts_are_told(seeded):
    said = seeded.command("seed", "accounts").output
    assert PASSWORD in said
    assert all(account.login in said for account in ACCOUNTS)


def test_a_market_is_built_once(seeded):
    before = db.session.scalar(select(func.count()).select_from(User))
    again = seeded.command("seed", "demo")
    assert (again.exit_code, again.output) == (0, "There is a market already; nothing was built.\n")
    assert db.session.scalar(select(func.count()).select_from(User)) == before
