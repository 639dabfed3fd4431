"""Facts of the supply side."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class VendorSubmitted(Fact):
    """An application waits for a decision."""

    vendor_id: int


@dataclass(frozen=True)
class VendorReturned(Fact):
    """An application went back with notes."""

    vendor_id: int


@dataclass(frozen=True)
class VendorApproved(Fact):
    """A vendor may sell."""

    vendor_id: int


@dataclass(frozen=True)
class VendorRejected(Fact):
    """An application was refused."""

    vendor_id: int


@dataclass(frozen=True)
class VendorSuspended(Fact):
    """A vendor sells nothing new."""

    vendor_id: int


@dataclass(frozen=True)
class VendorReinstated(Fact):
    """A suspended vendor sells again."""

    vendor_id: int


@dataclass(frozen=True)
class ListingSubmitted(Fact):
    """A listing waits for the moderator."""

    listing_id: int


@dataclass(frozen=True)
class ListingPublished(Fact):
    """A listing is on sale."""

    listing_id: int


@dataclass(frozen=True)
class ListingReturned(Fact):
    """A listing went back with a reason."""

    listing_id: int


@dataclass(frozen=True)
class ListingChangeAccepted(Fact):
    """Buyers see what a vendor proposed to say otherwise."""

    change_id: int


@dataclass(frozen=True)
class ListingChangeReturned(Fact):
    """What a vendor proposed went back with a reason; buyers see what was before."""

    change_id: int


@dataclass(frozen=True)
class StockRanLow(Fact):
    """A stock item fell to its warning level or below."""

    stock_item_id: int


@dataclass(frozen=True)
class PayoutAccountNamed(Fact):
    """A vendor in business is to be paid to another account, which waits for a person's look."""

    account_id: int


@dataclass(frozen=True)
class PayoutAccountObjected(Fact):
    """An owner does not want the vendor to be paid to an account: nothing is, until staff has looked."""

    account_id: int


@dataclass(frozen=True)
class PayoutWanted(Fact):
    """A run is to pay a vendor what it is due."""

    vendor_id: int
    run_id: int | None = None


@dataclass(frozen=True)
class PayoutRequested(Fact):
    """A payout has claimed a vendor's earnings and waits to be sent."""

    payout_id: int


@dataclass(frozen=True)
class PayoutSent(Fact):
    """A payout was handed to the bank."""

    payout_id: int


@dataclass(frozen=True)
class PayoutConfirmed(Fact):
    """The bank says that a payout arrived."""

    payout_id: int


@dataclass(frozen=True)
class PayoutFailed(Fact):
    """The bank refused a payout; the money is payable again."""

    payout_id: int


@dataclass(frozen=True)
class StatementWanted(Fact):
    """A payout has arrived and its statement was not issued."""

    payout_id: int


@dataclass(frozen=True)
class PayoutReturned(Fact):
    """A payout that had arrived came back; the money is payable again."""

    payout_id: int


@dataclass(frozen=True)
class DuesWanted(Fact):
    """An administrator wants a vendor to be invoiced now for what it owes."""

    vendor_id: int


@dataclass(frozen=True)
class DuesIssued(Fact):
    """A vendor was invoiced for what it owes."""

    invoice_id: int


@dataclass(frozen=True)
class DuesReminderDue(Fact):
    """An invoice is due soon, or overdue."""

    invoice_id: int


@dataclass(frozen=True)
class DuesSettled(Fact):
    """Nothing is left to pay of an invoice."""

    invoice_id: int
