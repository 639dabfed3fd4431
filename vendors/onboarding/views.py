"""What selling here means, and the first step of an application."""

from flask import Blueprint, redirect, render_template, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.web.audience import public, signed_in
from marketplace.web.forms import form_page
from vendors import access
from vendors.onboarding import operations
from vendors.onboarding.checklist import CHECKLIST, PAPER_NAMES
from vendors.onboarding.forms import ProfileForm
from vendors.words import KIND_NAMES

blueprint = Blueprint("onboarding", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/sell")
@public
def landing() -> str:
    """Say what selling here means and what is needed."""
    papers = [(KIND_NAMES[kind], [PAPER_NAMES[paper] for paper in CHECKLIST[kind]]) for kind in KIND_NAMES]
    return render_template("onboarding/landing.html", papers=papers)


@blueprint.route("/sell/apply", methods=["GET", "POST"])
@signed_in
def apply() -> Page:
    """Begin an application."""
    form = ProfileForm(representative=current_user.full_name, phone=current_user.phone, email=current_user.email)
    form.offer_communes()
    if form.carried_out(lambda: _apply(form)):
        return redirect(url_for("application.overview"))
    return form_page("onboarding/apply.html", form)


def _apply(form: ProfileForm) -> None:
    session[access.CHOSEN] = operations.apply(current_user, form.profile).id
