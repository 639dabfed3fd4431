"""What a buyer needs to make the transfer of an order: the code to scan, and the same in words to copy."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask_babel import gettext as _
from markupsafe import Markup

from marketplace.gateways import vietqr
from marketplace.gateways.banks import bank_by_bin
from marketplace.settings import settings
from orders.models import PaymentMethod
from orders.payments.models import Payment, PaymentStatus


@dataclass(frozen=True)
class Transfer:
    """A transfer to make: to which account, how much is still due (đồng), under which memo."""

    bank: str
    account: str
    holder: str
    due_dong: int
    memo: str
    demo_link: str

    @property
    def code(self) -> Markup:
        """The VietQR code as an SVG element."""
        text = vietqr.payload(settings().bank_bin, self.account, amount_dong=self.due_dong, memo=self.memo)
        return Markup(vietqr.svg(text, title=_("Mã VietQR để chuyển khoản")))  # noqa: S704 - drawn by us from digits


def transfer_for(payment: Payment) -> Transfer | None:
    """The transfer that an awaited payment still needs; None when none is awaited."""
    if payment.status is not PaymentStatus.AWAITING or payment.method is not PaymentMethod.TRANSFER:
        return None
    running, due = settings(), payment.amount_dong - payment.received_dong
    bank = bank_by_bin(running.bank_bin)
    return Transfer(
        bank=f"{bank.short_name} ({bank.name})" if bank else running.bank_bin,
        account=running.bank_account,
        holder=running.bank_holder,
        due_dong=due,
        memo=payment.memo or "",
        demo_link="/demo/bank?" + urlencode({"amount": due, "memo": payment.memo or ""}) if running.demo else "",
    )
