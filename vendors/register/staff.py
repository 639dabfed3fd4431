"""The desk's vendors: the list, one vendor with its history, suspended and reinstated."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.web.audience import administrators, staff
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from vendors.certificates.queries import certificates_of
from vendors.models import TaxStatus, Vendor
from vendors.onboarding import operations
from vendors.onboarding.checklist import PAPER_CHIPS, PAPER_NAMES
from vendors.onboarding.queries import checklist_of, history_of, vendor_for
from vendors.payouts.accounts import verify_account
from vendors.register.forms import ReasonForm, SearchForm, TaxStatusForm
from vendors.register.operations import set_tax_status
from vendors.register.queries import vendors_matching
from vendors.team.queries import members_of
from vendors.words import KIND_NAMES, ROLE_NAMES, STATUS_CHIPS

blueprint = Blueprint("register", __name__)
Page = str | Response | tuple[str, int]
NAVIGATION = (Entry(label=_l("Nhà sản xuất"), endpoint="register.index", icon="store", place=Place.DESK, order=30),)


@blueprint.get("")
@staff
def index() -> str:
    """List vendors by name, narrowed by words, state and kind."""
    form = SearchForm(request.args)
    form.offer_choices()
    found = vendors_matching(current_user, words=form.q.data or "", status=form.chosen_status, kind=form.chosen_kind)
    return render_template(
        "register/index.html", form=form, page=page_of(found), kind_names=KIND_NAMES, status_chips=STATUS_CHIPS
    )


@blueprint.get("/<int:vendor_id>")
@staff
def vendor(vendor_id: int) -> Page:
    """Show one vendor with its people, papers and history."""
    return _page(vendor_for(current_user, vendor_id), ReasonForm(formdata=None))


@blueprint.post("/<int:vendor_id>/suspension")
@administrators
def suspend(vendor_id: int) -> Page:
    """Stop the vendor's sales, with the reason."""
    return _act(vendor_id, operations.suspend)


@blueprint.post("/<int:vendor_id>/reinstatement")
@administrators
def reinstate(vendor_id: int) -> Page:
    """Let a suspended vendor sell again."""
    return _act(vendor_id, operations.reinstate)


@blueprint.post("/<int:vendor_id>/account")
@administrators
def verify_bank_account(vendor_id: int) -> Response:
    """Note that the bank account is the vendor's own: money may be sent to it."""
    seen_id = request.form.get("account_id", type=int)
    verify_account(vendor_for(current_user, vendor_id), by=current_user, seen_id=seen_id)
    flash(_("Đã xác nhận tài khoản."), "good")
    return redirect(url_for("register.vendor", vendor_id=vendor_id))


@blueprint.post("/<int:vendor_id>/tax-status")
@administrators
def tax_status(vendor_id: int) -> Page:
    """Say as what the vendor pays tax."""
    vendor, form = vendor_for(current_user, vendor_id), TaxStatusForm()
    if form.carried_out(lambda: set_tax_status(vendor, TaxStatus(form.tax_status.data), by=current_user)):
        flash(_("Đã đặt tư cách nộp thuế của %(name)s.", name=vendor.name), "good")
        return redirect(url_for("register.vendor", vendor_id=vendor.id))
    return _page(vendor, ReasonForm(formdata=None), form)


def _act(vendor_id: int, act: Callable[..., None]) -> Page:
    vendor = vendor_for(current_user, vendor_id)
    form = ReasonForm()
    if form.carried_out(lambda: act(vendor, by=current_user, reason=form.reason.data or "")):
        flash(_("%(name)s: %(status)s.", name=vendor.name, status=str(STATUS_CHIPS[vendor.status].label)), "good")
        return redirect(url_for("register.vendor", vendor_id=vendor.id))
    return _page(vendor, form)


def _page(vendor: Vendor, form: ReasonForm, tax_form: TaxStatusForm | None = None) -> Page:
    return form_page(
        "register/vendor.html",
        form,
        tax_form=tax_form or TaxStatusForm(formdata=None, obj=vendor),
        case=vendor,
        checklist=checklist_of(vendor),
        members=members_of(vendor),
        certificates=certificates_of(vendor),
        steps=history_of(vendor),
        kind_names=KIND_NAMES,
        role_names=ROLE_NAMES,
        status_chips=STATUS_CHIPS,
        paper_names=PAPER_NAMES,
        paper_chips=PAPER_CHIPS,
    )
