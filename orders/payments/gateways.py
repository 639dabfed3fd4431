"""Which gateway takes which way of paying, and whether it takes this order."""

from collections.abc import Iterable

from flask_babel import gettext as _

from marketplace.errors import Invalid
from marketplace.gateways.payments.protocol import RedirectGateway
from marketplace.gateways.wiring import gateways
from marketplace.ledger.chart import Till
from marketplace.money import format_dong
from marketplace.settings import settings
from orders.kinds import Holding, PaymentMethod
from orders.settlement import TILLS

AT_GATEWAYS = (PaymentMethod.VNPAY, PaymentMethod.MOMO)
"""Ways of paying for which the buyer is sent to a gateway's own pages."""
NAMES = {PaymentMethod.VNPAY.value: "VNPay", PaymentMethod.MOMO.value: "MoMo"}
"""What the gateways call themselves, by the value of the way of paying."""


class NotPaidSo(Invalid):
    """The gateway does not take so little, or so much, or nothing at all from us."""

    def __init__(self, method: PaymentMethod) -> None:
        """Say what it takes."""
        gateway = gateway_of(method)
        sentence = _(
            "%(name)s chỉ nhận từ %(least)s đến %(most)s mỗi lần. Hãy chọn cách trả tiền khác.",
            name=NAMES[method.value],
            least=format_dong(gateway.least_dong),
            most=format_dong(gateway.most_dong),
        )
        super().__init__(sentence, field="method")


def gateway_of(method: PaymentMethod) -> RedirectGateway:
    """Give the gateway of a way of paying. Raises KeyError for one that needs none."""
    wired = gateways()
    return {PaymentMethod.VNPAY: wired.vnpay, PaymentMethod.MOMO: wired.momo}[method]


def offered_methods() -> Iterable[PaymentMethod]:
    """List the ways of paying that a buyer may choose."""
    return [method for method in PaymentMethod if method not in AT_GATEWAYS or _is_open(method)]


def refuse_what_no_gateway_takes(method: PaymentMethod, amount_dong: int) -> None:
    """Refuse an order that its way of paying cannot take. Raises NotPaidSo."""
    if method not in AT_GATEWAYS:
        return
    gateway = gateway_of(method)
    if not _is_open(method) or not gateway.least_dong <= amount_dong <= gateway.most_dong:
        raise NotPaidSo(method)


def till_of_gateway(method: PaymentMethod) -> Till:
    """Where money comes to that a gateway took for no order that we know."""
    return TILLS[Holding(settings().holding)].get(method) or TILLS[Holding.AGENT][method]


def _is_open(method: PaymentMethod) -> bool:
    """A gateway collects for the market or its partner, never for each vendor apart."""
    return Holding(settings().holding) is not Holding.DIRECT and gateway_of(method).is_open
