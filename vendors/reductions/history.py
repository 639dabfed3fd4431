"""The lowest price of the days before: pure reading of what a variant has cost."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from vendors.reductions.models import PriceRecord

COMPARED = timedelta(days=30)
"""A reduced price is compared with the lowest of so long before it."""


def lowest_before(records: Sequence[PriceRecord], moment: datetime, *, now_dong: int) -> int:
    """Give the lowest price in force within COMPARED before the moment (records oldest first).

    The price that was in force when that time began counts too; `now_dong` is the one in force at its end.
    """
    since = moment - COMPARED
    earlier = [record for record in records if record.at <= since][-1:]
    within = [record for record in records if since < record.at < moment]
    return min([now_dong, *(record.price_dong for record in (*earlier, *within))])
