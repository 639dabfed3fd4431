"""Every module that adds checks to the audits of the books and of the market."""

from marketplace.documents import checks as document_checks
from orders.carriers import checks as carrier_checks
from orders.commissions import checks as commission_checks
from orders.coupons import checks as coupon_checks
from orders.credits import checks as credit_checks
from orders.declarations import checks as declaration_checks
from orders.direct import checks as direct_checks
from orders.payments import checks as payment_checks
from orders.reviews import checks as review_checks
from orders.shipments import checks as shipment_checks
from vendors.dues import checks as dues_checks
from vendors.payouts import checks as payout_checks
from vendors.payouts.batches import checks as payout_file_checks
from vendors.stock import audit as stock_audit

AUDITS = (
    stock_audit,
    payout_checks,
    payout_file_checks,
    payment_checks,
    document_checks,
    credit_checks,
    shipment_checks,
    coupon_checks,
    commission_checks,
    direct_checks,
    carrier_checks,
    declaration_checks,
    dues_checks,
    review_checks,
)
"""Modules that add checks to `flask ledger audit` and `flask market audit`."""
