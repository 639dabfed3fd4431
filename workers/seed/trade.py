"""What every stage of the seed needs."""

from dataclasses import dataclass
from datetime import datetime

from marketplace.accounts.models import User
from workers.seed.studio import Studio


@dataclass(frozen=True)
class Trade:
    """The administrator who decides everything, where the pictures come from, and the present."""

    administrator: User
    studio: Studio
    now: datetime
