"""What waits at the desk: counts with their ways, the health of the books, facts that did not arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace import clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.ledger import health
from marketplace.ledger.models import AuditRun
from marketplace.notices.models import Notice
from marketplace.notices.queries import failed
from marketplace.outbox import OutboxDelivery
from marketplace.settings import settings
from orders.declarations.queries import Month, months_waiting, waiting_count
from orders.fulfilment.deadlines import UNANSWERED, asked_at
from orders.models import VendorOrder
from orders.payments.models import Refund, RefundStatus
from orders.payments.queries import unmatched_count
from orders.returns.queries import count_disputed
from vendors.access import seen_by
from vendors.certificates.queries import count_unverified
from vendors.listings.models import Listing, ListingStatus
from vendors.onboarding.queries import count_waiting
from vendors.payouts.models import Payout, PayoutStatus
from vendors.payouts.queries import accounts_waiting_count

MOST_SHOWN = 20
RECENT = timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """A queue: what it is, how many wait there, and the way to it."""

    label: LazyString
    count: int
    path: str
    icon: str


@dataclass(frozen=True)
class Health:
    """How the market itself is: the last audit of the books, facts and letters that did not arrive."""

    audit: AuditRun | None
    deliveries: Sequence[OutboxDelivery]
    letters: Sequence[Notice]


def waiting_for(person: User) -> list[Waiting]:
    """Count what waits for this member of staff; officers see their communes' vendors and no money."""
    queues = [
        Waiting(_l("Hồ sơ xin bán hàng"), count_waiting(person), "/desk/applications", "clipboard-check"),
        Waiting(_l("Mặt hàng chờ duyệt"), _count_listings(person), "/desk/listings", "tags"),
        Waiting(_l("Giấy chứng nhận chờ xác minh"), count_unverified(person), "/desk/certificates", "badge-check"),
    ]
    queues.append(Waiting(_l("Khiếu nại chờ chợ quyết định"), count_disputed(person), "/desk/disputes", "message"))
    if person.is_administrator:
        queues += [
            Waiting(_l("Tiền vào chưa rõ của ai"), unmatched_count(), "/desk/payments", "landmark"),
            Waiting(_l("Hoàn tiền bị ngân hàng từ chối"), _count_failed_refunds(), "/desk/refunds", "undo"),
            Waiting(_l("Tài khoản nhận tiền chờ xác nhận"), accounts_waiting_count(), "/desk/payouts", "credit-card"),
            Waiting(_l("Lệnh chi không thành, 7 ngày qua"), _count_failed_payouts(), "/desk/payouts", "banknote"),
            Waiting(_l("Tờ khai thuế chưa xong"), waiting_count(), "/desk/taxes", "receipt"),
        ]
    return queues


def unanswered_for(person: User) -> Sequence[VendorOrder]:
    """List parts that their vendors leave unanswered beyond the reminder, the most urgent first."""
    late = asked_at() <= clock.now() - timedelta(hours=settings().reply_reminder_hours)
    query = select(VendorOrder).join(VendorOrder.vendor).where(UNANSWERED, late, seen_by(person))
    loaded = query.options(contains_eager(VendorOrder.vendor), joinedload(VendorOrder.order))
    return db.session.scalars(loaded.order_by(VendorOrder.reply_by).limit(MOST_SHOWN)).all()


def health_of_market() -> Health:
    """How the market is, for administrators."""
    return Health(audit=health.last_run(), deliveries=outbox.given_up(MOST_SHOWN), letters=failed(MOST_SHOWN))


def taxes_due() -> list[Month]:
    """The months whose tax must be declared and paid within a week, or should have been, the most urgent first."""
    return [month for month in months_waiting() if month.is_late or month.is_near]


def _count_listings(person: User) -> int:
    waiting = select(func.count(Listing.id)).join(Listing.vendor)
    return db.session.scalar(waiting.where(Listing.status == ListingStatus.SUBMITTED, seen_by(person))) or 0


def _count_failed_refunds() -> int:
    return db.session.scalar(select(func.count(Refund.id)).where(Refund.status == RefundStatus.FAILED)) or 0


def _count_failed_payouts() -> int:
    recent = Payout.failed_at > clock.now() - RECENT
    return db.session.scalar(select(func.count(Payout.id)).where(Payout.status == PayoutStatus.FAILED, recent)) or 0
