"""Which wording of the market's rules a buyer agreed to with an order, guests too."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Ref


class Agreed:
    """The versions of the day of the order; none where the market had no pages yet."""

    terms_version_id: Mapped[Ref | None] = mapped_column(ForeignKey("policy_version.id"))
    privacy_version_id: Mapped[Ref | None] = mapped_column(ForeignKey("policy_version.id"))
