"""The member's answer by the link, written into the trail as the member's own."""

from marketplace import audit
from orders.answering.links import Invitation
from orders.fulfilment import operations


def accept_by_link(invitation: Invitation) -> None:
    """The vendor will supply it, as this member says. Raises what `accept` raises."""
    operations.accept(invitation.part, by=invitation.member)
    audit.record("order answered by link", invitation.part, by=invitation.member, answer="accepted")


def refuse_by_link(invitation: Invitation, *, reason: str) -> None:
    """The vendor cannot supply it, as this member says. Raises what `refuse` raises."""
    operations.refuse(invitation.part, by=invitation.member, reason=reason)
    audit.record("order answered by link", invitation.part, by=invitation.member, answer="refused")
