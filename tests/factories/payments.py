"""Money that comes from buyers, told as the bank tells it."""

import secrets

from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.gateways.bank.notices import BankMovement
from marketplace.settings import settings
from orders.models import Order
from orders.payments import notices
from orders.payments.models import BankNotice
from orders.queries import payment_of


def a_movement(amount_dong: int, content: str, *, account: str | None = None, is_incoming: bool = True) -> BankMovement:
    """A movement on the market's account (or another one)."""
    return BankMovement(
        transaction_id=secrets.randbits(40),
        bank_name="Vietcombank",
        account=account or settings().bank_account,
        sub_account=None,
        content=content,
        is_incoming=is_incoming,
        amount_dong=amount_dong,
        reference=None,
        happened_at=clock.now(),
    )


def pay(order: Order, amount_dong: int | None = None) -> BankNotice:
    """The buyer's transfer (of all that is due when no amount is given) comes and is acted on."""
    payment = payment_of(order)
    movement = a_movement(amount_dong or payment.amount_dong - payment.received_dong, payment.memo or "")
    notices.receive(movement)
    query = select(BankNotice).where(BankNotice.provider_id == str(movement.transaction_id))
    notice = db.session.scalars(query).one()
    notices.act_on(notice.id)
    db.session.flush()
    return notice
