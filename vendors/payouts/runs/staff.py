"""Runs of payouts at the desk: what one would do, starting it, and how far it has come."""

from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.gateways.banks import bank_by_bin
from marketplace.web.audience import administrators
from vendors.payouts.due import forecasts
from vendors.payouts.runs import operations, queries
from vendors.payouts.runs.models import RunOutcome
from vendors.payouts.words import OBSTACLES

blueprint = Blueprint("desk_payout_runs", __name__)


@blueprint.get("/desk/payouts/preview")
@administrators
def preview() -> str:
    """Say what a run would pay now, and why others are not paid; nothing is written."""
    known = forecasts()
    return render_template(
        "payouts/runs/preview.html",
        paid=[each for each in known if each.obstacle is None],
        others=[each for each in known if each.obstacle],
        obstacles=OBSTACLES,
        bank_by_bin=bank_by_bin,
        day=clock.today(),
    )


@blueprint.post("/desk/payouts/runs")
@administrators
def start() -> Response:
    """Start a run for every vendor that is due, without waiting for the night."""
    run = operations.want_payouts(by=current_user)
    return redirect(url_for("desk_payout_runs.run", run_id=run.id))


@blueprint.get("/desk/payouts/runs/<int:run_id>")
@administrators
def run(run_id: int) -> str:
    """Show how far a run has come, and what became of its vendors."""
    found = queries.run_numbered(run_id)
    vendors = queries.vendors_of(found)
    return render_template("payouts/runs/run.html", run=found, vendors=vendors, outcomes=RunOutcome)
