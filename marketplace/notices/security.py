"""What people are told of their own account; called by the workers' subscriptions, ids only."""

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.devices.models import SignIn
from marketplace.database import db
from marketplace.letters import write
from marketplace.notices.operations import tell
from marketplace.web.templates import moment

DEVICES = "/account/devices"


def tell_new_device(sign_in_id: int) -> None:
    """Tell a person that somebody came in as them on a device that was never seen."""
    entered = db.session.scalar(select(SignIn).where(SignIn.id == sign_in_id).options(joinedload(SignIn.user)))
    if entered is None:
        return
    person = entered.user
    with force_locale(person.locale):
        said = {"device": entered.label or entered.address, "at": moment(entered.made_at)}
    letter = write("accounts/new_device", person.locale, person=person, link=DEVICES, **said)
    tell(f"new-device/{entered.id}", letter, user=person, mail_to=person.email, link=DEVICES)
