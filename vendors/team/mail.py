"""What is said about joining a team; called by the workers' subscriptions, ids only."""

import structlog
from flask_babel import force_locale, gettext

from marketplace.accounts.operations import read_login
from marketplace.accounts.queries import find_person
from marketplace.gateways.sms import TextMessage, TextRefused
from marketplace.gateways.wiring import gateways
from marketplace.letters import write
from marketplace.notices.operations import tell
from marketplace.settings import settings
from marketplace.web.links import absolute
from vendors.team.links import invitation_link
from vendors.team.queries import find_invitation, owners_of
from vendors.words import ROLE_MEANINGS, ROLE_NAMES

TEAM = "/seller/team"
LONGEST_NAME = 50
"""Letters of a shop's name in a text message, which is paid by its length."""

log = structlog.get_logger()


def send_invitation(invitation_id: int, times_sent: int) -> None:
    """Send the invitation's link to whom it is for; nothing is sent when it was answered meanwhile."""
    invitation = find_invitation(invitation_id)
    if invitation is None or not invitation.is_open:
        return
    person, link = find_person(*read_login(invitation.login)), invitation_link(invitation)
    letter = write(
        "team/invitation",
        person.locale if person else invitation.invited_by.locale,
        invitation=invitation,
        role=ROLE_NAMES[invitation.role],
        meaning=ROLE_MEANINGS[invitation.role],
        link=link,
    )
    mail_to = (person.email if person else None) if invitation.by_phone else invitation.login
    tell(f"team-invitation/{invitation_id}/{times_sent}", letter, user=person, mail_to=mail_to, link=link)


def text_invitation(invitation_id: int, times_sent: int) -> None:
    """Text the link to a phone that no account has; who has an account finds the invitation in it.

    Nothing is sent when it was answered meanwhile. Raises SmsUnavailable, so that the fact is tried again: the
    reference follows from it, so that the phone gets the message once.
    """
    invitation = find_invitation(invitation_id)
    if invitation is None or not (invitation.is_open and invitation.by_phone) or find_person(None, invitation.login):
        return
    with force_locale(invitation.invited_by.locale):
        words = gettext(
            "%(market)s: %(name)s mời bạn cùng trông gian hàng. Mở liên kết để vào nhóm: %(link)s",
            market=settings().market_name,
            name=invitation.vendor.name[:LONGEST_NAME].strip(),
            link=absolute(invitation_link(invitation)),
        )
    reference = f"team-invitation-{invitation_id}-{times_sent}"
    try:
        gateways().sms.send(TextMessage(to=invitation.login, text=words, reference=reference))
    except TextRefused:
        log.warning("invitation_refused", invitation=invitation_id)


def tell_owners_joined(invitation_id: int) -> None:
    """Tell the owners, in the app, who joined and with which role."""
    invitation = find_invitation(invitation_id)
    if invitation is None or invitation.accepted_by is None:
        return
    for owner in owners_of(invitation.vendor):
        letter = write(
            "team/joined",
            owner.user.locale,
            person=owner.user,
            joined=invitation.accepted_by,
            vendor=invitation.vendor,
            role=ROLE_NAMES[invitation.role],
            link=TEAM,
        )
        tell(f"team-joined/{invitation_id}", letter, user=owner.user, link=TEAM)
