"""Who is asked to join a team, and as what."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.web.forms import REQUIRED, MarketForm
from vendors.models import MemberRole
from vendors.words import ROLE_MEANINGS, ROLE_NAMES

CHOICES = [(role.value, name) for role, name in ROLE_NAMES.items()]


class InvitationForm(MarketForm):
    """Names a person, who need not have an account, and what the person may do."""

    login = StringField(_l("Email hoặc số điện thoại"), [InputRequired(REQUIRED), Length(max=200)])
    role = RadioField(_l("Vai trò"), [InputRequired(REQUIRED)], choices=CHOICES, default=MemberRole.PACKER.value)

    def explain_roles(self) -> None:
        """Say beside each role what it may do."""
        self.role.choices = [(role.value, f"{ROLE_NAMES[role]}: {ROLE_MEANINGS[role]}") for role in ROLE_NAMES]


class RoleForm(MarketForm):
    """Gives a member another role."""

    role = SelectField(_l("Vai trò"), [InputRequired(REQUIRED)], choices=CHOICES)
