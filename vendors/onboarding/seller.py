"""The applicant's pages: the checklist, its papers, the bank account, handing in; and acting for another vendor."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from marketplace.web.audience import signed_in
from marketplace.web.forms import MarketForm, form_page
from marketplace.web.private_files import send_private
from vendors import access
from vendors.access import applicant, current_vendor
from vendors.onboarding import operations, papers, queries
from vendors.onboarding.checklist import PAPER_CHIPS, PAPER_MEANINGS, PAPER_NAMES
from vendors.onboarding.forms import PaperForm, ProfileForm
from vendors.payouts.accounts import current_account, name_account
from vendors.payouts.forms import AccountForm
from vendors.permissions import Right
from vendors.words import KIND_NAMES, STATUS_CHIPS

blueprint = Blueprint("application", __name__)
Page = str | Answer | tuple[str, int]


@blueprint.get("/application")
@applicant(Right.SEE_APPLICATION)
def overview() -> str:
    """Show how far the application is and what is left to do."""
    vendor = current_vendor()
    return render_template(
        "onboarding/application.html",
        checklist=queries.checklist_of(vendor),
        steps=queries.history_of(vendor),
        writing=vendor.status in operations.WRITING,
        kind_names=KIND_NAMES,
        status_chips=STATUS_CHIPS,
        paper_names=PAPER_NAMES,
        paper_chips=PAPER_CHIPS,
    )


@blueprint.post("/application/submission")
@applicant(Right.APPLY)
def submit() -> Answer:
    """Hand the application in."""
    operations.submit(current_vendor(), by=current_user)
    flash(_("Đã nộp hồ sơ. Chợ sẽ xem và báo cho bạn."), "good")
    return redirect(url_for("application.overview"))


@blueprint.route("/application/profile", methods=["GET", "POST"])
@applicant(Right.APPLY)
def profile() -> Page:
    """Show and change who the producer is."""
    vendor = current_vendor()
    form = ProfileForm(obj=vendor)
    form.offer_communes()
    if form.carried_out(lambda: operations.change_profile(vendor, form.profile, by=current_user)):
        return _saved()
    return _page("onboarding/profile.html", form)


@blueprint.route("/application/papers/<kind>", methods=["GET", "POST"])
@applicant(Right.APPLY)
def paper(kind: str) -> Page:
    """Show one paper of the checklist and take its scan."""
    row = queries.paper_of(current_vendor(), kind)
    form = PaperForm(obj=row)
    if form.carried_out(lambda: _hand_in(form, kind)):
        return _saved()
    return _page("onboarding/paper.html", form, paper=row, name=PAPER_NAMES[row.kind], meaning=PAPER_MEANINGS[row.kind])


@blueprint.get("/application/papers/<kind>/scan")
@applicant(Right.APPLY)
def scan(kind: str) -> Response:
    """Send the scan of one of the vendor's own papers."""
    return send_private(queries.paper_of(current_vendor(), kind).file_key, name=kind)


@blueprint.route("/application/account", methods=["GET", "POST"])
@applicant(Right.NAME_ACCOUNT)
def account() -> Page:
    """Show and set the bank account that the vendor is paid to."""
    vendor = current_vendor()
    now = current_account(vendor)
    form = AccountForm(obj=now)
    form.offer_banks()
    if form.carried_out(lambda: _name_account(form)):
        return _saved()
    return _page("onboarding/account.html", form, account=now)


@blueprint.post("/switch")
@signed_in
def switch() -> Answer:
    """Act for another of the person's vendors from now on, on the same kind of page where it can be."""
    access.choose_vendor(request.form.get("vendor", 0, type=int))
    return redirect(access.same_kind_of_page(request.form.get("page", "")))


def _hand_in(form: PaperForm, kind: str) -> None:
    papers.hand_in(
        current_vendor(),
        queries.paper_of(current_vendor(), kind).kind,
        form.raw,
        by=current_user,
        number=form.number.data or "",
        issued_on=form.issued_on.data,
        expires_on=form.expires_on.data,
    )


def _name_account(form: AccountForm) -> None:
    name_account(
        current_vendor(),
        bank_bin=form.bank_bin.data or "",
        number=form.number.data or "",
        holder=form.holder.data or "",
        by=current_user,
    )


def _saved() -> Answer:
    flash(_("Đã lưu."), "good")
    return redirect(url_for("application.overview"))


def _page(template: str, form: MarketForm, **context: object) -> Page:
    writing = current_vendor().status in operations.WRITING
    return form_page(template, form, writing=writing, **context)
