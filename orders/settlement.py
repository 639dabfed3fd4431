"""What a fact means in money: pure functions from a fact to the posting that records it.

| fact                         | from (debit)    | to (credit)                   |
|------------------------------|-----------------|-------------------------------|
| money for an order came      | bank            | receipts                      |
| money nobody can place came  | bank            | unmatched                     |
| money beyond what is due     | bank            | refunds due                   |
| its order was found          | unmatched       | receipts (or refunds due)     |
| the order is covered         | receipts        | held (and refunds due: excess)|
| a paid part is delivered     | held            | vendor pending, commission    |
| its hold is over             | vendor pending  | vendor payable                |
| a paid part ends unsold      | held            | refunds due                   |
| a refund arrived             | refunds due     | bank                          |
| a part paid in cash delivered| vendor debt     | commission                    |

Cash is taken by the vendor: only the commission is ours, and it is the vendor's debt.
"""

from dataclasses import dataclass

from marketplace.ledger import chart
from marketplace.ledger.chart import AccountKind, AccountName, Move
from orders.models import Order, PaymentMethod, VendorOrder
from orders.payments.models import BankNotice, Payment, Refund

BANK = chart.market(AccountKind.BANK)
UNMATCHED = chart.market(AccountKind.UNMATCHED)
RECEIPTS = chart.market(AccountKind.RECEIPTS)
HELD = chart.market(AccountKind.HELD)
REFUNDS_DUE = chart.market(AccountKind.REFUNDS_DUE)
COMMISSION = chart.market(AccountKind.COMMISSION)


@dataclass(frozen=True)
class Entry:
    """A posting to make: its unique reference, its moves (perhaps none) and its words."""

    reference: str
    moves: tuple[Move, ...]
    words: str


def money_came(notice: BankNotice, *, into: AccountName) -> Entry:
    """Money arrived at the bank and belongs to `into`: receipts, unmatched or refunds due."""
    return Entry(
        f"bank-notice/{notice.id}/received", (Move(BANK, into, notice.amount_dong),), f"Tiền vào {notice.provider_id}"
    )


def money_placed(notice: BankNotice, *, awaited: bool) -> Entry:
    """A person found the order of money that nobody could place: it is a receipt, or goes back if none is awaited."""
    into = RECEIPTS if awaited else REFUNDS_DUE
    return Entry(
        f"bank-notice/{notice.id}/placed",
        (Move(UNMATCHED, into, notice.amount_dong),),
        f"Đã tìm ra đơn cho tiền vào {notice.provider_id}",
    )


def order_covered(order: Order, payment: Payment) -> Entry:
    """The receipts cover the order: what is due is held for its parts, the excess goes back."""
    excess = payment.received_dong - payment.amount_dong
    moves = (Move(RECEIPTS, HELD, payment.amount_dong), *_move(RECEIPTS, REFUNDS_DUE, excess))
    return Entry(f"order/{order.id}/paid", moves, f"Đơn {order.number} đã trả đủ")


def receipts_returned(order: Order, payment: Payment) -> Entry:
    """The order ended before it was covered: what had come goes back."""
    moves = _move(RECEIPTS, REFUNDS_DUE, payment.received_dong)
    return Entry(f"order/{order.id}/receipts-returned", moves, f"Đơn {order.number} kết thúc trước khi trả đủ")


def delivered(vendor_order: VendorOrder, method: PaymentMethod) -> Entry:
    """The buyer has the goods: the vendor has earned, the market has its commission."""
    commission = vendor_order.commission_dong
    if method is PaymentMethod.CASH:
        moves = _move(chart.of_vendor(AccountKind.VENDOR_DEBT, vendor_order.vendor_id), COMMISSION, commission)
    else:
        pending = chart.of_vendor(AccountKind.VENDOR_PENDING, vendor_order.vendor_id)
        moves = _move(HELD, pending, vendor_order.earning_dong) + _move(HELD, COMMISSION, commission)
    return Entry(f"vendor-order/{vendor_order.id}/delivered", moves, f"Đơn {vendor_order.number} đã giao")


def released(vendor_order: VendorOrder, method: PaymentMethod) -> Entry:
    """The hold is over: what this part earned, and no more, becomes payable."""
    pending = chart.of_vendor(AccountKind.VENDOR_PENDING, vendor_order.vendor_id)
    payable = chart.of_vendor(AccountKind.VENDOR_PAYABLE, vendor_order.vendor_id)
    moves = () if method is PaymentMethod.CASH else _move(pending, payable, vendor_order.earning_dong)
    return Entry(f"vendor-order/{vendor_order.id}/released", moves, f"Đơn {vendor_order.number} hết thời gian giữ")


def ended_unsold(vendor_order: VendorOrder) -> Entry:
    """A paid part was refused, cancelled or came back: all of it goes back to the buyer."""
    return Entry(
        f"vendor-order/{vendor_order.id}/ended",
        (Move(HELD, REFUNDS_DUE, vendor_order.total_dong),),
        f"Hoàn tiền đơn {vendor_order.number}",
    )


def refund_arrived(refund: Refund) -> Entry:
    """A refund reached the buyer's bank."""
    return Entry(
        f"refund/{refund.id}/done", (Move(REFUNDS_DUE, BANK, refund.amount_dong),), f"Đã hoàn {refund.reference}"
    )


def _move(debit: AccountName, credit: AccountName, amount_dong: int) -> tuple[Move, ...]:
    return (Move(debit, credit, amount_dong),) if amount_dong else ()
