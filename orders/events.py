"""Facts of the demand side."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class OrderPlaced(Fact):
    """An order exists; its goods are held."""

    order_id: int


@dataclass(frozen=True)
class InvoiceNamed(Fact):
    """The buyer said after the order, at this moment, for whom the invoices are made out, or took it back."""

    order_id: int
    at: str


@dataclass(frozen=True)
class OrderPaid(Fact):
    """The buyer's transfer covers the order."""

    order_id: int


@dataclass(frozen=True)
class OrderExpired(Fact):
    """The transfer did not come in time; the order has ended."""

    order_id: int


@dataclass(frozen=True)
class VendorOrderRouted(Fact):
    """A part of an order was given to its vendor, whose clock runs."""

    vendor_order_id: int


@dataclass(frozen=True)
class VendorOrderReminderDue(Fact):
    """A vendor has not answered for some hours."""

    vendor_order_id: int


@dataclass(frozen=True)
class VendorOrderAccepted(Fact):
    """The vendor will supply it."""

    vendor_order_id: int


@dataclass(frozen=True)
class VendorOrderRefused(Fact):
    """The vendor cannot supply it."""

    vendor_order_id: int


@dataclass(frozen=True)
class VendorOrderPacked(Fact):
    """The goods are taken from the stock and packed."""

    vendor_order_id: int


@dataclass(frozen=True)
class ShipmentSent(Fact):
    """A parcel of a part is on its way."""

    shipment_id: int


@dataclass(frozen=True)
class VendorOrderShipped(Fact):
    """The first parcel of a part is on its way."""

    vendor_order_id: int


@dataclass(frozen=True)
class VendorOrderDelivered(Fact):
    """The buyer has the goods."""

    vendor_order_id: int


@dataclass(frozen=True)
class VendorOrderReturning(Fact):
    """The parcel could not be delivered and is on its way back."""

    vendor_order_id: int


@dataclass(frozen=True)
class VendorOrderReturned(Fact):
    """The parcel is back at the vendor."""

    vendor_order_id: int


@dataclass(frozen=True)
class VendorOrderCompleted(Fact):
    """The hold is over; the earning is payable."""

    vendor_order_id: int


@dataclass(frozen=True)
class VendorOrderCancelled(Fact):
    """A part has ended before it was sent (by the buyer, by the market or by time)."""

    vendor_order_id: int


@dataclass(frozen=True)
class CreditNoteWritten(Fact):
    """Something was taken off a part; the buyer gets it back."""

    credit_note_id: int


@dataclass(frozen=True)
class ReturnStepTaken(Fact):
    """Somebody did or said something about a complaint; the other side hears of it."""

    step_id: int


@dataclass(frozen=True)
class LedgerAuditWanted(Fact):
    """Somebody wants the books to be audited now."""


@dataclass(frozen=True)
class DirectPaymentBegun(Fact):
    """A vendor was shown a part whose money comes straight to it."""

    vendor_order_id: int


@dataclass(frozen=True)
class DirectPaymentClaimed(Fact):
    """The buyer says that the money of a part was sent to its vendor."""

    vendor_order_id: int


@dataclass(frozen=True)
class DirectPaymentReceived(Fact):
    """The vendor has the money of its part."""

    vendor_order_id: int


@dataclass(frozen=True)
class DirectPaymentNotSeen(Fact):
    """The vendor does not see the money that the buyer says was sent."""

    vendor_order_id: int


@dataclass(frozen=True)
class VendorRefundSaid(Fact):
    """Something was said of money that a vendor gives back itself."""

    refund_step_id: int


@dataclass(frozen=True)
class BankNoticeReceived(Fact):
    """The bank told us of a movement; it is stored and not yet acted on."""

    notice_id: int


@dataclass(frozen=True)
class CarrierNoticeReceived(Fact):
    """A carrier told us of a parcel; it is stored and not yet acted on."""

    notice_id: int


@dataclass(frozen=True)
class RefundDue(Fact):
    """Money is to go back to the buyer."""

    refund_id: int


@dataclass(frozen=True)
class RefundSent(Fact):
    """A refund has arrived at the buyer's bank."""

    refund_id: int


@dataclass(frozen=True)
class RefundFailed(Fact):
    """The buyer's bank refused a refund; another account is needed."""

    refund_id: int
