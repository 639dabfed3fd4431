"""The signed link of an invitation: it names the invitation and opens nothing else; the invitation knows its end."""

from flask import current_app
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeSerializer

from marketplace.errors import NotFound
from vendors.team.models import Invitation
from vendors.team.queries import find_invitation


class LinkForged(NotFound):
    """No invitation has this link."""

    sentence = _l("Liên kết mời này không đúng. Hãy xin người mời gửi lại.")


def invitation_link(invitation: Invitation) -> str:
    """Give the path at which the invitation is accepted."""
    return "/join/" + _signer().dumps(invitation.id)


def invitation_of(token: str) -> Invitation:
    """Give the invitation of a link, open or not, with its vendor and who invites. Raises LinkForged."""
    try:
        invitation = find_invitation(_signer().loads(token))
    except BadSignature as wrong:
        raise LinkForged from wrong
    if invitation is None:
        raise LinkForged
    return invitation


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="team-invitation")
