"""Runs of payouts, for the desk."""

from collections.abc import Sequence

from sqlalchemy import case, select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.errors import NotFound
from vendors.payouts.runs.models import PayoutRun, PayoutRunVendor, RunOutcome

MOST_TOLD = 100
_URGENCY = {RunOutcome.FAILED: 0, RunOutcome.WAITING: 1, RunOutcome.NOTHING: 2, RunOutcome.PAID: 3}


def run_numbered(run_id: int) -> PayoutRun:
    """Give a run with whoever started it. Raises NotFound."""
    run = db.session.scalar(select(PayoutRun).where(PayoutRun.id == run_id).options(joinedload(PayoutRun.started_by)))
    if run is None:
        raise NotFound
    return run


def latest_runs(limit: int = 5) -> Sequence[PayoutRun]:
    """List the latest runs that had anybody to pay, newest first."""
    query = select(PayoutRun).where(PayoutRun.wanted > 0).order_by(PayoutRun.id.desc()).limit(limit)
    return db.session.scalars(query.options(joinedload(PayoutRun.started_by))).all()


def vendors_of(run: PayoutRun) -> Sequence[PayoutRunVendor]:
    """List vendors of the run, first those where something went wrong, then those that wait, then the others."""
    query = select(PayoutRunVendor).where(PayoutRunVendor.run_id == run.id)
    query = query.options(joinedload(PayoutRunVendor.vendor), joinedload(PayoutRunVendor.payout))
    place = case(_URGENCY, value=PayoutRunVendor.outcome)
    return db.session.scalars(query.order_by(place, PayoutRunVendor.vendor_id).limit(MOST_TOLD)).all()
