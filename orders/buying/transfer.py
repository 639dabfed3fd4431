"""The transfers that a buyer makes: one to the market for a whole order, or one to each vendor for its part."""

from urllib.parse import urlencode

from marketplace.settings import settings
from marketplace.transfers import Transfer
from orders.direct.models import UNPAID, DirectPayment
from orders.kinds import Holding, PaymentMethod
from orders.payments.accounts import account_of
from orders.payments.models import Payment, PaymentStatus


def transfer_for(payment: Payment, holding: Holding) -> Transfer | None:
    """The transfer that an awaited payment still needs; None when none is awaited."""
    if payment.status is not PaymentStatus.AWAITING or payment.method is not PaymentMethod.TRANSFER:
        return None
    to, due = account_of(holding), payment.amount_dong - payment.received_dong
    return Transfer(
        bank_bin=to.bank_bin,
        account=to.number,
        holder=to.holder,
        due_dong=due,
        memo=payment.memo or "",
        demo_link="/demo/bank?" + urlencode({"amount": due, "memo": payment.memo or ""}) if settings().demo else "",
    )


def transfer_to_vendor(payment: DirectPayment | None) -> Transfer | None:
    """The transfer that a part still needs into its vendor's account; None when none is asked for."""
    if payment is None or payment.status not in UNPAID:
        return None
    return Transfer(
        bank_bin=payment.bank_bin,
        account=payment.account_number,
        holder=payment.account_holder,
        due_dong=payment.amount_dong,
        memo=payment.memo,
    )
