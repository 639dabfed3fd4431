"""What opens from the link of an invitation."""

from flask import Blueprint, flash, redirect, render_template
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.errors import Refusal
from marketplace.extensions import limiter
from marketplace.web.audience import public, signed_in
from vendors.access import choose_vendor
from vendors.team import invitations
from vendors.team.links import invitation_of
from vendors.words import ROLE_MEANINGS, ROLE_NAMES

blueprint = Blueprint("joining", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/join/<token>")
@public
@limiter.limit("60 per minute")
def ask(token: str) -> str:
    """Show who invites to what; nothing is changed by looking."""
    return _page(token)


@blueprint.post("/join/<token>/acceptance")
@signed_in
@limiter.limit("20 per minute")
def accept(token: str) -> Page:
    """Join the team with the account that is signed in."""
    invitation = invitation_of(token)
    try:
        invitations.accept(invitation, by=current_user)
    except Refusal as refusal:
        return _page(token, str(refusal)), refusal.status
    choose_vendor(invitation.vendor_id)
    flash(_("Chào mừng bạn vào nhóm của %(name)s.", name=invitation.vendor.name), "good")
    return redirect("/seller", code=303)


def _page(token: str, refused: str = "") -> str:
    invitation = invitation_of(token)
    return render_template(
        "team/join.html",
        invitation=invitation,
        token=token,
        refused=refused,
        role=ROLE_NAMES[invitation.role],
        meaning=ROLE_MEANINGS[invitation.role],
    )
