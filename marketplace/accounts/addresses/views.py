"""`/account/addresses`: the address book."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.accounts.addresses import operations, queries
from marketplace.accounts.addresses.forms import AddressForm
from marketplace.accounts.models import Address
from marketplace.places.gazetteer import HOME_PROVINCE_CODE
from marketplace.web.audience import signed_in
from marketplace.web.forms import form_page

blueprint = Blueprint("addresses", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/account/addresses")
@signed_in
def index() -> str:
    """List a person's addresses, the default first."""
    return render_template("accounts/addresses/index.html", addresses=queries.addresses_of(current_user))


@blueprint.route("/account/addresses/new", methods=["GET", "POST"])
@signed_in
def new() -> Page:
    """Take another address."""
    form = AddressForm(data={"province": HOME_PROVINCE_CODE, "full_name": current_user.full_name})
    if not form.is_touched and form.carried_out(lambda: _add(form)):
        flash(_("Đã thêm địa chỉ."), "good")
        return redirect(url_for("addresses.index"))
    return _page(form, None)


@blueprint.route("/account/addresses/<int:address_id>", methods=["GET", "POST"])
@signed_in
def change(address_id: int) -> Page:
    """Change one of the person's addresses."""
    address = queries.address_of(current_user, address_id)
    form = AddressForm(data=_known(address))
    if not form.is_touched and form.carried_out(lambda: _change(address, form)):
        flash(_("Đã lưu."), "good")
        return redirect(url_for("addresses.index"))
    return _page(form, address)


@blueprint.post("/account/addresses/<int:address_id>/default")
@signed_in
def make_default(address_id: int) -> Response:
    """Let one of the person's addresses be filled in first."""
    operations.make_default(current_user, queries.address_of(current_user, address_id))
    return redirect(url_for("addresses.index"))


@blueprint.post("/account/addresses/<int:address_id>/removal")
@signed_in
def forget(address_id: int) -> Response:
    """Forget one of the person's addresses."""
    operations.forget_address(current_user, queries.address_of(current_user, address_id))
    flash(_("Đã bỏ địa chỉ."), "good")
    return redirect(url_for("addresses.index"))


def _known(address: Address) -> dict[str, str | bool]:
    return {
        "full_name": address.full_name,
        "phone": address.phone,
        "province": address.province_code,
        "commune_code": address.commune_code,
        "street": address.street,
        "default": address.is_default,
    }


def _add(form: AddressForm) -> None:
    operations.add_address(current_user, **form.address, default=bool(form.default.data))


def _change(address: Address, form: AddressForm) -> None:
    operations.change_address(address, **form.address)
    if form.default.data:
        operations.make_default(current_user, address)


def _page(form: AddressForm, address: Address | None) -> Page:
    form.offer_places()
    if form.is_touched:
        return render_template("accounts/addresses/address.html", form=form, address=address)
    return form_page("accounts/addresses/address.html", form, address=address)
