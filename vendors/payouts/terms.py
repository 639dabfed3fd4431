"""When a vendor is paid, from which amount on, and how long its earnings are held: its own terms or the market's."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.money import format_dong
from marketplace.settings import settings
from vendors.models import Vendor
from vendors.moves import lock
from vendors.payouts.models import Cadence, PayoutTerms


class WeekdayMissing(Invalid):
    """Weekly payouts need their day."""

    sentence = _l("Hãy chọn ngày trong tuần.")


class BelowMarketMinimum(Invalid):
    """A vendor may wait for more than the market's minimum, not for less."""


@dataclass(frozen=True)
class Wish:
    """What somebody chooses for a vendor; None: as the market has it. Amounts in đồng, `weekday` from 1 (Monday)."""

    cadence: Cadence | None = None
    weekday: int | None = None
    minimum_dong: int | None = None
    hold_days: int | None = None


@dataclass(frozen=True)
class Terms:
    """What holds for a vendor: its own choice, or else the market's."""

    cadence: Cadence
    weekday: int | None
    minimum_dong: int
    hold_days: int


def own_terms(vendor_id: int) -> PayoutTerms | None:
    """Give what was chosen for the vendor, if anything was."""
    query = select(PayoutTerms).where(PayoutTerms.vendor_id == vendor_id, PayoutTerms.replaced_at.is_(None))
    return db.session.scalar(query)


def terms_of(vendor_id: int) -> Terms:
    """Give what holds for the vendor: one statement."""
    return effective(own_terms(vendor_id))


def hold_days_of(vendor_id: int) -> int:
    """Give the days from delivery until the vendor's earning is payable: one statement."""
    return terms_of(vendor_id).hold_days


def effective(own: PayoutTerms | None) -> Terms:
    """Give what holds where these terms were chosen."""
    cadence = own.cadence if own else None
    return Terms(
        cadence=cadence or Cadence(settings().payout_cadence),
        weekday=own.weekday if own and cadence else settings().payout_weekday,
        minimum_dong=(own and own.minimum_dong) or settings().payout_minimum_dong,
        hold_days=settings().hold_days if own is None or own.hold_days is None else own.hold_days,
    )


def history_of(vendor_id: int) -> Sequence[PayoutTerms]:
    """List all that was ever chosen for the vendor, newest first, with who chose it."""
    query = select(PayoutTerms).where(PayoutTerms.vendor_id == vendor_id).order_by(PayoutTerms.id.desc())
    return db.session.scalars(query.options(joinedload(PayoutTerms.by))).all()


def choose_terms(vendor: Vendor, wish: Wish, *, by: User) -> None:
    """Let the vendor's owner choose when it is paid and from which amount on; the hold stays as it is.

    Raises WeekdayMissing, and BelowMarketMinimum for an amount under the market's.
    """
    least = settings().payout_minimum_dong
    if wish.minimum_dong is not None and wish.minimum_dong < least:
        raise BelowMarketMinimum(_l("Mức tối thiểu phải từ %(least)s.", least=format_dong(least)), field="minimum_dong")
    lock(vendor)
    now = own_terms(vendor.id)
    held = now.hold_days if now else None
    _replace(vendor, now, Wish(wish.cadence, wish.weekday, wish.minimum_dong, held), by=by)


def set_terms(vendor: Vendor, wish: Wish, *, by: User) -> None:
    """Let staff set all of a vendor's terms, its hold too. Raises WeekdayMissing."""
    lock(vendor)
    _replace(vendor, own_terms(vendor.id), wish, by=by)


def _replace(vendor: Vendor, now: PayoutTerms | None, wish: Wish, *, by: User) -> None:
    """Keep what was, write what is from now on; what changes nothing is not written."""
    if wish.cadence is Cadence.WEEKLY and wish.weekday is None:
        raise WeekdayMissing(field="weekday")
    if wish.cadence is not Cadence.WEEKLY:
        wish = Wish(wish.cadence, None, wish.minimum_dong, wish.hold_days)
    if wish == (_wish_of(now) if now else Wish()):
        return
    if now:
        now.replaced_at = clock.now()
        db.session.flush()
    chosen = {field.name: getattr(wish, field.name) for field in fields(wish)}
    db.session.add(PayoutTerms(vendor_id=vendor.id, since=clock.now(), by_id=by.id, **chosen))
    audit.record(
        "payout terms set", vendor, by=by, **{name: value for name, value in chosen.items() if value is not None}
    )


def _wish_of(terms: PayoutTerms) -> Wish:
    return Wish(terms.cadence, terms.weekday, terms.minimum_dong, terms.hold_days)
