"""Deletes an account: what the books must keep stays without a name.

Orders, amounts and documents are kept for ten years by the accounting law (Law 88/2015/QH13, article 41); name, phone,
address, note and e-mail are taken from them. Contracts stay as they were issued: they are kept for three years at least
(Law 122/2025/QH15, article 16), and are shown to nobody but staff once the account is gone.
"""

from sqlalchemy import delete, or_, select, update

from marketplace import audit, clock
from marketplace.accounts.codes.models import LoginCode
from marketplace.accounts.devices.models import SignIn
from marketplace.accounts.factors.models import Passkey, RecoveryCode, TotpKey
from marketplace.accounts.models import Address, User
from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.notices.models import Notice, NoticeChoice, QuietHours
from orders.carts.models import Cart
from orders.models import Order
from orders.personal.copying import forget_file
from orders.personal.models import PersonalRequest, RequestStatus
from orders.personal.operations import check_deletable
from orders.wishes.operations import forget_wishes
from vendors.follows.models import Follow
from vendors.wishes.models import Wish

NOBODY = "—"
NO_PHONE = "+84000000000"
"""A number that nobody can have, written as pages expect one."""
OF_A_PERSON = (Address, SignIn, Passkey, RecoveryCode, TotpKey, Notice, Cart, Wish, Follow, NoticeChoice, QuietHours)
"""Tables whose rows are about the person alone."""


def erase(request_id: int) -> None:
    """Carry a deletion out once its days are over; one that was taken back, or is refused for now, is left alone."""
    query = select(PersonalRequest).where(PersonalRequest.id == request_id).with_for_update()
    request = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if request.status is not RequestStatus.WAITING or clock.now() < request.acts_at:
        return
    person = db.session.get_one(User, request.user_id, populate_existing=True, with_for_update=True)
    try:
        check_deletable(person)
    except Refusal:
        return
    _forget(person)
    request.status, request.ended_at = RequestStatus.DONE, clock.now()
    audit.record("account deleted", person, by=None, request=request.id)


def _forget(person: User) -> None:
    _forget_codes(person)
    for model in OF_A_PERSON:
        db.session.execute(delete(model).where(model.user_id == person.id))
    forget_wishes(person.id)
    db.session.execute(update(Order).where(Order.buyer_id == person.id).values(_without_name()))
    for copy in db.session.scalars(select(PersonalRequest).where(PersonalRequest.user_id == person.id)):
        forget_file(copy)
    person.email, person.phone = f"{person.id}@deleted.invalid", None
    person.full_name, person.password_hash, person.active = NOBODY, None, False
    person.session_version += 1
    db.session.flush()


def _forget_codes(person: User) -> None:
    theirs = [LoginCode.user_id == person.id]
    theirs += [LoginCode.phone == person.phone] if person.phone else []
    theirs += [LoginCode.email == person.email] if person.email else []
    db.session.execute(delete(LoginCode).where(or_(*theirs)))


def _without_name() -> dict[str, str | None]:
    return {"full_name": NOBODY, "phone": NO_PHONE, "email": None, "street": NOBODY, "note": ""}
