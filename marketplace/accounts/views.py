"""Coming in, going out, and a person's own pages."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from marketplace.accounts import operations
from marketplace.accounts.codes import operations as codes
from marketplace.accounts.codes.models import LoginCode
from marketplace.accounts.codes.views import remember_code
from marketplace.accounts.devices.operations import end_all
from marketplace.accounts.entrance import enter
from marketplace.accounts.forms import LoginForm, PasswordForm, ProfileForm, SignUpForm
from marketplace.accounts.sessions import leave, stay_in, this_sign_in
from marketplace.errors import Refusal
from marketplace.extensions import limiter
from marketplace.web.audience import public, signed_in
from marketplace.web.language import chosen

blueprint = Blueprint("accounts", __name__)
Page = str | Response | tuple[str, int]


def _address_and_login() -> str:
    """Name who tries which account: a family or an office behind one address must not lock each other out."""
    return f"{get_remote_address()}|{request.form.get('login', '')[:200].strip().lower()}"


@blueprint.route("/login", methods=["GET", "POST"])
@public
@limiter.limit("200 per minute", methods=["POST"])
@limiter.limit("10 per minute", methods=["POST"], key_func=_address_and_login)
def login() -> Page:
    """Let a person in."""
    form = LoginForm()
    if not form.validate_on_submit():
        return _shown("accounts/login.html", form)
    person = operations.prove(form.login.data or "", form.password.data or "")
    if person is None:
        form.form_errors.append(_("Email, số điện thoại hoặc mật khẩu không đúng."))
        return _shown("accounts/login.html", form)
    return enter(person, remember=bool(form.remember.data), to=request.args.get("next"))


@blueprint.route("/signup", methods=["GET", "POST"])
@public
@limiter.limit("100 per minute", methods=["POST"])
def sign_up() -> Page:
    """Begin an account: its phone or mailbox is proved by a code first, so nobody learns who has one."""
    form = SignUpForm()
    if form.carried_out(lambda: remember_code(_begun(form))):
        return redirect(url_for("codes.code"))
    return _shown("accounts/signup.html", form)


@blueprint.post("/logout")
@public
def logout() -> Response:
    """Let a person out; nothing of them stays in the session, and its sign-in is good no more."""
    leave()
    session.clear()
    logout_user()
    return redirect("/")


@blueprint.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> Page:
    """Show and change what a person says of themself."""
    form = ProfileForm(obj=current_user)
    if form.validate_on_submit():
        operations.change_profile(current_user, full_name=form.full_name.data or "", locale=form.locale.data)
        flash(_("Đã lưu."))
        return redirect(url_for("accounts.account"))
    return _shown("accounts/account.html", form)


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in
@limiter.limit("10 per minute", methods=["POST"])
def password() -> Page:
    """Set a new password; other devices are signed out."""
    if not current_user.password_hash:
        return redirect(url_for("codes.forgotten"))
    form = PasswordForm()
    if not form.validate_on_submit():
        return _shown("accounts/password.html", form)
    try:
        operations.change_password(current_user, old=form.old.data or "", new=form.new.data or "")
    except Refusal as refusal:
        form.blame(refusal)
        return _shown("accounts/password.html", form)
    end_all(current_user, but=this_sign_in())
    stay_in(current_user)
    flash(_("Đã đổi mật khẩu. Các máy khác đã bị đăng xuất."))
    return redirect(url_for("accounts.account"))


def _begun(form: SignUpForm) -> LoginCode:
    return codes.ask(
        form.login.data or "", full_name=form.full_name.data or "", password=form.password.data or "", locale=chosen()
    )


def _shown(template: str, form: LoginForm | SignUpForm | ProfileForm | PasswordForm) -> Page:
    page = render_template(template, form=form)
    return (page, 422) if form.is_submitted() else page
