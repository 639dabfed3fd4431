"""Coming in by a code, a forgotten password, another phone or mailbox."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.accounts.codes import operations
from marketplace.accounts.codes.forms import CodeForm, NameForm, RenewForm, WhereForm
from marketplace.accounts.codes.models import CodePurpose, LoginCode
from marketplace.accounts.codes.operations import NameMissing
from marketplace.accounts.devices.browsers import device_name
from marketplace.accounts.devices.operations import end_all
from marketplace.accounts.entrance import enter
from marketplace.accounts.factors.proving import proved
from marketplace.accounts.sessions import note_proof
from marketplace.errors import Refusal
from marketplace.extensions import limiter
from marketplace.settings import settings
from marketplace.web.audience import public, signed_in
from marketplace.web.forms import form_page
from marketplace.web.language import chosen
from marketplace.web.links import safe_next
from marketplace.web.transaction import keep

blueprint = Blueprint("codes", __name__)
Page = str | Response | tuple[str, int]
KEPT = "code"
ENTERING = frozenset({CodePurpose.ENTER})
INSIDE = frozenset({CodePurpose.ADD, CodePurpose.CONFIRM})
from_one_address = limiter.limit("60 per hour", methods=["POST"])
from_one_device = limiter.limit("15 per hour", methods=["POST"], key_func=device_name)
few_tries = limiter.limit("30 per minute", methods=["POST"])


@blueprint.route("/login/phone", methods=["GET", "POST"])
@public
@from_one_address
@from_one_device
def where() -> Page:
    """Ask where a code is to go; the answer is the same whether or not there is an account."""
    form = WhereForm(data={"login": request.args.get("login", "")})
    if form.carried_out(lambda: remember_code(operations.ask(form.login.data or "", locale=chosen()))):
        return redirect(url_for("codes.code"))
    return form_page("accounts/codes/where.html", form)


@blueprint.route("/login/code", methods=["GET", "POST"])
@public
@few_tries
def code() -> Page:
    """Take the digits of a code, and let in or open the account."""
    kept, form = _kept(), CodeForm()
    if not kept:
        return redirect(url_for("codes.where"))
    found: list[LoginCode] = []
    if not form.carried_out(lambda: found.append(_proved(kept, form.code.data or "", ENTERING))):
        return form_page("accounts/codes/code.html", form, to=kept["to"], demo=settings().demo)
    try:
        person = operations.person_proved_by(found[0])
    except NameMissing:
        return redirect(url_for("codes.name"))
    return enter(person, remember=True, to=kept["next"])


@blueprint.post("/login/code/again")
@public
@from_one_address
@from_one_device
def again() -> Response:
    """Send another code to the same place."""
    kept = _kept()
    try:
        if kept:
            remember_code(operations.again(kept["id"]), to=kept["next"])
            flash(_("Đã gửi mã mới. Mã trước không dùng được nữa."), "good")
    except Refusal as refusal:
        flash(str(refusal), "warning")
    return redirect(safe_next(request.form.get("back"), otherwise=url_for("codes.code")))


@blueprint.route("/login/name", methods=["GET", "POST"])
@public
def name() -> Page:
    """Ask the name of somebody whose phone is proved and who has no account yet."""
    kept, form = _kept(), NameForm()
    if not kept:
        return redirect(url_for("codes.where"))
    found: list[Any] = []
    if form.carried_out(lambda: found.append(operations.name_new(kept["id"], form.full_name.data or ""))):
        return enter(found[0], remember=True, to=kept["next"])
    return form_page("accounts/codes/name.html", form)


@blueprint.route("/password/forgotten", methods=["GET", "POST"])
@public
@from_one_address
@from_one_device
def forgotten() -> Page:
    """Ask where a code for a new password is to go; the answer is the same for everybody."""
    form = WhereForm()
    ask = partial(operations.ask, purpose=CodePurpose.RESET, locale=chosen())
    if form.carried_out(lambda: remember_code(ask(form.login.data or ""))):
        return redirect(url_for("codes.renew"))
    return form_page("accounts/codes/forgotten.html", form)


@blueprint.route("/password/new", methods=["GET", "POST"])
@public
@few_tries
def renew() -> Page:
    """Take the digits and the new password; everybody else in the account is signed out."""
    kept, form = _kept(), RenewForm()
    if not kept:
        return redirect(url_for("codes.forgotten"))
    found: list[LoginCode] = []
    reset = frozenset({CodePurpose.RESET})
    if not form.carried_out(lambda: found.append(_proved(kept, form.code.data or "", reset))):
        return form_page("accounts/codes/renew.html", form, to=kept["to"], demo=settings().demo)
    person = operations.renew_password(found[0], form.new.data or "")
    if person is None:
        return redirect(url_for("codes.forgotten"))
    end_all(person)
    flash(_("Đã đặt mật khẩu mới."), "good")
    return enter(person, remember=True, to=None)


@blueprint.route("/account/contact", methods=["GET", "POST"])
@signed_in
@proved
@from_one_address
@from_one_device
def contact() -> Page:
    """Ask for another phone or mailbox."""
    form = WhereForm()
    ask = partial(operations.ask, purpose=CodePurpose.ADD, user=current_user, locale=chosen())
    if form.carried_out(lambda: remember_code(ask(form.login.data or ""))):
        return redirect(url_for("codes.inside", next=url_for("accounts.account")))
    return form_page("accounts/codes/contact.html", form)


@blueprint.get("/account/proof/code")
@signed_in
def confirm() -> Page:
    """Send a code to somebody who has no password, to prove once more who they are."""
    to = current_user.phone or current_user.email
    try:
        remember_code(operations.ask(to, CodePurpose.CONFIRM, user=current_user, locale=chosen()))
    except Refusal as refusal:
        flash(str(refusal), "warning")
    return redirect(url_for("codes.inside", next=safe_next(request.args.get("next"), otherwise="/account")))


@blueprint.route("/account/code", methods=["GET", "POST"])
@signed_in
@few_tries
def inside() -> Page:
    """Take the digits of a code that somebody asked for inside their account."""
    kept, form = _kept(), CodeForm()
    to = safe_next(request.args.get("next"), otherwise=url_for("accounts.account"))
    if not kept:
        return redirect(url_for("accounts.account"))
    if form.carried_out(lambda: _use_inside(kept, form.code.data or "")):
        return redirect(to)
    return form_page("accounts/codes/code.html", form, to=kept["to"], demo=settings().demo)


def remember_code(code: LoginCode, *, to: str | None = None) -> None:
    """Bind a code to this browser: nobody else can try its digits."""
    going = to or request.args.get("next")
    session[KEPT] = {"id": code.id, "to": code.phone or code.email, "next": going}


def _kept() -> dict[str, Any] | None:
    kept = session.get(KEPT)
    return kept if isinstance(kept, dict) else None


def _proved(kept: dict[str, Any], typed: str, purposes: frozenset[CodePurpose]) -> LoginCode:
    """Prove with the code of this browser; a wrong try is counted although the page is refused."""
    keep()
    return operations.prove(kept["id"], typed, purposes=purposes)


def _use_inside(kept: dict[str, Any], typed: str) -> None:
    code = _proved(kept, typed, INSIDE)
    if code.user_id != current_user.id:
        raise operations.CodeOver(field="code")
    session.pop(KEPT, None)
    if code.purpose is CodePurpose.ADD:
        operations.add_contact(code)
        flash(_("Đã lưu."), "good")
    else:
        note_proof(current_user, second=False)
