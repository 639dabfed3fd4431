"""Starting runs of payouts, and seeing to one vendor after the other."""

from collections.abc import Sequence
from datetime import date, timedelta

import structlog
from flask_babel import lazy_gettext as _l
from sqlalchemy import case, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Refusal
from vendors.events import PayoutWanted
from vendors.models import Vendor
from vendors.payouts.due import Obstacle, due_vendors, forecast_of
from vendors.payouts.operations import request_payout
from vendors.payouts.runs.models import PayoutRun, PayoutRunVendor, RunOutcome

log = structlog.get_logger()
LONGEST_GAP = timedelta(days=31)
"""Nights that were missed longer ago than this are not made up for."""


class NotPayableNow(Refusal):
    """Something stands in the way of paying this vendor now."""

    sentence = _l("Hiện chưa chi được. Trang Tiền nói vì sao.")


class PaidBySchedule(Refusal):
    """Only vendors that chose to be paid on request ask for it."""

    sentence = _l("Bạn được chi theo lịch, không cần yêu cầu.")


def want_payouts(*, by: User) -> PayoutRun:
    """Start a run for every vendor that is due today, without waiting for the night."""
    run = _begin(due_vendors(), by=by)
    audit.record("payouts wanted", by, by=by, vendors=run.wanted)
    return run


def run_nightly() -> None:
    """Start the night's run, for today and for nights that were missed; a night without work is noted once."""
    due = due_vendors(_days_to_serve())
    if due or not _ran_today():
        _begin(due, by=None)


def ask_for_payout(vendor: Vendor, *, by: User) -> PayoutRun:
    """Let a vendor that is paid on request be paid now. Raises PaidBySchedule, NotPayableNow."""
    forecast = forecast_of(vendor.id)
    if forecast is None or forecast.obstacle is None:
        raise PaidBySchedule
    if forecast.obstacle is not Obstacle.ON_REQUEST:
        raise NotPayableNow
    audit.record("payout asked for", vendor, by=by)
    return _begin([vendor.id], by=by)


def pay_in_run(vendor_id: int, run_id: int | None = None) -> None:
    """See to one vendor of a run, once: claim what is payable to it, and count it.

    What goes wrong is noted and left to the next run; a worker that is killed leaves the vendor to the next worker.
    """
    if run_id is None:
        request_payout(vendor_id)
        return
    waiting = _waiting(run_id, vendor_id)
    if waiting is None:
        return
    starter = _starter(run_id)
    try:
        with db.session.begin_nested():
            payout = request_payout(vendor_id, by=starter)
    except (Refusal, SQLAlchemyError) as problem:
        log.warning("payout_run_vendor_failed", run=run_id, vendor=vendor_id, exc_info=problem)
        waiting.outcome, waiting.words = RunOutcome.FAILED, type(problem).__name__
    else:
        waiting.payout_id = payout.id if payout else None
        waiting.outcome = RunOutcome.PAID if payout else RunOutcome.NOTHING
    _count(run_id, failed=waiting.outcome is RunOutcome.FAILED)


def _begin(vendor_ids: Sequence[int], *, by: User | None) -> PayoutRun:
    now = clock.now()
    run = PayoutRun(
        day=clock.today(),
        wanted=len(vendor_ids),
        started_at=now,
        started_by_id=by.id if by else None,
        finished_at=None if vendor_ids else now,
    )
    db.session.add(run)
    db.session.flush()
    if vendor_ids:
        rows = [{"run_id": run.id, "vendor_id": vendor_id} for vendor_id in vendor_ids]
        db.session.execute(insert(PayoutRunVendor), rows)
    for vendor_id in vendor_ids:
        outbox.record(PayoutWanted(vendor_id, run.id))
    return run


def _days_to_serve() -> list[date]:
    """Today, and every day since the last night that ran."""
    today = clock.today()
    nightly = select(func.max(PayoutRun.day)).where(PayoutRun.started_by_id.is_(None), PayoutRun.day < today)
    first = max((db.session.scalar(nightly) or today - timedelta(days=1)) + timedelta(days=1), today - LONGEST_GAP)
    return [first + timedelta(days=ahead) for ahead in range((today - first).days + 1)]


def _ran_today() -> bool:
    query = select(PayoutRun.id).where(PayoutRun.started_by_id.is_(None), PayoutRun.day == clock.today())
    return db.session.scalar(query.limit(1)) is not None


def _starter(run_id: int) -> User | None:
    query = select(User).join(PayoutRun, PayoutRun.started_by_id == User.id)
    return db.session.scalar(query.where(PayoutRun.id == run_id))


def _waiting(run_id: int, vendor_id: int) -> PayoutRunVendor | None:
    """Hold the vendor's place in the run while it waits: whoever comes second finds it seen to."""
    query = select(PayoutRunVendor).where(
        PayoutRunVendor.run_id == run_id,
        PayoutRunVendor.vendor_id == vendor_id,
        PayoutRunVendor.outcome == RunOutcome.WAITING,
    )
    return db.session.scalar(query.with_for_update().execution_options(populate_existing=True))


def _count(run_id: int, *, failed: bool) -> None:
    """Count a vendor as the last act of its transaction, as all workers of a run count on one row."""
    db.session.flush()
    is_last = PayoutRun.done + PayoutRun.failed + 1 == PayoutRun.wanted
    counted = {"failed": PayoutRun.failed + 1} if failed else {"done": PayoutRun.done + 1}
    finished = case((is_last, clock.now()), else_=None)
    db.session.execute(update(PayoutRun).where(PayoutRun.id == run_id).values(**counted, finished_at=finished))
