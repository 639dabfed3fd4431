"""What is said about joining a team; called by the workers' subscriptions, ids only."""

from marketplace.accounts.operations import read_login
from marketplace.accounts.queries import find_person
from marketplace.letters import write
from marketplace.notices.operations import tell
from vendors.team.links import invitation_link
from vendors.team.queries import find_invitation, owners_of
from vendors.words import ROLE_MEANINGS, ROLE_NAMES

TEAM = "/seller/team"


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
