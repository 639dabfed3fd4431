"""The team's pages: who is in it, who is asked to join, which role may do what, leaving."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.errors import Refusal
from marketplace.extensions import limiter
from marketplace.web.links import absolute
from vendors.access import current_member, current_vendor, has, seller
from vendors.models import MemberRole
from vendors.permissions import GRANTS, Capacity, Right
from vendors.team import invitations, operations, queries
from vendors.team.forms import InvitationForm, RoleForm
from vendors.team.links import invitation_link
from vendors.words import CAPACITY_NAMES, RIGHT_NAMES, ROLE_NAMES

blueprint = Blueprint("team", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("")
@seller(Right.SEE_TEAM)
def index() -> Page:
    """Show who is in the team; owners also see who is asked to join."""
    return _page(InvitationForm(formdata=None))


@blueprint.post("")
@seller(Right.MANAGE_TEAM)
@limiter.limit("30 per hour")
def invite() -> Page:
    """Ask another person to join."""
    form = InvitationForm()
    if form.carried_out(lambda: _invite(form)):
        flash(_("Đã gửi lời mời."), "good")
        return redirect(url_for("team.index"))
    return _page(form)


@blueprint.get("/roles")
@seller(Right.SEE_TEAM)
def roles() -> str:
    """Show which role may do what."""
    return render_template(
        "team/roles.html", grants=GRANTS, capacities=list(Capacity), names=RIGHT_NAMES, capacity_names=CAPACITY_NAMES
    )


@blueprint.post("/invitations/<int:invitation_id>/sending")
@seller(Right.MANAGE_TEAM)
@limiter.limit("30 per hour")
def send_again(invitation_id: int) -> Page:
    """Send an invitation once more."""
    vendor = current_vendor()
    return _act(lambda: invitations.send_again(vendor, invitation_id, by=current_user), _("Đã gửi lại lời mời."))


@blueprint.post("/invitations/<int:invitation_id>/withdrawal")
@seller(Right.MANAGE_TEAM)
def withdraw(invitation_id: int) -> Page:
    """Take an invitation back."""
    vendor = current_vendor()
    return _act(lambda: invitations.withdraw(vendor, invitation_id, by=current_user), _("Đã rút lời mời."))


@blueprint.post("/<int:member_id>/role")
@seller(Right.MANAGE_TEAM)
def change_role(member_id: int) -> Page:
    """Give a member another role."""
    vendor, form = current_vendor(), RoleForm()
    member = queries.member_of(vendor, member_id)
    if form.carried_out(lambda: operations.change_role(vendor, member, MemberRole(form.role.data), by=current_user)):
        flash(_("Đã đổi vai trò."), "good")
        return redirect(url_for("team.index"))
    return _page(form)


@blueprint.post("/<int:member_id>/removal")
@seller(Right.MANAGE_TEAM)
def remove(member_id: int) -> Page:
    """Let a member act for the vendor no longer."""
    vendor = current_vendor()
    member = queries.member_of(vendor, member_id)
    return _act(lambda: operations.remove_member(vendor, member, by=current_user), _("Đã bỏ khỏi nhóm."))


@blueprint.post("/leaving")
@seller(Right.LEAVE_TEAM)
def leave() -> Page:
    """Leave the team oneself."""
    vendor = current_vendor()
    member = queries.member_of(vendor, current_member().id)
    done = _("Bạn đã rời nhóm của %(name)s.", name=vendor.name)
    return _act(lambda: operations.remove_member(vendor, member, by=current_user), done, then="/account")


def _act(act: Callable[[], object], done: str, *, then: str | None = None) -> Page:
    form = InvitationForm(formdata=None)
    try:
        act()
    except Refusal as refusal:
        form.form_errors.append(str(refusal))
        return _page(form, status=refusal.status)
    flash(done, "good")
    return redirect(then or url_for("team.index"))


def _invite(form: InvitationForm) -> None:
    invitations.invite(current_vendor(), form.login.data or "", MemberRole(form.role.data), by=current_user)


def _page(form: InvitationForm | RoleForm, *, status: int | None = None) -> Page:
    joining = form if isinstance(form, InvitationForm) else InvitationForm(formdata=None)
    joining.explain_roles()
    vendor, manages = current_vendor(), has(Right.MANAGE_TEAM)
    waiting = queries.invitations_of(vendor) if manages else []
    shown = render_template(
        "team/index.html",
        form=form,
        joining=joining,
        members=queries.members_of(vendor),
        manages=manages,
        invitations=[(each, absolute(invitation_link(each))) for each in waiting],
        role_names=ROLE_NAMES,
        days=invitations.OPEN_FOR.days,
    )
    return shown, status or (422 if form.is_submitted() and form.errors else 200)
