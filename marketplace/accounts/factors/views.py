"""`/account/security` and the second step of coming in."""

from functools import partial

import segno
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.accounts import operations as accounts
from marketplace.accounts.devices.browsers import this_device
from marketplace.accounts.entrance import HalfIn, half_in, walk_in
from marketplace.accounts.factors import operations, passkeys
from marketplace.accounts.factors.forms import ApplicationForm, PasskeyForm, PasswordAgainForm, SecondForm
from marketplace.accounts.factors.proving import challenge, handed_out, proof_address, proved, site
from marketplace.accounts.factors.queries import Factors, factors_of, passkey_of
from marketplace.accounts.sessions import note_proof, proved_lately
from marketplace.errors import Invalid, Refusal
from marketplace.extensions import limiter
from marketplace.web.audience import public, signed_in
from marketplace.web.forms import form_page
from marketplace.web.links import safe_next

blueprint = Blueprint("factors", __name__)
Page = str | Response | tuple[str, int]
FEW_TRIES = "5 per 5 minutes;40 per day"


def _who_tries() -> str:
    inside = half_in()
    return str(inside.person.id if inside else current_user.get_id())


@blueprint.route("/login/second", methods=["GET", "POST"])
@public
@limiter.limit(FEW_TRIES, methods=["POST"], key_func=_who_tries)
def second() -> Page:
    """Ask somebody in the door for the second proof."""
    inside = half_in()
    if inside is None:
        return redirect(url_for("accounts.login"))
    form = SecondForm()
    if form.carried_out(lambda: operations.prove(inside.person, form.code.data or "")):
        return walk_in(inside.person, remember=inside.remember, to=inside.next, second=True)
    return _second_page(form, inside)


@blueprint.post("/login/second/passkey")
@public
@limiter.limit(FEW_TRIES, key_func=_who_tries)
def second_passkey() -> Page:
    """Take a passkey as the second proof."""
    inside, form = half_in(), PasskeyForm()
    if inside is None:
        return redirect(url_for("accounts.login"))
    prove = partial(passkeys.prove, challenge=challenge(), site=site(), person=inside.person)
    if form.carried_out(lambda: prove(form.credential.data or "")):
        return walk_in(inside.person, remember=inside.remember, to=inside.next, second=True)
    flash(_("Khóa truy cập chưa dùng được. Hãy thử lại, hoặc dùng mã."), "bad")
    return redirect(url_for("factors.second"))


@blueprint.route("/login/passkey", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute", methods=["POST"])
def passkey_login() -> Page:
    """Let a person in by a passkey alone: holding the device and unlocking it are two proofs."""
    form, to = PasskeyForm(), request.args.get("next")
    if not form.validate_on_submit():
        asked = handed_out(passkeys.ask_to_prove(site()))
        return form_page("accounts/factors/passkey_login.html", form, options=asked)
    try:
        person = passkeys.prove(form.credential.data or "", challenge=challenge(), site=site())
    except Refusal as refusal:
        flash(str(refusal), "bad")
        return redirect(url_for("factors.passkey_login", next=to))
    return walk_in(person, remember=True, to=to, second=True)


@blueprint.get("/account/security")
@signed_in
def index() -> str:
    """Show how the person gets in."""
    return render_template("accounts/factors/index.html", factors=factors_of(current_user))


@blueprint.get("/account/security/required")
@signed_in
def required() -> Page:
    """Tell staff that the desk needs a second proof, and lead there."""
    to = safe_next(request.args.get("next"), otherwise="/desk")
    if factors_of(current_user):
        return redirect(url_for("factors.proof", next=to))
    return render_template("accounts/factors/required.html")


@blueprint.route("/account/proof", methods=["GET", "POST"])
@signed_in
@limiter.limit(FEW_TRIES, methods=["POST"], key_func=_who_tries)
def proof() -> Page:
    """Ask once more who this is: by the second proof where there is one, else by the password, else by a code."""
    factors = factors_of(current_user)
    if not factors and not current_user.password_hash:
        return redirect(url_for("codes.confirm", next=_next()))
    form: SecondForm | PasswordAgainForm = SecondForm() if factors else PasswordAgainForm()
    if form.carried_out(lambda: _prove_again(form)):
        return _back()
    return _proof_page(form, factors)


@blueprint.post("/account/proof/passkey")
@signed_in
@limiter.limit(FEW_TRIES, key_func=_who_tries)
def proof_passkey() -> Page:
    """Take a passkey as the proof."""
    form = PasskeyForm()
    prove = partial(passkeys.prove, challenge=challenge(), site=site(), person=current_user)
    if form.carried_out(lambda: prove(form.credential.data or "")):
        note_proof(current_user, second=True)
        return _back()
    flash(_("Khóa truy cập chưa dùng được. Hãy thử lại, hoặc dùng mã."), "bad")
    return redirect(url_for("factors.proof", next=_next()))


@blueprint.route("/account/security/application", methods=["GET", "POST"])
@signed_in
@proved
@limiter.limit(FEW_TRIES, methods=["POST"], key_func=_who_tries)
def application() -> Page:
    """Set up an application that shows codes; the recovery codes are told once."""
    form, had = ApplicationForm(), factors_of(current_user)
    if form.carried_out(lambda: operations.confirm_application(current_user, form.code.data or "")):
        return _enrolled(had)
    words, address = operations.begin_application(current_user)
    code = segno.make(address, error="m").svg_data_uri(scale=5, border=2, light="#fff")
    return form_page("accounts/factors/application.html", form, words=words, code=code)


@blueprint.post("/account/security/application/removal")
@signed_in
@proved
def drop_application() -> Response:
    """Let the application count no more."""
    operations.drop_application(current_user)
    flash(_("Đã tắt ứng dụng tạo mã."), "good")
    return redirect(url_for("factors.index"))


@blueprint.route("/account/security/passkeys", methods=["GET", "POST"])
@signed_in
@proved
def new_passkey() -> Page:
    """Make a passkey on this device."""
    form, had = PasskeyForm(), factors_of(current_user)
    if form.carried_out(lambda: _keep_passkey(form)):
        return _enrolled(had)
    asked = handed_out(passkeys.ask_to_make(current_user, site()))
    return form_page("accounts/factors/new_passkey.html", form, options=asked)


@blueprint.post("/account/security/passkeys/<int:passkey_id>/removal")
@signed_in
def drop_passkey(passkey_id: int) -> Response:
    """Let a passkey count no more, after a fresh proof."""
    passkey = passkey_of(current_user, passkey_id)
    if not proved_lately():
        return redirect(proof_address())
    operations.drop_passkey(current_user, passkey)
    flash(_("Đã bỏ khóa truy cập."), "good")
    return redirect(url_for("factors.index"))


@blueprint.post("/account/security/recovery-codes")
@signed_in
@proved
def recovery_codes() -> Page:
    """Make new recovery codes, told once."""
    if not factors_of(current_user):
        raise Invalid(_("Hãy bật lớp bảo vệ thứ hai trước."))
    return _codes_page()


def _enrolled(had: Factors) -> Page:
    note_proof(current_user, second=True)
    if had:
        flash(_("Đã thêm một cách xác nhận."), "good")
        return redirect(url_for("factors.index"))
    return _codes_page()


def _codes_page() -> str:
    codes = operations.new_recovery_codes(current_user)
    return render_template("accounts/factors/recovery_codes.html", codes=codes)


def _keep_passkey(form: PasskeyForm) -> None:
    passkeys.keep(
        current_user, form.credential.data or "", challenge=challenge(), site=site(), name=this_device().label
    )


def _prove_again(form: SecondForm | PasswordAgainForm) -> None:
    if isinstance(form, SecondForm):
        operations.prove(current_user, form.code.data or "")
        note_proof(current_user, second=True)
    elif not accounts.knows_password(current_user, form.password.data or ""):
        raise Invalid(_("Mật khẩu không đúng."), field="password")
    else:
        note_proof(current_user, second=False)


def _second_page(form: SecondForm, inside: HalfIn) -> Page:
    factors = factors_of(inside.person)
    options = handed_out(passkeys.ask_to_prove(site(), inside.person)) if factors.passkeys else ""
    return form_page(
        "accounts/factors/second.html", form, options=options, to_passkey=url_for("factors.second_passkey")
    )


def _proof_page(form: SecondForm | PasswordAgainForm, factors: Factors) -> Page:
    options = handed_out(passkeys.ask_to_prove(site(), current_user)) if factors.passkeys else ""
    to = url_for("factors.proof_passkey", next=_next())
    return form_page("accounts/factors/proof.html", form, options=options, to_passkey=to)


def _next() -> str:
    return safe_next(request.args.get("next"), otherwise=url_for("factors.index"))


def _back() -> Response:
    return redirect(_next())
