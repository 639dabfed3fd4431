"""Coming in on a device, and ending it there or everywhere."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from marketplace import audit, clock, outbox
from marketplace.accounts.devices.events import NewDeviceSeen
from marketplace.accounts.devices.models import SignIn
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound

KEPT = timedelta(days=180)
"""A device that was not seen for so long is forgotten."""


@dataclass(frozen=True)
class Device:
    """What a browser says of itself: the token of its cookie, its kind in words, its address on the net."""

    token: str
    label: str
    address: str


def hashed(token: str) -> str:
    """Give what is kept of a random token."""
    return hashlib.sha256(token.encode()).hexdigest()


def enter(person: User, device: Device, *, second: bool) -> str:
    """Note that the person came in on this device; give the token that names the sign-in in the session.

    A person who came in before is told of a device that was never seen.
    """
    token, now = secrets.token_urlsafe(32), clock.now()
    is_new = _is_new(person, device)
    entered = SignIn(
        user_id=person.id,
        token_hash=hashed(token),
        device_hash=hashed(device.token),
        label=device.label[:200],
        address=device.address[:200],
        made_at=now,
        seen_at=now,
        proved_at=now,
        second_at=now if second else None,
    )
    db.session.add(entered)
    db.session.flush()
    if is_new:
        outbox.record(NewDeviceSeen(entered.id))
    return token


def end(person: User, sign_in_id: int) -> None:
    """Sign the person out on one device. Raises NotFound for anybody else's."""
    query = select(SignIn).where(SignIn.user_id == person.id, SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    found.ended_at = clock.now()
    audit.record("signed out elsewhere", person, by=person, device=found.label)


def end_all(person: User, *, but: SignIn | None = None) -> None:
    """Sign the person out everywhere, also where sessions are older than devices, but not on the one named."""
    still = [SignIn.user_id == person.id, SignIn.ended_at.is_(None)]
    if but is not None:
        still.append(SignIn.id != but.id)
    db.session.execute(update(SignIn).where(*still).values(ended_at=clock.now()))
    person.session_version += 1
    db.session.flush()
    audit.record("signed out everywhere", person, by=person)


def sweep() -> int:
    """Forget devices that were not seen for KEPT; give their number."""
    old = delete(SignIn).where(SignIn.seen_at < clock.now() - KEPT).returning(SignIn.id)
    return len(db.session.execute(old).all())


def _is_new(person: User, device: Device) -> bool:
    seen = set(db.session.scalars(select(SignIn.device_hash).where(SignIn.user_id == person.id).distinct()))
    return bool(seen) and hashed(device.token) not in seen
