"""Following a shop, and following it no longer."""

from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid
from vendors.follows.models import Follow
from vendors.models import Vendor

MOST_FOLLOWED = 200


def follow(person: User, vendor: Vendor) -> None:
    """Let the person hear of the shop's new goods from now on; twice is once.

    Raises Invalid when they follow MOST_FOLLOWED shops already.
    """
    now = clock.now()
    row = {"user_id": person.id, "vendor_id": vendor.id, "at": now, "seen_until": now}
    with db.session.begin_nested():
        db.session.execute(insert(Follow).values(row).on_conflict_do_nothing())
        if (db.session.scalar(select(func.count()).where(Follow.user_id == person.id)) or 0) > MOST_FOLLOWED:
            raise Invalid(_("Bạn đang theo dõi %(most)s cửa hàng. Hãy bỏ bớt trước.", most=MOST_FOLLOWED))


def unfollow(person: User, vendor: Vendor) -> None:
    """Let the person hear of the shop no longer."""
    db.session.execute(delete(Follow).where(Follow.user_id == person.id, Follow.vendor_id == vendor.id))
