"""When a buyer comes for the goods of a part."""

from sqlalchemy.orm import Mapped

from marketplace.database import Moment


class Fetched:
    """From when until when the buyer comes: both are known, or neither is."""

    pickup_from: Mapped[Moment | None]
    pickup_until: Mapped[Moment | None]
