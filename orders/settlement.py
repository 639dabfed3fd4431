"""What a fact means in money: pure functions from a fact to the posting that records it.

Who holds the buyers' money is copied onto each order (`Holding`); each way has its own table.

On commission (AGENT): the market sells, the money comes to its own accounts. `till` is the bank, VNPay or MoMo.
With a licensed partner (PARTNER): the same, but `till` is the partner, who pays out and refunds at the market's word.

| fact                          | from (debit)    | to (credit)                                     |
|-------------------------------|-----------------|-------------------------------------------------|
| money for an order came       | till            | receipts (refunds due, if none is awaited)      |
| money nobody can place came   | till            | unmatched                                       |
| its order was found           | unmatched       | receipts (or refunds due)                       |
| a gateway, the partner or a   | bank            | at VNPay, at MoMo, at the partner, cash with    |
| carrier brings what it has    |                 | the carrier                                     |
| the order is covered          | receipts        | held (and refunds due: excess)                  |
| a paid part is delivered      | held            | vendor pending: goods, delivery                 |
| ... with the market's coupon  | promotion       | vendor pending: what the coupon pays of them    |
|                               | vendor pending  | commission, tax to remit: VAT, PIT              |
| its hold is over              | vendor pending  | vendor payable                                  |
| a paid part ends unsold       | held            | refunds due                                     |
| a line is credited before     | held            | refunds due                                     |
| ... within the hold           | vendor pending  | refunds due; commission and tax go back to it   |
| ... after the hold            | vendor debt     | refunds due; commission and tax go back to it   |
| ... what its coupon had paid  | as these        | promotion                                       |
| a refund arrived              | refunds due     | till                                            |

A vendor's own coupon stands in no account: its goods cost less, and commission and tax follow the lower price. What
the market's coupon pays in the buyer's stead leaves price, commission and tax whole, and is the market's expense.

In both, cash at the door: a carrier under the market's contract takes it for the market, otherwise the vendor does.
What the carrier charges and brings then is in `orders/carriers/bookings.py`.

| fact                          | from (debit)    | to (credit)                                     |
|-------------------------------|-----------------|-------------------------------------------------|
| delivered by such a carrier   | carrier cash    | vendor pending, and on as above                 |
| delivered by the vendor       | vendor debt     | commission, tax to remit: VAT, PIT              |
| ... with the market's coupon  | promotion       | vendor debt (less is owed; perhaps a credit)    |
| credited after the vendor's   | vendor debt     | refunds due; commission and tax go back to it   |

Straight to the vendor (DIRECT): neither the price nor a refund passes our books, whoever carries it.

| fact                          | from (debit)    | to (credit)                                     |
|-------------------------------|-----------------|-------------------------------------------------|
| delivered                     | vendor debt     | commission, tax to remit: VAT, PIT (receivable) |
| ... with the market's coupon  | promotion       | vendor debt; the other way when it is credited  |
| credited after delivery       | commission, tax | vendor debt                                     |
| the vendor pays its invoice   | bank            | vendor debt                                     |

In all three, what was withheld goes on to the State (a month at a time, net of what went back with returned goods):

| fact                          | from (debit)    | to (credit)                                     |
|-------------------------------|-----------------|-------------------------------------------------|
| a month's tax is paid         | tax to remit    | bank                                            |
"""

from dataclasses import dataclass
from enum import StrEnum

from marketplace.ledger import chart
from marketplace.ledger.chart import AccountKind, AccountName, Move, Purpose, Till
from orders.declarations.models import TaxDeclaration
from orders.kinds import Holding, PaymentMethod
from orders.models import Order, VendorOrder
from orders.payments.models import BankNotice, Payment, Refund
from orders.shares import Share
from orders.stages import Stage

BANK = chart.market(AccountKind.BANK)
UNMATCHED = chart.market(AccountKind.UNMATCHED)
RECEIPTS = chart.market(AccountKind.RECEIPTS)
HELD = chart.market(AccountKind.HELD)
REFUNDS_DUE = chart.market(AccountKind.REFUNDS_DUE)
COMMISSION = chart.market(AccountKind.COMMISSION)
TAX_TO_REMIT = chart.market(AccountKind.TAX_TO_REMIT)
PROMOTION = chart.market(AccountKind.PROMOTION)

TILLS: dict[Holding, dict[PaymentMethod, Till]] = {
    Holding.AGENT: {
        PaymentMethod.CASH: Till.BANK,
        PaymentMethod.TRANSFER: Till.BANK,
        PaymentMethod.VNPAY: Till.AT_VNPAY,
        PaymentMethod.MOMO: Till.AT_MOMO,
    },
    Holding.PARTNER: {
        PaymentMethod.CASH: Till.BANK,
        PaymentMethod.TRANSFER: Till.AT_PARTNER,
        PaymentMethod.VNPAY: Till.AT_PARTNER,
        PaymentMethod.MOMO: Till.AT_PARTNER,
    },
    Holding.DIRECT: {},
}
"""Where the money of each method comes to, and its refunds leave from; nowhere when it goes straight to vendors."""


@dataclass(frozen=True)
class Entry:
    """A posting to make: its unique reference, its moves (perhaps none) and its words."""

    reference: str
    moves: tuple[Move, ...]
    words: str


class Taker(StrEnum):
    """Who has the buyer's money for a part when it is delivered."""

    MARKET = "market"
    """It is held for the buyer, by the market or its partner."""
    CARRIER = "carrier"
    """A carrier takes it in cash for the market."""
    VENDOR = "vendor"
    """The vendor takes it itself."""


def till_of(order: Order) -> Till:
    """Where the order's money comes to and its refunds leave from. Raises KeyError for money that is not ours."""
    return TILLS[order.holding][order.method]


def taker_of(order: Order, vendor_order: VendorOrder) -> Taker:
    """Say who has the buyer's money for a part."""
    if order.holding is Holding.DIRECT:
        return Taker.VENDOR
    if order.method is not PaymentMethod.CASH:
        return Taker.MARKET
    return Taker.CARRIER if vendor_order.carrier_id else Taker.VENDOR


def received_reference(notice: BankNotice) -> str:
    """Name the posting of money that arrived, whatever it belongs to."""
    return f"bank-notice/{notice.id}/received"


def money_came(notice: BankNotice, *, into: AccountName) -> Entry:
    """Money arrived in the notice's till and belongs to `into`: receipts, unmatched or refunds due."""
    moves = (Move(notice.came_to.account, into, notice.amount_dong),)
    return Entry(received_reference(notice), moves, f"Tiền vào {notice.provider_id}")


def money_placed(notice: BankNotice, *, into: AccountName) -> Entry:
    """A person found what money is that nobody could place: a receipt, a refund due, what a gateway or carrier owed."""
    moves = (Move(UNMATCHED, into, notice.amount_dong),)
    return Entry(f"bank-notice/{notice.id}/placed", moves, f"Đã tìm ra chỗ cho tiền vào {notice.provider_id}")


def order_covered(order: Order, payment: Payment) -> Entry:
    """The receipts cover the order: what is due is held for its parts, the excess goes back."""
    excess = payment.received_dong - payment.amount_dong
    moves = (Move(RECEIPTS, HELD, payment.amount_dong), *_move(RECEIPTS, REFUNDS_DUE, excess))
    return Entry(f"order/{order.id}/paid", moves, f"Đơn {order.number} đã trả đủ")


def receipts_returned(order: Order, payment: Payment) -> Entry:
    """The order ended before it was covered: what had come goes back."""
    moves = _move(RECEIPTS, REFUNDS_DUE, payment.received_dong)
    return Entry(f"order/{order.id}/receipts-returned", moves, f"Đơn {order.number} kết thúc trước khi trả đủ")


def delivered(order: Order, vendor_order: VendorOrder) -> Entry:
    """The buyer has the goods: the vendor has earned, the market has its commission and the tax that it withholds."""
    share, taker = vendor_order.left, taker_of(order, vendor_order)
    pending = chart.of_vendor(AccountKind.VENDOR_PENDING, vendor_order.vendor_id)
    if taker is Taker.VENDOR:
        debt = chart.of_vendor(AccountKind.VENDOR_DEBT, vendor_order.vendor_id)
        moves = _promoted(debt, share) + _withheld(debt, share)
    else:
        source = chart.of_carrier(vendor_order.carrier_id or 0) if taker is Taker.CARRIER else HELD
        moves = _paid(source, pending, share) + _promoted(pending, share) + _withheld(pending, share)
    return Entry(f"vendor-order/{vendor_order.id}/delivered", moves, f"Đơn {vendor_order.number} đã giao")


def released(order: Order, vendor_order: VendorOrder) -> Entry:
    """The hold is over: what this part earned, and no more, becomes payable."""
    pending = chart.of_vendor(AccountKind.VENDOR_PENDING, vendor_order.vendor_id)
    payable = chart.of_vendor(AccountKind.VENDOR_PAYABLE, vendor_order.vendor_id)
    is_vendors = taker_of(order, vendor_order) is Taker.VENDOR
    moves = () if is_vendors else _move(pending, payable, vendor_order.left.earning_dong)
    return Entry(f"vendor-order/{vendor_order.id}/released", moves, f"Đơn {vendor_order.number} hết thời gian giữ")


def ended_unsold(vendor_order: VendorOrder) -> Entry:
    """A paid part was refused, cancelled or came back: all that is left of it goes back to the buyer."""
    return Entry(
        f"vendor-order/{vendor_order.id}/ended",
        _move(HELD, REFUNDS_DUE, vendor_order.left.total_dong),
        f"Hoàn tiền đơn {vendor_order.number}",
    )


def credited(order: Order, vendor_order: VendorOrder, *, note: int, off: Share, stage: Stage) -> Entry:
    """So much is taken off a part by this credit note: the buyer gets back what the buyer paid.

    Its commission and tax are reversed, and what the market's coupon paid of it.
    """
    debt = chart.of_vendor(AccountKind.VENDOR_DEBT, vendor_order.vendor_id)
    pending = chart.of_vendor(AccountKind.VENDOR_PENDING, vendor_order.vendor_id)
    source = {Stage.HELD: HELD, Stage.PENDING: pending, Stage.RELEASED: debt}.get(stage)
    moves: tuple[Move, ...] = ()
    if source and order.holding is not Holding.DIRECT:
        moves += _paid(source, REFUNDS_DUE, off)
    if stage in (Stage.PENDING, Stage.RELEASED):
        moves += _given_back(pending if stage is Stage.PENDING else debt, off)
    return Entry(f"vendor-order/{vendor_order.id}/credit-note/{note}", moves, f"Giảm trừ đơn {vendor_order.number}")


def tax_paid(declaration: TaxDeclaration) -> Entry:
    """What is due for a month was paid to the State Treasury."""
    vat = _move(TAX_TO_REMIT, BANK, declaration.due_vat_dong, Purpose.VAT)
    moves = vat + _move(TAX_TO_REMIT, BANK, declaration.due_pit_dong, Purpose.PIT)
    return Entry(f"tax-declaration/{declaration.id}/paid", moves, f"Nộp thuế khấu trừ tháng {declaration.month:%m/%Y}")


def refund_arrived(refund: Refund) -> Entry:
    """A refund reached the buyer."""
    moves = (Move(REFUNDS_DUE, refund.left_from.account, refund.amount_dong),)
    return Entry(f"refund/{refund.id}/done", moves, f"Đã hoàn {refund.reference}")


def _paid(source: AccountName, to: AccountName, share: Share) -> tuple[Move, ...]:
    goods = _move(source, to, share.goods_dong - share.promotion_goods_dong, Purpose.GOODS)
    return goods + _move(source, to, share.delivery_dong - share.promotion_delivery_dong, Purpose.DELIVERY)


def _promoted(to: AccountName, share: Share) -> tuple[Move, ...]:
    return _move(PROMOTION, to, share.promotion_dong, Purpose.PROMOTION)


def _withheld(source: AccountName, share: Share) -> tuple[Move, ...]:
    commission = _move(source, COMMISSION, share.commission_dong, Purpose.COMMISSION)
    vat = _move(source, TAX_TO_REMIT, share.vat_dong, Purpose.VAT)
    return commission + vat + _move(source, TAX_TO_REMIT, share.pit_dong, Purpose.PIT)


def _given_back(to: AccountName, share: Share) -> tuple[Move, ...]:
    moves = _promoted(to, share) + _withheld(to, share)
    return tuple(Move(move.credit, move.debit, move.amount_dong, move.purpose) for move in moves)


def _move(
    debit: AccountName, credit: AccountName, amount_dong: int, purpose: Purpose = Purpose.MONEY
) -> tuple[Move, ...]:
    return (Move(debit, credit, amount_dong, purpose),) if amount_dong else ()
