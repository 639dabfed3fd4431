"""What happens when something has happened: every fact, and every reaction to it, on one page.

A reaction is called with the fact's fields by their names, in a transaction of its own, at least once for each fact,
in no promised order: it may be repeated without harm.
"""

from collections.abc import Callable

from marketplace.accounts import events as accounts
from marketplace.accounts.codes import events as codes
from marketplace.accounts.codes import sending as code_sending
from marketplace.accounts.devices import events as devices
from marketplace.documents import events as documents
from marketplace.documents import making
from marketplace.notices import policies as policy_news
from marketplace.notices import security
from marketplace.outbox import Fact
from marketplace.policies import events as policies
from orders import events as orders
from orders import mail as order_mail
from orders import returns_mail as return_mail
from orders.books import operations as book_operations
from orders.buying import guests
from orders.carriers import answers as carrier_answers
from orders.carriers import notices as carrier_notices
from orders.contracts import operations as contracts
from orders.conversations import events as conversations
from orders.conversations import mail as conversation_mail
from orders.coupons import using as coupons
from orders.direct import mail as direct_mail
from orders.exports import events as exports
from orders.exports import working as exporting
from orders.moderation import events as moderation
from orders.moderation import mail as moderation_mail
from orders.payments import notices
from orders.personal import copying
from orders.personal import events as personal
from vendors import events as vendors
from vendors import mail as vendor_mail
from vendors.certificates import events as certificates
from vendors.consents import events as consents
from vendors.consents import mail as consent_mail
from vendors.documents import events as vendor_documents
from vendors.documents import invoices
from vendors.dues import mail as dues_mail
from vendors.dues import operations as dues
from vendors.imports import events as imports
from vendors.imports import working as importing
from vendors.listings import mail as listing_mail
from vendors.papers import events as papers
from vendors.papers import following as certificate_following
from vendors.papers import mail as paper_mail
from vendors.payouts import issuing as statements
from vendors.payouts import mail as payout_mail
from vendors.payouts.runs import operations as payout_runs
from vendors.programme import checking as register_checking
from vendors.programme import events as programme
from vendors.stock import mail as stock_mail
from vendors.team import events as teams
from vendors.team import mail as team_mail

Reaction = Callable[..., object]

SUBSCRIPTIONS: dict[type[Fact], tuple[Reaction, ...]] = {
    personal.CopyWanted: (copying.make_copy,),
    codes.CodeWanted: (code_sending.send_code,),
    codes.PhoneProved: (guests.take_over,),
    devices.NewDeviceSeen: (security.tell_new_device,),
    accounts.AccountSecured: (security.tell_secured, security.text_secured),
    documents.DocumentIssued: (making.make_files,),
    policies.PolicyNewsDue: (policy_news.tell_next,),
    vendors.VendorSubmitted: (vendor_mail.tell_staff_submitted,),
    vendors.VendorReturned: (vendor_mail.tell_vendor_returned,),
    vendors.VendorApproved: (vendor_mail.tell_vendor_approved,),
    vendors.VendorRejected: (vendor_mail.tell_vendor_rejected,),
    vendors.VendorSuspended: (vendor_mail.tell_vendor_suspended,),
    vendors.VendorReinstated: (vendor_mail.tell_vendor_reinstated,),
    teams.MemberInvited: (team_mail.send_invitation, team_mail.text_invitation),
    teams.MemberJoined: (team_mail.tell_owners_joined,),
    certificates.CertificateVerified: (certificate_following.show_renewed,),
    papers.RenewalAnswered: (paper_mail.tell_vendor_answered,),
    consents.ConsentGiven: (consent_mail.tell_officer_given,),
    consents.ConsentWithdrawn: (consent_mail.tell_officer_withdrawn,),
    vendors.ListingPublished: (listing_mail.tell_vendor_published,),
    vendors.ListingReturned: (listing_mail.tell_vendor_returned,),
    vendors.ListingChangeAccepted: (listing_mail.tell_vendor_change_accepted,),
    vendors.ListingChangeReturned: (listing_mail.tell_vendor_change_returned,),
    vendors.StockRanLow: (stock_mail.tell_vendor_low,),
    vendors.PayoutAccountNamed: (payout_mail.tell_account_named,),
    vendors.PayoutAccountObjected: (payout_mail.tell_account_objected,),
    vendors.PayoutWanted: (payout_runs.pay_in_run,),
    vendors.PayoutConfirmed: (payout_mail.tell_vendor_paid, statements.issue_statement),
    vendors.StatementWanted: (statements.issue_statement,),
    imports.ImportStepDue: (importing.take_step,),
    programme.RegisterSent: (register_checking.check,),
    vendor_documents.InvoiceWanted: (invoices.issue_wanted,),
    vendors.PayoutReturned: (payout_mail.tell_vendor_unpaid, statements.withdraw_statement),
    vendors.PayoutFailed: (payout_mail.tell_vendor_unpaid,),
    vendors.DuesWanted: (dues.issue_dues,),
    vendors.DuesIssued: (dues_mail.tell_vendor_issued,),
    vendors.DuesReminderDue: (dues_mail.tell_vendor_again,),
    vendors.DuesSettled: (dues_mail.tell_vendor_settled,),
    exports.ExportStepDue: (exporting.take_step,),
    conversations.MessageWritten: (conversation_mail.tell_other_side,),
    moderation.ReportDecided: (moderation_mail.tell_writer,),
    orders.OrderPlaced: (order_mail.tell_buyer_placed, contracts.issue_contract),
    orders.InvoiceNamed: (order_mail.tell_vendors_invoice,),
    orders.OrderPaid: (order_mail.tell_buyer_paid,),
    orders.OrderExpired: (order_mail.tell_buyer_expired, coupons.give_back),
    orders.VendorOrderRouted: (order_mail.tell_vendor_new,),
    orders.VendorOrderReminderDue: (order_mail.tell_vendor_reminder,),
    orders.ShipmentSent: (order_mail.tell_buyer_shipped,),
    orders.VendorOrderShipped: (carrier_notices.act_on_waiting,),
    orders.VendorOrderRefused: (order_mail.tell_buyer_ended, coupons.part_ended),
    orders.VendorOrderDelivered: (carrier_answers.look_again_at,),
    orders.VendorOrderReturning: (order_mail.tell_buyer_returning,),
    orders.VendorOrderReturned: (order_mail.tell_buyer_ended, coupons.part_ended),
    orders.VendorOrderCancelled: (
        order_mail.tell_buyer_ended,
        order_mail.tell_vendor_cancelled,
        coupons.part_ended,
    ),
    orders.CreditNoteWritten: (order_mail.tell_buyer_credited, order_mail.tell_vendor_credited),
    orders.ReturnStepTaken: (return_mail.tell_buyer_of_return, return_mail.tell_vendor_of_return),
    orders.LedgerAuditWanted: (book_operations.examine_books,),
    orders.BankNoticeReceived: (notices.act_on,),
    orders.DirectPaymentBegun: (direct_mail.tell_vendor_awaited,),
    orders.DirectPaymentClaimed: (direct_mail.tell_vendor_claimed,),
    orders.DirectPaymentReceived: (direct_mail.tell_buyer_received,),
    orders.DirectPaymentNotSeen: (direct_mail.tell_buyer_not_seen,),
    orders.VendorRefundSaid: (direct_mail.tell_of_step,),
    orders.RefundDue: (order_mail.tell_buyer_overpaid, direct_mail.tell_vendor_owes),
    orders.CarrierNoticeReceived: (carrier_notices.act_on,),
    orders.RefundSent: (order_mail.tell_buyer_refunded,),
    orders.RefundFailed: (order_mail.tell_buyer_refund_failed,),
}


def name_of(reaction: Reaction) -> str:
    """Name a reaction as its deliveries do."""
    return f"{reaction.__module__}.{reaction.__name__}"


def reactions_to(kind: str) -> list[str]:
    """Name the reactions to a fact of this kind (`Fact.kinds` must have it)."""
    return [name_of(reaction) for reaction in SUBSCRIPTIONS.get(Fact.kinds[kind], ())]


def reaction_named(name: str, fact: Fact) -> Reaction:
    """Give the reaction to the fact that has this name; raises LookupError when there is none any more."""
    for reaction in SUBSCRIPTIONS.get(type(fact), ()):
        if name_of(reaction) == name:
            return reaction
    raise LookupError(f"{name} does not react to {type(fact).__name__}")
