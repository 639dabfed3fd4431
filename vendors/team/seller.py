"""The owner's page of the team."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.errors import Refusal
from marketplace.web.forms import form_page
from vendors.access import current_vendor, seller
from vendors.models import MemberRole
from vendors.team import operations, queries
from vendors.team.forms import MemberForm, RoleForm
from vendors.words import ROLE_NAMES

blueprint = Blueprint("team", __name__)
Page = str | Response | tuple[str, int]


@blueprint.route("", methods=["GET", "POST"])
@seller(MemberRole.OWNER)
def index() -> Page:
    """Show the team and let another person join."""
    form = MemberForm()
    form.explain_roles()
    if form.carried_out(lambda: _add(form)):
        flash(_("Đã thêm vào nhóm."), "good")
        return redirect(url_for("team.index"))
    return _page(form)


@blueprint.post("/<int:member_id>/role")
@seller(MemberRole.OWNER)
def change_role(member_id: int) -> Page:
    """Give a member another role."""
    vendor, form = current_vendor(), RoleForm()
    member = queries.member_of(vendor, member_id)
    if form.carried_out(lambda: operations.change_role(vendor, member, MemberRole(form.role.data), by=current_user)):
        flash(_("Đã đổi vai trò."), "good")
        return redirect(url_for("team.index"))
    return _page(form)


@blueprint.post("/<int:member_id>/removal")
@seller(MemberRole.OWNER)
def remove(member_id: int) -> Page:
    """Let a member act for the vendor no longer."""
    vendor = current_vendor()
    member = queries.member_of(vendor, member_id)
    form = RoleForm()
    try:
        operations.remove_member(vendor, member, by=current_user)
    except Refusal as refusal:
        form.blame(refusal)
        return _page(form)
    return redirect("/seller" if member.user_id == current_user.id else url_for("team.index"))


def _add(form: MemberForm) -> None:
    operations.add_member(current_vendor(), form.login.data or "", MemberRole(form.role.data), by=current_user)


def _page(form: MemberForm | RoleForm) -> Page:
    joining = form if isinstance(form, MemberForm) else MemberForm(formdata=None)
    joining.explain_roles()
    return form_page(
        "team/index.html",
        form,
        joining=joining,
        members=queries.members_of(current_vendor()),
        role_names=ROLE_NAMES,
    )
